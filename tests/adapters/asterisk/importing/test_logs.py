"""Logs, captures and address discovery."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, TRUNK, Made, Pbx, made

LOG, SECURITY = "store/debug_log", "store/security_log"


def logged(pbx: Pbx, channel: str, general: str = "", **files: str) -> Made:
    logger = f"[general]\n{general}\n[logfiles]\n{channel}\n"
    return made(pbx, **{"pjsip": ENDPOINT, "logger": logger, **files})


@pytest.mark.parametrize(
    ("channel", "state", "digits", "security"),
    [
        ("messages => notice,warning,error", "absent", False, "absent"),
        ("console => verbose,debug,dtmf,security", "absent", False, "absent"),
        ("full => verbose(3)", "sure", False, "absent"),
        ("full => debug", "sure", True, "absent"),
        ("full => dtmf", "sure", True, "absent"),
        ("full => *", "sure", True, "sure"),
        ("sec => security", "absent", False, "sure"),
    ],
)
def test_a_log_holds_what_its_levels_carry_if_it_is_kept(
    pbx: Pbx, channel: str, state: str, digits: bool, security: str
) -> None:
    found = logged(pbx, channel)
    assert (found.state(LOG), found.tenant.debug_log.digits, found.state(SECURITY)) == (state, digits, security)
    if state == "sure":
        assert str(found.tenant.debug_log.retention) == "unlimited"
        assert "encrypted_at_rest" in found.missing(LOG)


def test_a_rejected_file_leaves_logs_possible(pbx: Pbx) -> None:
    found = logged(pbx, "#include gone.conf")
    assert (found.state(LOG), found.state(SECURITY)) == ("possible", "possible")


def test_a_program_after_rotation_leaves_the_length_unstated(pbx: Pbx) -> None:
    found = logged(pbx, "full => verbose", "exec_after_rotate=/opt/rotate.sh")
    assert str(found.tenant.debug_log.retention) == "unstated"


def test_the_system_log_may_be_sent_on(pbx: Pbx) -> None:
    found = logged(pbx, "syslog.local0 => verbose")
    assert (found.state(LOG), found.recipients("possible")) == ("sure", {"unknown"})


def test_a_trace_of_messages_is_in_the_log_that_takes_it(pbx: Pbx) -> None:
    traced = ENDPOINT + "[global]\ntype=global\ndebug=yes\n"
    assert "network.signalling of extension_user" in logged(pbx, "full => verbose", pjsip=traced).at(LOG)
    assert not logged(pbx, "messages => error", pjsip=traced).tenant.debug_log.signalling


@pytest.mark.parametrize(
    ("hep", "modules", "state"),
    [
        ("[general]\ncapture_address=homer.example:9060\n", "", "sure"),
        ("[general]\nenabled=no\ncapture_address=homer.example:9060\n", "", "absent"),
        ("[general]\ncapture_address=homer.example:9060\n", "noload=res_hep.so\n", "absent"),
        ("[general]\ncapture_address=homer.example:9060\n#include gone.conf\n", "", "possible"),
    ],
)
def test_a_capture_server_gets_whole_messages_in_clear(pbx: Pbx, hep: str, modules: str, state: str) -> None:
    found = made(pbx, pjsip=ENDPOINT, hep=hep, modules=f"[modules]\nautoload=yes\n{modules}")
    place = "service/packet_capture_collector:homer.example"
    assert found.state(place) == state
    if state == "sure":
        assert "encrypted_in_transit" in found.missing(place)
        kept = {str(entry.retention) for entry in found.inventory.entries if entry.place == "store/captures"}
        assert kept == {"P0D"}


def test_a_capture_on_the_machine_itself_leaves_it_not(pbx: Pbx) -> None:
    found = made(pbx, pjsip=ENDPOINT, hep="[general]\ncapture_address=127.0.0.1:9060\n")
    assert found.recipients() == set()


@pytest.mark.parametrize(("key", "hears"), [("stunaddr", False), ("turnaddr", True)])
def test_a_stun_server_learns_addresses_and_a_turn_server_may_hear(pbx: Pbx, key: str, hears: bool) -> None:
    found = made(pbx, pjsip=ENDPOINT + TRUNK, rtp=f"[general]\n{key}=stun.example:3478\n")
    items = found.at("service/address_discovery")
    assert "network.address of extension_user" in items
    assert ("voice.call of remote_party" in items) is hears
    assert found.inventory.places["service/address_discovery"].holder == "stun.example"


TURN = "[general]\nturnaddr=relay.example:3478\n"
SEALED = ENDPOINT + "[100](+)\nmedia_encryption=dtls\n"
HEARD = "voice.call of extension_user"


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({"pjsip": ENDPOINT}, "sure"),
        ({"pjsip": SEALED}, "absent"),
        ({"pjsip": SEALED + TRUNK}, "possible"),
        ({"pjsip": SEALED + TRUNK.replace("=no", "=sdes")}, "absent"),
        ({"pjsip": f"{SEALED}#include gone.conf\n"}, "possible"),
        ({"pjsip": SEALED, "extconfig": "[settings]\nps_endpoints => odbc,pbx\n"}, "possible"),
        ({}, "sure"),
    ],
)
def test_a_relay_hears_nothing_only_where_all_media_are_known_to_be_encrypted(
    pbx: Pbx, files: dict[str, str], state: str
) -> None:
    found = made(pbx, rtp=TURN, **files)
    place = "service/address_discovery"
    heard = "sure" if HEARD in found.at(place) else "possible" if HEARD in found.at(place, "possible") else "absent"
    assert heard == state
    assert "network.address of extension_user" in found.at(place)


def test_several_stun_servers_are_one_that_is_not_known(pbx: Pbx) -> None:
    files = {"rtp": "[general]\nstunaddr=a.example\n", "res_stun_monitor": "[general]\nstunaddr=b.example\n"}
    found = made(pbx, pjsip=ENDPOINT, **files)
    assert "b.example" in found.tenant.unknown["address_discovery.server"].reason
    assert "unknown" in found.recipients()
