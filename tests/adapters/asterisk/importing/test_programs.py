"""Programs, web services and applications that the dialplan hands data to."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, Made, Pbx, dialplan, made

NUMBER, VOICE = "contact.number of extension_user", "voice.call of extension_user"


def program(pbx: Pbx, *applications: str, **files: str) -> Made:
    files = {"pjsip": ENDPOINT, "extensions": dialplan(*applications), **files}
    return made(pbx, **files)


@pytest.mark.parametrize(
    ("line", "name", "kind", "expected"),
    [
        ("Set(X=${CURL(https://crm.example/?n=${CALLERID(num)})})", "crm.example", "web_page", ({NUMBER}, False)),
        ("Set(X=${CURL(http://crm.example/?n=${CALLERID(num)})})", "crm.example", "web_page", ({NUMBER}, True)),
        ("AGI(agi://agi.example/look)", "agi.example", "application", ({NUMBER}, True)),
        ("AGI(look.php)", "program-look.php", "opaque", ({NUMBER}, False)),
        ("EAGI(listen.py)", "program-listen.py", "opaque", ({NUMBER, VOICE}, False)),
        ("System(/opt/log.sh ${CALLERID(num)})", "program-log.sh", "opaque", ({NUMBER}, False)),
        ("AudioSocket(1,audio.example:9092)", "audio.example", "application", ({VOICE}, True)),
        ("System(echo ${CALLERID(num)} | mail a@b.example)", "mail-of-echo", "mail", ({NUMBER}, False)),
    ],
)
def test_each_gets_what_the_line_hands_it(
    pbx: Pbx, line: str, name: str, kind: str, expected: tuple[set[str], bool]
) -> None:
    found = program(pbx, line)
    (entry,) = found.tenant.call_programs.programs
    place = f"service/call_program:{entry}"
    assert found.inventory.places[place].holder == name
    assert found.tenant.parties[name].kind == kind
    is_clear = "encrypted_in_transit" in found.missing(place)
    assert (found.at(place) & {NUMBER, VOICE}, is_clear) == expected


@pytest.mark.parametrize("line", ["System(/opt/restart.sh)", "AGI(agi://127.0.0.1/look)", "NoOp(${CALLERID(num)})"])
def test_who_gets_nothing_and_who_is_the_machine_itself_is_no_recipient(pbx: Pbx, line: str) -> None:
    assert program(pbx, line).recipients() == set()


def test_lines_that_lead_to_one_host_are_one_entry_with_all_they_hand_out(pbx: Pbx) -> None:
    found = program(pbx, "AGI(agi://x.example/a)", "AudioSocket(1,x.example:1)", "Set(A=${CURL(https://x.example/)})")
    (entry,) = found.tenant.call_programs.programs.values()
    assert (entry.numbers, entry.voices, entry.tls) == (True, True, False)


def test_a_line_that_calls_do_not_reach_hands_out_nothing(pbx: Pbx) -> None:
    lonely = dialplan("NoOp()") + dialplan("AGI(agi://agi.example)", context="lonely")
    found = program(pbx, "NoOp()", extensions=lonely)
    assert not found.tenant.call_programs.programs
    assert any("agi" in str(remark.evidence) for remark in found.imported.sources.ineffective)


def test_an_address_that_is_computed_leads_to_an_unknown_party_possibly(pbx: Pbx) -> None:
    found = program(pbx, "Set(X=${CURL(${DB(url/1)}${CALLERID(num)})})")
    assert (found.recipients(), found.recipients("possible")) == (set(), {"unknown"})


def test_a_database_behind_a_dsn_is_somewhere(pbx: Pbx) -> None:
    found = program(pbx, "Set(X=${ODBC_LOOK(${CALLERID(num)})})")
    assert (found.recipients(), found.recipients("possible")) == (set(), {"unknown"})


def test_a_stasis_application_may_hear_and_record(pbx: Pbx) -> None:
    found = program(pbx, "Stasis(bot)")
    assert found.recipients("possible") == {"application-bot"}
    assert VOICE in found.at("service/call_program:program-bot", "possible")
    assert "call_recording.mode" in found.tenant.unknown


def test_a_dialplan_that_was_not_read_may_lead_to_anybody(pbx: Pbx) -> None:
    found = program(pbx, "NoOp()", extensions="#include gone.conf\n" + dialplan("AGI(agi://agi.example)"))
    assert {"agi.example", "unknown"} <= found.recipients("possible")
    assert found.recipients() == set()


def test_an_application_that_the_server_connects_to_gets_calls_and_recordings(pbx: Pbx) -> None:
    ari = "[u]\ntype=user\npassword=x\n[o]\ntype=outbound_websocket\nwebsocket_client_id=c\nlocal_ari_user=u\n"
    client = "[c]\ntype=websocket_client\nuri=wss://app.example/\n"
    found = program(pbx, "MixMonitor(x.wav)", ari="[general]\n" + ari, websocket_client=client)
    (entry,) = found.tenant.call_programs.programs.values()
    assert (entry.recipient, entry.tls, entry.recordings, entry.voices) == ("app.example", True, True, True)
    assert "app.example" in found.recipients()


def test_who_is_asked_about_a_number_learns_it(pbx: Pbx) -> None:
    found = program(pbx, "Set(A=${ENUMLOOKUP(${EXTEN},sip,,1,enum.example)})")
    assert found.recipients() == {"enum.example"}
    assert NUMBER in found.at("service/call_program:enum.example")
