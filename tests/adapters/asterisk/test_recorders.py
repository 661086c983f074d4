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


def test_the_command_of_a_queue_may_come_with_the_device(pbx: Pbx) -> None:
    phone = "[a]\ntype=endpoint\ncontext=in\nset_var=MONITOR_EXEC=/bin/up x\n"
    files = {
        "pjsip.conf": phone,
        "queues.conf": "[sales]\nmonitor-format=wav\n",
        "extensions.conf": line("Queue(sales)"),
    }
    (one,) = read(pbx(files)).about(Topic.RECORDER)
    assert one["post_command"] == "/bin/up"


def test_queues_in_a_database_are_unknown(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Queue(x)"), extconfig="[settings]\nqueues => odbc,a,q\n")
    assert one.state.status is Status.UNKNOWN


def test_other_applications_record_too(pbx: Pbx) -> None:
    dialplan = line("Record(a.wav)", "Page(PJSIP/1,r)", "MeetMe(1,qr)", "Page(PJSIP/1,q)")
    assert [one["kind"] for one in recorders(pbx, dialplan)] == ["record", "page", "meetme"]


def test_the_legs_of_a_monitor_are_joined_by_a_program(pbx: Pbx) -> None:
    joined = line("Set(MONITOR_EXEC=/bin/join x)", "Monitor(wav,/r/${UNIQUEID},m)")
    assert recorders(pbx, joined)[0]["post_command"] == "/bin/join"
    assert recorders(pbx, joined.replace(",m)", ",b)"))[0]["post_command"] == ""
    by_global = "[globals]\nMONITOR_EXEC=/bin/join\n" + line("Monitor(wav,x,m)")
    assert recorders(pbx, by_global)[0]["post_command"] == "/bin/join"


@pytest.mark.parametrize(
    ("variables", "command"),
    [("POST=/bin/seal x\n", "/bin/seal"), ("POST=\n", ""), ("", ""), ("POST=${OTHER}\nOTHER=/bin/b\n", "/bin/b")],
)
def test_a_command_is_what_its_variable_holds(pbx: Pbx, variables: str, command: str) -> None:
    (one,) = recorders(pbx, f"[globals]\n{variables}" + line("MixMonitor(x.wav,,${POST})"))
    assert (one["post_command"], one["encryption"]) == (command, "unknown" if command else "none")


def test_a_command_that_a_line_puts_together_is_one(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Set(POST=${DB(post/x)})", "MixMonitor(x.wav,,${POST})"))
    assert one["encryption"] == "unknown"
