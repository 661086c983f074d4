from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recorders(pbx: Pbx, dialplan: str, **files: str) -> tuple[Fact, ...]:
    named = {f"{name}.conf": text for name, text in files.items()}
    return read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan, **named})).about(Topic.RECORDER)


def line(*applications: str, context: str = "in") -> str:
    rest = "".join(f" same => n,{one}\n" for one in applications[1:])
    return f"[{context}]\nexten => _X.,1,{applications[0]}\n{rest}"


@pytest.mark.parametrize(
    ("options", "status", "by"),
    [("tT", Status.INERT, ()), ("xX", Status.EFFECTIVE, ("called", "calling")), ("X", Status.EFFECTIVE, ("calling",)),
     ("${G}", Status.EFFECTIVE, ("called",)), ("${OTHER}", Status.UNKNOWN, ())],
)  # fmt: skip
def test_a_party_records_by_a_key_if_dial_lets_it(pbx: Pbx, options: str, status: Status, by: tuple[str, ...]) -> None:
    features = "[featuremap]\nautomixmon=*3\n"
    dialplan = f"[globals]\nG=tx\n[in]\nexten => 1,1,Dial(PJSIP/1,30,{options})\n"
    (one,) = recorders(pbx, dialplan, features=features)
    assert (one.state.status, one["by"]) == (status, by)
