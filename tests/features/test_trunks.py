from __future__ import annotations

from typing import Any

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import arising, at, caused, each, holder, kept, lacking, opened, told

TRUNK = "service/trunk:main"
BOTH = ("remote_party", "extension_user")
CLEAR = Safeguard.ENCRYPTED_IN_TRANSIT
CALLS = ("call/inbound.external", "call/outbound.external")


def trunk(line: dict[str, Any] | None = None, **settings: Any) -> Inventory:
    telco = {"telco": {"name": "Telco", "retention": "P7D"}}
    return told(parties=telco, trunks={"lines": {"main": {"carrier": "telco", **(line or {})}}, **settings})


def test_without_a_trunk_there_is_no_outside() -> None:
    inventory = told()
    assert not set(CALLS) & set(inventory.places)
    assert not inventory.exposures
    assert caused("trunks", send_names=True) == []


def test_a_call_from_or_to_the_outside_has_two_sides() -> None:
    inventory = trunk()
    for call in CALLS:
        expected = each("voice.call contact.number contact.name call.record call.digits", *BOTH)
        assert at(inventory, call) == expected | {"network.address of extension_user"}


def test_the_carrier_conveys_voices_pressed_keys_and_numbers_of_both_sides_but_no_names() -> None:
    inventory = trunk()
    assert at(inventory, TRUNK) == each("voice.call contact.number call.digits", *BOTH)
    assert holder(inventory, TRUNK) == "telco"
    assert kept(inventory, TRUNK) == {"P7D"}


def test_names_are_sent_only_where_that_is_said() -> None:
    assert "contact.name of extension_user" in at(trunk(send_names=True), TRUNK)
    assert "contact.name of extension_user" in at(trunk({"send_names": True}), TRUNK)
    assert "contact.name of extension_user" not in at(trunk({"send_names": False}, send_names=True), TRUNK)


def test_a_carrier_that_nobody_named_is_unknown() -> None:
    assert holder(told(trunks={"lines": {"main": {}}}), TRUNK) == "unknown"


def test_a_line_that_is_out_of_use_carries_nothing() -> None:
    inventory = told(trunks={"lines": {"main": {"enabled": False}}})
    assert not inventory.exposures
    assert not set(CALLS) & set(inventory.places)


def test_signalling_in_clear_shows_the_numbers() -> None:
    inventory = trunk(signalling_encrypted=False)
    assert lacking(inventory, TRUNK, CLEAR) >= each("contact.number", *BOTH)
    assert not lacking(trunk({"signalling_encrypted": True}, signalling_encrypted=False), TRUNK, CLEAR)


def test_media_in_clear_are_the_voices() -> None:
    clear = lacking(trunk({"media_encrypted": False}), TRUNK, CLEAR)
    assert clear >= each("voice.call", *BOTH)
    assert not clear & each("contact.number", *BOTH)
    assert not lacking(trunk(), TRUNK, CLEAR)


def test_each_trunk_has_a_carrier_of_its_own() -> None:
    lines = {"main": {"carrier": "telco"}, "spare": {"carrier": "other"}}
    inventory = told(parties={"telco": {"name": "T"}, "other": {"name": "O"}}, trunks={"lines": lines})
    assert (holder(inventory, TRUNK), holder(inventory, "service/trunk:spare")) == ("telco", "other")


def test_every_flow_names_the_knobs_that_cause_it() -> None:
    line = "lines lines[main].enabled"
    assert set(arising("trunks", lines={"main": {}}).values()) == {("trunks.lines", "trunks.lines[main].enabled")}
    quiet = caused("trunks", lines={"main": {}})
    assert {because for *_, because in quiet} == {line}
    assert {(source, target) for source, target, *_ in quiet} == {(call, TRUNK) for call in CALLS}
    loud = caused("trunks", lines={"main": {"send_names": True}}, media_encrypted=False, signalling_encrypted=False)
    assert {because for *_, because in loud} == {
        f"{line} signalling_encrypted",
        f"{line} signalling_encrypted lines[main].send_names",
        f"{line} media_encrypted",
    }


def test_names_that_are_sent_go_with_the_signalling() -> None:
    clear = lacking(trunk(send_names=True, signalling_encrypted=False), TRUNK, CLEAR)
    assert clear >= each("contact.name contact.number", *BOTH)
    assert not clear & each("voice.call call.digits", *BOTH)
    assert not lacking(trunk(send_names=True, media_encrypted=True), TRUNK, CLEAR)
    media = lacking(trunk(send_names=True, media_encrypted=False), TRUNK, CLEAR)
    assert media == each("voice.call call.digits", *BOTH)


def test_what_a_carrier_gets_it_gets_to_connect_the_call() -> None:
    found = caused("trunks", lines={"main": {"send_names": True}})
    assert len(found) == 6
    assert {purpose for _, _, purpose, _ in found} == {"call_service"}


def test_calls_are_open_because_there_are_lines_and_a_carrier_because_of_its_own() -> None:
    own = ("trunks.lines", "trunks.lines[main].enabled")
    assert opened("trunks", lines={"main": {}}) == {**dict.fromkeys(CALLS, ("trunks.lines",)), TRUNK: own}
