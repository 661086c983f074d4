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
    ("text", "status"),
    [
        ("[general]\n[manager]\nenabled=yes\n", Status.INERT),
        ("[general]\nenable=yes\nevents=ALL\n[manager]\nenabled=yes\n", Status.EFFECTIVE),
        ("[general]\nenable=yes\napps=dial\n[manager]\nenabled=yes\n", Status.INERT),
        ("[general]\nenable=yes\nevents=HANGUP\n", Status.INERT),
        ("[general]\nenable=yes\nevents=HANGUP,BRIDGE_START\n[manager]\nenabled=yes\n", Status.INERT),
        ("[general]\nenable=yes\nevents=DTMF\n[manager]\nenabled=yes\n", Status.UNKNOWN),
    ],
)
def test_cel_needs_its_switch_a_back_end_and_known_events(pbx: Pbx, text: str, status: Status) -> None:
    assert facts(pbx, Topic.CEL, cel=text)["cel"].state.status is status
