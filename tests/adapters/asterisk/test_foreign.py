from collections.abc import Callable, Mapping
from pathlib import Path

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


def test_ael_and_lua_are_unknown_line_by_line(pbx: Pbx) -> None:
    root = pbx(
        {"extensions.ael": "context x {\n 1 => MixMonitor(a.wav); // MixMonitor(b.wav)\n}\n", "pjsip.conf": PHONE}
    )
    (one,) = read(root).about(Topic.RECORDER)
    assert (one.state.status, one.evidence[0].line) == (Status.UNKNOWN, 2)
    assert {fact.subject for fact in read(root).about(Topic.DIALPLAN)} == {"extensions.conf", "extensions.ael"}


def test_a_switch_is_unknown_where_calls_reach_it(pbx: Pbx) -> None:
    root = pbx(
        {"pjsip.conf": PHONE, "extensions.conf": "[in]\nswitch => Realtime/x@y\n[out]\nswitch => Realtime/x@y\n"}
    )
    found = {one.subject: one.state.status for one in read(root).about(Topic.DIALPLAN)}
    assert found == {"in Realtime": Status.UNKNOWN, "out Realtime": Status.UNREACHABLE}
