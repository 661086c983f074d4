from __future__ import annotations

import pytest

from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, lacking, opened, told

PLACE = "service/address_discovery"
PARTIES = {"stun": {"name": "STUN Co", "country": "US"}}
ADDRESSES = each("network.address", "extension_user")
TRAFFIC = each("call.event", "remote_party", "extension_user")
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


def test_a_relay_hears_nothing_that_is_encrypted_but_learns_who_is_connected_and_when() -> None:
    inventory = told(**LINE, parties=PARTIES, address_discovery={**ON, "relay": True})
    assert at(inventory, PLACE) == ADDRESSES | TRAFFIC
    assert lacking(inventory, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT) == ADDRESSES | TRAFFIC


def test_a_relay_hears_what_is_in_clear() -> None:
    inventory = told(**LINE, parties=PARTIES, address_discovery={**ON, "relay": True, "media_encrypted": False})
    assert at(inventory, PLACE) == ADDRESSES | TRAFFIC | MEDIA
    assert lacking(inventory, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT) == ADDRESSES | TRAFFIC | MEDIA


def test_a_relay_learns_the_addresses_of_both_ends() -> None:
    remote = each("network.address", "remote_party")
    web = {"web_calls": {"enabled": True}}
    assert not remote & at(told(**web, parties=PARTIES, address_discovery=ON), PLACE)
    assert remote <= at(told(**web, parties=PARTIES, address_discovery={**ON, "relay": True}), PLACE)


def test_whether_the_media_is_encrypted_being_unknown_the_relay_may_hear_it() -> None:
    unknown = {"address_discovery.media_encrypted": "not read"}
    inventory = told(**LINE, parties=PARTIES, address_discovery={**ON, "relay": True}, unknown=unknown)
    heard = {str(entry.item): entry.certainty for entry in inventory.entries if entry.place == PLACE}
    assert {heard[item] for item in MEDIA} == {Certainty.POSSIBLE}


@pytest.mark.parametrize("encrypted", [True, False])
def test_both_features_that_relay_tell_the_same_of_what_the_relay_learns(encrypted: bool) -> None:
    web = {"enabled": True, "video": False, "media_encrypted": encrypted}
    turn = {**web, "traversal": "turn", "traversal_server": "stun"}
    own = told(parties=PARTIES, web_calls=turn)
    shared = {**ON, "relay": True, "media_encrypted": encrypted}
    pbx = told(parties=PARTIES, web_calls=web, address_discovery=shared)
    assert at(own, "service/web_traversal") == at(pbx, PLACE)


def test_each_flow_and_place_names_the_knobs_that_cause_it() -> None:
    settings = {**ON, "relay": True, "media_encrypted": False}
    assert caused("address_discovery", **settings) == [
        ("call/*", PLACE, "call_service", "enabled"),
        ("call/*", PLACE, "call_service", "enabled relay"),
        ("call/*", PLACE, "call_service", "enabled relay media_encrypted"),
    ]
    assert opened("address_discovery", **ON) == {PLACE: ("address_discovery.enabled", "address_discovery.server")}
