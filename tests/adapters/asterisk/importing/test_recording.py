"""Recorders: whether calls are recorded surely, possibly or not, who is told, and what becomes of the file."""

from __future__ import annotations

import pytest

from pbxprivacy.checks import check
from tests.adapters.asterisk.importing.made import ENDPOINT, HTTP, Made, Pbx, dialplan, made

STORE = "store/recordings"
QUEUE = "[sales]\nmonitor-format=wav\nmember => PJSIP/100\n"


def recorded(pbx: Pbx, *applications: str, **files: str) -> Made:
    files = {"pjsip": ENDPOINT, "extensions": dialplan(*applications), **files}
    return made(pbx, **files)


@pytest.mark.parametrize(
    ("applications", "state"),
    [
        (("MixMonitor(a.wav)", "Dial(PJSIP/100)"), "sure"),
        (("Dial(PJSIP/100)",), "absent"),
        (("Hangup()", "MixMonitor(a.wav)"), "absent"),
        (('ExecIf($["${DB(rec/1)}"="1"]?MixMonitor(a.wav))', "Dial(PJSIP/100)"), "possible"),
        (("GotoIf($[${DB(rec/1)}]?3:4)", "NoOp()", "MixMonitor(a.wav)", "Hangup()"), "possible"),
        (("Stasis(app)",), "possible"),
        (("Page(PJSIP/100,r)",), "sure"),
    ],
)
def test_a_line_records_if_calls_get_there(pbx: Pbx, applications: tuple[str, ...], state: str) -> None:
    assert recorded(pbx, *applications).state(STORE) == state


def test_a_context_that_nobody_reaches_and_an_application_that_is_not_loaded_record_nothing(pbx: Pbx) -> None:
    lonely = dialplan("NoOp()") + dialplan("MixMonitor(a.wav)", context="lonely")
    assert recorded(pbx, "NoOp()", extensions=lonely).state(STORE) == "absent"
    barred = "[modules]\nautoload=yes\nnoload=app_mixmonitor.so\n"
    found = recorded(pbx, "MixMonitor(a.wav)", modules=barred)
    assert found.state(STORE) == "absent"
    assert any("app_mixmonitor is not loaded" in remark.why for remark in found.imported.sources.ineffective)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"extensions": "#include gone.conf\n" + dialplan("MixMonitor(a.wav)")}, "rejected"),
        ({"extensions": dialplan("NoOp()") + "switch => Realtime/@\n"}, "elsewhere (switch)"),
        ({"extconfig": "[settings]\nextensions => odbc,asterisk\n"}, "in a database"),
        ({"extensions__ael": "context in { _X. => { MixMonitor(a.wav); }; };\n"}, "not read by this adapter"),
        ({"queues": QUEUE + "#include gone.conf\n"}, "rejected"),
        ({"features": "#include gone.conf\n"}, "rejected"),
        ({"extensions_additional": "; FreePBX\n"}, "own database"),
    ],
)
def test_what_decides_elsewhere_makes_recording_possible_and_never_off(
    pbx: Pbx, files: dict[str, str], reason: str
) -> None:
    found = recorded(pbx, "Dial(PJSIP/100)", **files)
    assert found.state(STORE) == "possible"
    assert reason in found.tenant.unknown["call_recording.mode"].reason
    assert {"announced", "encrypted_at_rest"} <= found.missing(STORE)


def test_another_dialplan_language_that_mentions_no_recorder_does_not_record(pbx: Pbx) -> None:
    found = recorded(pbx, "Dial(PJSIP/100)", extensions__ael="context other { _X. => { Dial(PJSIP/1); }; };\n")
    assert found.state(STORE) == "absent"
    assert "call_recording.mode" not in found.tenant.unknown
    leads_on = recorded(pbx, "Dial(PJSIP/100)", extensions__ael='#include "more.ael"\n')
    assert leads_on.state(STORE) == "possible"


@pytest.mark.parametrize(
    ("applications", "announcement", "unknown"),
    [
        (("MixMonitor(a.wav)",), "none", False),
        (("MixMonitor(a.wav,B(10))",), "beep", False),
        (("Answer()", "Playback(this-call-is-recorded)", "MixMonitor(a.wav)"), "prompt", True),
    ],
)
def test_a_prompt_may_say_anything_so_nobody_is_known_to_be_told(
    pbx: Pbx, applications: tuple[str, ...], announcement: str, unknown: bool
) -> None:
    found = recorded(pbx, *applications, "Dial(PJSIP/100)")
    assert found.tenant.call_recording.announcement == announcement
    assert ("call_recording.announcement" in found.tenant.unknown) is unknown
    assert {"announced", "consented"} <= found.missing(STORE)


