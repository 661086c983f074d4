from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, lacking, opened, told

PLACE = "service/address_discovery"
PARTIES = {"stun": {"name": "STUN Co", "country": "US"}}
ADDRESSES = each("network.address", "extension_user")
MEDIA = each("voice.call call.digits", "remote_party", "extension_user")
ON = {"enabled": True, "server": "stun"}


def test_nobody_is_asked_unless_it_is_on() -> None:
    assert PLACE not in told(**LINE, address_discovery={"relay": True}).places


def test_the_server_learns_addresses_and_nothing_else_and_the_asking_is_in_clear() -> None:
    inventory = told(**LINE, parties=PARTIES, address_discovery=ON)
    assert at(inventory, PLACE) == ADDRESSES
    assert lacking(inventory, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT) == ADDRESSES
    assert holder(inventory, PLACE) == "stun"
    assert holder(told(**LINE, address_discovery={"enabled": True}), PLACE) == "unknown"


def test_a_relay_hears_what_is_not_encrypted_too() -> None:
    inventory = told(**LINE, parties=PARTIES, address_discovery={**ON, "relay": True})
    assert at(inventory, PLACE) == ADDRESSES | MEDIA
    assert lacking(inventory, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT) == ADDRESSES
    clear = told(**LINE, parties=PARTIES, address_discovery={**ON, "relay": True, "media_encrypted": False})
    assert lacking(clear, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT) == ADDRESSES | MEDIA


def test_each_flow_and_place_names_the_knobs_that_cause_it() -> None:
    settings = {**ON, "relay": True, "media_encrypted": False}
    assert caused("address_discovery", **settings) == [
        ("call/*", PLACE, "call_service", "enabled"),
        ("call/*", PLACE, "call_service", "enabled relay media_encrypted"),
    ]
    assert opened("address_discovery", **ON) == {PLACE: ("address_discovery.enabled", "address_discovery.server")}
