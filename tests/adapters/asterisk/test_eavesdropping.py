from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def one(pbx: Pbx, application: str, topic: Topic = Topic.RECIPIENT, **files: str) -> Fact:
    named = {f"{name}.conf": text for name, text in files.items()}
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => 1,1,{application}\n", **named})
    (found,) = read(root).about(topic)
    assert "canary" not in str(found)
    return found


@pytest.mark.parametrize(
    ("application", "target", "quiet", "guard"),
    [("ChanSpy(PJSIP/9,q)", "one", True, "none"), ("ChanSpy()", "any", False, "none"),
        ("ChanSpy(PJSIP,q)", "any", True, "none"),
     ("ExtenSpy(${EXTEN:2}@in)", "chosen", False, "none"),
     ("Authenticate(990142)\n same => n,ChanSpy(,w)", "any", False, "pin")],
)  # fmt: skip
def test_listening_in_is_told_with_its_guard_and_not_its_pin(
    pbx: Pbx, application: str, target: str, quiet: bool, guard: str
) -> None:
    found = one(pbx, application, Topic.EAVESDROPPING)
    assert (found["target"], found["quiet"], found["guard"]) == (target, quiet, guard)
    assert "990142" not in str(found)