def test_recordings_are_kept_without_end_as_they_are_with_the_numbers_that_name_them(pbx: Pbx) -> None:
    found = recorded(pbx, "MixMonitor(/rec/${CALLERID(num)}.wav)", "Dial(PJSIP/100)")
    assert str(found.tenant.call_recording.retention) == "unlimited"
    assert "encrypted_at_rest" in found.missing(STORE)
    findings = check(found.inventory, evidence=found.imported.evidence)
    (named,) = [one for one in findings if one.rule == "numbers-in-file-names"]
    assert "extensions.conf:2" in {str(proof) for proof in named.evidence}
    assert found.where("call_recording.mode") == "extensions.conf:2"


def test_a_program_after_the_recording_gets_it_and_may_encrypt_it(pbx: Pbx) -> None:
    found = recorded(pbx, "MixMonitor(a.wav,,/opt/seal.sh ^{MIXMONITOR_FILENAME})", "Dial(PJSIP/100)")
    assert found.tenant.parties["program-seal.sh"].kind == "opaque"
    assert "voice.recording of extension_user" in found.at("service/call_program:program-seal.sh")
    assert "call_recording.encrypted" in found.tenant.unknown


def test_a_queue_that_records_has_a_rule_of_its_own(pbx: Pbx) -> None:
    found = recorded(pbx, "Queue(sales)", queues=QUEUE)
    assert found.tenant.call_recording.mode == "off"
    assert found.tenant.call_recording.rules["queue:sales"].mode == "always"
    assert "voice.recording of agent" in found.at(STORE)
    assert "monitor-type" not in str(recorded(pbx, "Queue(sales)", queues="[sales]\nmonitor-type=MixMonitor\n").tenant)
    assert recorded(pbx, "Queue(sales)", queues="[sales]\nmonitor-type=MixMonitor\n").state(STORE) == "absent"


def test_a_queue_whose_file_is_in_doubt_records_possibly(pbx: Pbx) -> None:
    found = recorded(pbx, "Queue(sales)", queues=QUEUE, extconfig="[settings]\nqueues => odbc,asterisk\n")
    assert "queue" in {place.partition("/")[2].partition(":")[0] for place in found.inventory.places}
    assert "queues.names" in found.tenant.unknown


def test_a_conference_that_is_recorded(pbx: Pbx) -> None:
    files = {"confbridge": "[rec]\ntype=bridge\nrecord_conference=yes\n"}
    found = recorded(pbx, "ConfBridge(1,rec)", **files)
    assert found.tenant.call_recording.rules["conference"].mode == "always"
    assert "voice.recording of meeting_guest" in found.at(STORE)
    assert recorded(pbx, "ConfBridge(1)", **files).state(STORE) == "absent"


def test_a_party_with_the_right_option_may_start_recording(pbx: Pbx) -> None:
    files = {"features": "[featuremap]\nautomixmon => *3\n"}
    found = recorded(pbx, "Dial(PJSIP/100,20,xX)", **files)
    assert (found.tenant.call_recording.mode, found.tenant.call_recording.start) == ("on_demand", "everyone")
    assert found.state(STORE) == "sure"
    assert recorded(pbx, "Dial(PJSIP/100,20)", **files).state(STORE) == "absent"


def test_who_can_stop_a_recording_is_told(pbx: Pbx) -> None:
    assert recorded(pbx, "MixMonitor(a.wav)").tenant.call_recording.stop == "nobody"
    stoppable = recorded(pbx, "MixMonitor(a.wav)", "StopMixMonitor()")
    assert stoppable.tenant.call_recording.stop == "extension"


def test_users_of_ari_can_record_without_the_dialplan_but_do_not_make_it_so(pbx: Pbx) -> None:
    ari = "[general]\n[app]\ntype=user\npassword=Tr0ub4dor-and-3\n"
    found = recorded(pbx, "Dial(PJSIP/100)", ari=ari, http=HTTP)
    assert found.state(STORE) == "absent"
    assert "voice.call of extension_user" in found.at("service/api:ari-app")
