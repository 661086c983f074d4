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


def test_a_recording_that_calls_reach_is_effective_with_its_values(pbx: Pbx) -> None:
    (one,) = recorders(
        pbx, line("Set(N=${CALLERID(num)})", "MixMonitor(/rec/${N}.wav,b,/bin/seal ^{X})", "Dial(PJSIP/1)")
    )
    assert one.effective
    assert one.subject == "in,_X.,2"
    assert (one["announcement"], one["numbers_in_name"], one["only_bridged"]) == ("none", True, True)
    assert (one["post_command"], one["encryption"]) == ("/bin/seal", "unknown")
    assert one.evidence[0].line == 3


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


@pytest.mark.parametrize(
    ("lines", "announcement"),
    [
        (["Playback(this-call-is-recorded)", "MixMonitor(a.wav)"], "prompt"),
        (["Playback(beep)", "MixMonitor(a.wav)"], "beep"),
        (["MixMonitor(a.wav,p)"], "beep"),
        (["MixMonitor(a.wav,B(10))"], "beep"),
        (["MixMonitor(a.wav)", "Playback(this-call-is-recorded)"], "none"),
        (["GotoIf($[1]?rec)", "Playback(told)", "NoOp()", "MixMonitor(a.wav)"], "some_paths"),
        (["ExecIf(1?Playback(told))", "MixMonitor(a.wav)"], "none"),
        (["Gosub(tell,s,1)", "MixMonitor(a.wav)"], "prompt"),
        (["Gosub(skip,s,1)", "MixMonitor(a.wav)"], "none"),
        (["Playback(silence/1)", "MixMonitor(a.wav)"], "none"),
    ],
)
def test_an_announcement_counts_only_on_every_path(pbx: Pbx, lines: list[str], announcement: str) -> None:
    subs = "[tell]\nexten => s,1,Playback(told)\n same => n,Return()\n"
    subs += "[skip]\nexten => s,1,GotoIf(1?out)\n same => n,Playback(told)\n same => n(out),Return()\n"
    dialplan = line(*lines).replace("n,NoOp()", "n(rec),NoOp()") + subs
    assert recorders(pbx, dialplan)[0]["announcement"] == announcement


def test_what_a_database_decides_is_unknown(pbx: Pbx) -> None:
    decided = """[in]
exten => _X.,1,Set(R=${DB(AMPUSER/${EXTEN}/recording)})
 same => n,GotoIf($["${R}"="yes"]?rec:no)
 same => n(rec),MixMonitor(a.wav)
 same => n(no),Dial(PJSIP/1)
"""
    assert recorders(pbx, decided)[0].state.status is Status.UNKNOWN
    assert recorders(pbx, decided.replace("?rec:no", "?no:rec"))[0].state.status is Status.UNKNOWN
    assert recorders(pbx, decided.replace("DB(AMPUSER", "LEN(AMPUSER"))[0].effective
    (wrapped,) = recorders(pbx, line("ExecIf($[${DB(a/b)}=1]?MixMonitor(a.wav))"))
    assert wrapped.state.status is Status.UNKNOWN


def test_a_missing_include_makes_the_dialplan_unknown_and_says_rejected(pbx: Pbx) -> None:
    (one,) = recorders(pbx, "#include gone.conf\n" + line("MixMonitor(a.wav)"))
    assert one.state.status is Status.UNKNOWN
    assert "rejected" in one.state.reason


def test_dialplan_that_nothing_includes_is_unreachable(pbx: Pbx) -> None:
    (one,) = recorders(pbx, "[in]\n", template=line("MixMonitor(a.wav)"))
    assert one.state.status is Status.UNREACHABLE


def test_dialplan_beside_a_dangling_extensions_conf_is_unknown(pbx: Pbx) -> None:
    files = {
        "pjsip.conf": PHONE,
        "a.conf": "#include b.conf\n",
        "b.conf": line("MixMonitor(a.wav)"),
        "c.conf": line("NoOp()"),
    }
    files["a.conf"] += line("NoOp()", context="other")
    root = pbx(files)
    (root / "extensions.conf").symlink_to("/var/www/html/gone.conf")
    (one,) = read(root).about(Topic.RECORDER)
    assert one.state.status is Status.UNKNOWN


def test_a_module_that_is_not_loaded_records_nothing(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("MixMonitor(a.wav)"), modules="[modules]\nautoload=yes\nnoload=app_mixmonitor.so\n")
    assert one.state.status is Status.INERT


def test_a_queue_records_by_its_format_and_not_by_its_type(pbx: Pbx) -> None:
    queues = "[general]\nmonitor-type=MixMonitor\n[sales]\nmonitor-format=wav\n[idle]\nmonitor-format=wav\n"
    queues += "[support]\nmonitor-type=MixMonitor\n"
    found = {one.subject: one.state.status for one in recorders(pbx, line("Queue(sales)"), queues=queues)}
    assert found == {"queue sales": Status.EFFECTIVE, "queue idle": Status.UNREACHABLE}


def test_a_queue_tells_the_command_that_runs_afterwards(pbx: Pbx) -> None:
    dialplan = line("Set(__MONITOR_EXEC=/bin/seal ^{MIXMONITOR_FILENAME})", "Queue(sales)")
    (one,) = recorders(pbx, dialplan, queues="[sales]\nmonitor-format=wav\n")
    assert (one["post_command"], one["encryption"]) == ("/bin/seal", "unknown")


def test_queues_in_a_database_are_unknown(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Queue(x)"), extconfig="[settings]\nqueues => odbc,a,q\n")
    assert one.state.status is Status.UNKNOWN


def test_a_conference_records_if_its_profile_says_so_and_is_used(pbx: Pbx) -> None:
    bridges = "[a]\ntype=bridge\nrecord_conference=yes\n[b]\ntype=bridge\nrecord_conference=yes\n[c]\ntype=bridge\n"
    found = {one.subject: one.state.status for one in recorders(pbx, line("ConfBridge(1,a)"), confbridge=bridges)}
    assert found == {"conference a": Status.EFFECTIVE, "conference b": Status.UNREACHABLE}


def test_a_line_can_switch_the_recording_of_a_conference_on(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Set(CONFBRIDGE(bridge,record_conference)=yes)"))
    assert (one["kind"], one.effective) == ("confbridge", True)


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


def test_other_applications_record_too(pbx: Pbx) -> None:
    dialplan = line("Record(a.wav)", "Page(PJSIP/1,r)", "MeetMe(1,qr)", "Page(PJSIP/1,q)")
    assert [one["kind"] for one in recorders(pbx, dialplan)] == ["record", "page", "meetme"]


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
