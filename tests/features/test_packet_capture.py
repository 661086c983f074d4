from __future__ import annotations

from datetime import date

from pbxprivacy.features.packet_capture import PacketCapture
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told

CAPTURES, COLLECTOR = "store/captures", "service/packet_capture_collector"
PARTIES = {"homer": {"name": "Homer Co", "country": "DE", "retention": "P14D"}}
SIGNALLING = each("contact.number contact.name network.signalling", "remote_party", "extension_user") | each(
    "network.address", "extension_user"
)
MEDIA = each("voice.recording call.digits", "remote_party", "extension_user")


def test_nothing_is_captured_unless_a_capture_is_started() -> None:
    assert not PacketCapture.default().enabled
    inventory = told(**LINE, packet_capture={"media_included": True, "remote": True})
    assert CAPTURES not in inventory.places
    assert COLLECTOR not in inventory.places


def test_a_capture_holds_the_call_parties_names_and_numbers_their_signalling_and_addresses() -> None:
    assert at(told(**LINE, packet_capture={"enabled": True}), CAPTURES) == SIGNALLING


def test_unencrypted_media_is_a_recording_of_which_nobody_was_told() -> None:
    inventory = told(**LINE, packet_capture={"enabled": True, "media_included": True})
    assert at(inventory, CAPTURES) == SIGNALLING | MEDIA
    voices = each("voice.recording", "remote_party", "extension_user")
    for guard in (Safeguard.ANNOUNCED, Safeguard.CONSENTED):
        assert lacking(inventory, CAPTURES, guard) == voices


def test_a_remote_capture_server_gets_all_that_is_captured() -> None:
    settings = {"enabled": True, "media_included": True, "remote": True, "collector": "homer"}
    inventory = told(**LINE, parties=PARTIES, packet_capture=settings)
    assert holder(inventory, COLLECTOR) == "homer"
    assert at(inventory, COLLECTOR) == SIGNALLING | MEDIA
    assert kept(inventory, COLLECTOR) == {"P14D"}
    assert COLLECTOR not in told(**LINE, packet_capture={"enabled": True}).places


def test_capture_packets_over_plain_udp_lack_encryption() -> None:
    settings = {"enabled": True, "remote": True}
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    assert lacking(told(**LINE, packet_capture=settings), COLLECTOR, guard) == set()
    plain = told(**LINE, packet_capture={**settings, "tls": False})
    assert lacking(plain, COLLECTOR, guard) == SIGNALLING


def test_captures_are_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(packet_capture={"enabled": True}), CAPTURES) == {"P7D"}
    assert kept(told(packet_capture={"enabled": True, "retention": "P1D"}), CAPTURES) == {"P1D"}
    assert lacking(told(packet_capture={"enabled": True}), CAPTURES, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(packet_capture={"enabled": True, "encrypted": False})
    assert lacking(plain, CAPTURES, Safeguard.ENCRYPTED_AT_REST) == at(plain, CAPTURES) != set()


def test_an_end_date_is_kept_for_checks_to_read_and_changes_no_flow() -> None:
    ending = {"enabled": True, "until": "2026-12-01"}
    assert PacketCapture.model_validate(ending).until == date(2026, 12, 1)
    assert PacketCapture.model_validate({"until": None}) == PacketCapture.default()
    assert caused("packet_capture", **ending) == caused("packet_capture", enabled=True)


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert caused("packet_capture", enabled=True, media_included=True, remote=True) == [
        ("call/*", CAPTURES, "troubleshooting", "enabled"),
        ("call/*", CAPTURES, "troubleshooting", "enabled media_included"),
        (CAPTURES, COLLECTOR, "troubleshooting", "remote"),
    ]
    kept_by = ("packet_capture.enabled", "packet_capture.kept", "packet_capture.retention")
    assert opened("packet_capture", enabled=True) == {CAPTURES: kept_by}
    assert opened("packet_capture", enabled=True, encrypted=False) == {CAPTURES: (*kept_by, "packet_capture.encrypted")}


def test_a_capture_that_is_only_sent_on_is_not_kept_here() -> None:
    inventory = told(
        **LINE, packet_capture={"enabled": True, "kept": False, "remote": True, "collector": "homer"}, parties=PARTIES
    )
    assert kept(inventory, CAPTURES) == {"P0D"}
    assert kept(inventory, COLLECTOR) == {"P14D"}
