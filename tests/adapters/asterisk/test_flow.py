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


def test_a_recording_that_no_call_reaches_is_unreachable(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Dial(PJSIP/1)") + line("MixMonitor(a.wav)", context="elsewhere"))
    assert one.state.status is Status.UNREACHABLE


WAYS = """
Goto(far,s,1)
Gosub(far,s,1(x))
GotoIf($[1]?far,s,1)
GosubIf(1?far,s,1)
GotoIfTime(*,*,*,*?far,s,1)
ExecIf(1?Goto(far,s,1))
Dial(Local/s@far)
Dial(PJSIP/1,,U(far))
Dial(PJSIP/1,,b(far^s^1))
Originate(PJSIP/1,exten,far,s,1)
Set(CHANNEL(hangup_handler_push)=far,s,1)
""".split()


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_of_jump_leads_there(pbx: Pbx, way: str) -> None:
    (one,) = recorders(pbx, line(way) + "[far]\nexten => s,1,MixMonitor(a.wav)\n")
    assert one.effective


def test_a_macro_and_an_include_lead_there(pbx: Pbx) -> None:
    dialplan = "[in]\ninclude => far\n[far]\nexten => 1,1,Macro(rec)\n[macro-rec]\nexten => s,1,MixMonitor(a.wav)\n"
    assert recorders(pbx, dialplan)[0].effective


def test_a_jump_that_is_computed_makes_it_unknown(pbx: Pbx) -> None:
    (one,) = recorders(
        pbx, line("Goto(far-${X},s,1)") + "[far-away]\nexten => s,1,MixMonitor(a.wav)\n[near]\nexten => s,1,NoOp\n"
    )
    assert one.state.status is Status.UNKNOWN


def test_only_the_extension_that_is_jumped_to_is_reached(pbx: Pbx) -> None:
    dialplan = line("Goto(far,s,1)") + "[far]\nexten => s,1,NoOp\nexten => 5,1,MixMonitor(a.wav)\n"
    assert recorders(pbx, dialplan)[0].state.status is Status.UNREACHABLE
    assert recorders(pbx, dialplan.replace("NoOp", "WaitExten(5)"))[0].effective


def test_lines_after_the_end_of_a_call_are_not_reached(pbx: Pbx) -> None:
    assert recorders(pbx, line("Hangup()", "MixMonitor(a.wav)"))[0].state.status is Status.UNREACHABLE


def test_keys_have_no_case_and_same_follows_the_last_extension(pbx: Pbx) -> None:
    assert recorders(pbx, "[in]\nEXTEN => 1,1,NoOp()\nSAME => n(x),mixmonitor(a.wav)\n")[0].effective


def test_endpoints_in_a_database_make_unreached_lines_unknown(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("MixMonitor(a.wav)", context="x"), extconfig="[settings]\nps_endpoints => odbc,a\n")
    assert one.state.status is Status.UNKNOWN


@pytest.mark.parametrize(("jump", "status"), [("+2", Status.EFFECTIVE), ("+1", Status.UNREACHABLE)])
def test_a_jump_may_count_from_its_own_line(pbx: Pbx, jump: str, status: Status) -> None:
    (one,) = recorders(pbx, line(f"Goto({jump})", "Hangup()", "MixMonitor(a.wav)"))
    assert one.state.status is status
