from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
CSV = "[general]\n[csv]\nloguserfield=yes\n"


def facts(pbx: Pbx, topic: Topic, version: int | None = None, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root, version=version).about(topic)}


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"hep": "[general]\ncapture_address=192.0.2.1:9060\n"}, Status.EFFECTIVE),
        ({"hep": "[general]\nenabled=no\ncapture_address=192.0.2.1:9060\n"}, Status.INERT),
        (
            {
                "hep": "[general]\ncapture_address=192.0.2.1\n",
                "modules": "[modules]\nautoload=yes\nnoload=res_hep.so\n",
            },
            Status.INERT,
        ),
        ({"hep": "[general]\n"}, Status.INERT),
    ],
)
def test_a_capture_is_on_as_soon_as_its_file_is_there_and_its_module_runs(
    pbx: Pbx, files: dict[str, str], status: Status
) -> None:
    assert facts(pbx, Topic.CAPTURE, **files)["hep"].state.status is status
