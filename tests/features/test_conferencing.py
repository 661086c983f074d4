from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, arising, at, caused, each, holder, kept, lacking, opened, path, told

ROOM = "call/conference:main"
CALLED = "voice.call contact.name contact.number call.record"


def test_there_is_no_conference_unless_it_is_switched_on() -> None:
    assert opened("conferencing") == {}
    assert caused("conferencing", announce_names=True) == []


def test_a_conference_has_the_names_numbers_and_voices_of_everybody_who_takes_part() -> None:
    inventory = told(conferencing={"enabled": True})
    assert at(inventory, ROOM) >= each(CALLED, "meeting_guest", "extension_user")
    assert holder(inventory, ROOM) == "operator"


def test_callers_from_outside_and_inside_may_come_into_a_room() -> None:
    inventory = told(**LINE, conferencing={"enabled": True})
    assert at(inventory, ROOM) >= each(CALLED, "remote_party")
    assert path(inventory, ROOM, "voice.call of remote_party") == ["call/inbound.external", ROOM]
    inside = told(conferencing={"enabled": True})
    brought = each("network.address call.digits", "extension_user")
    assert at(inside, ROOM) == each(CALLED, "meeting_guest", "extension_user") | brought


def test_nothing_of_a_conference_is_kept_but_names_that_are_asked_for() -> None:
    quiet = told(conferencing={"enabled": True})
    assert not [entry for entry in quiet.entries if entry.item.person == "meeting_guest" and entry.place == "store/cel"]
    assert "store/conference_names" not in quiet.places
    named = told(conferencing={"enabled": True, "announce_names": True, "names_retention": "P2D"})
    assert at(named, "store/conference_names") == {"voice.name of meeting_guest"}
    assert kept(named, "store/conference_names") == {"P2D"}
    assert lacking(named, "store/conference_names", Safeguard.ENCRYPTED_AT_REST) == {"voice.name of meeting_guest"}


def test_rooms_have_the_names_they_were_given() -> None:
    assert set(opened("conferencing", enabled=True, rooms=["board", "team"])) == {
        "call/conference:board",
        "call/conference:team",
    }


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    enabled = ("conferencing.enabled",)
    assert opened("conferencing", enabled=True, announce_names=True) == {
        ROOM: enabled,
        "store/conference_names": (
            "conferencing.enabled",
            "conferencing.announce_names",
            "conferencing.names_retention",
        ),
    }
    assert arising("conferencing", enabled=True) == {ROOM: enabled}
    assert caused("conferencing", enabled=True, announce_names=True) == [
        ("call/conference:*", "store/conference_names", "call_service", "enabled announce_names"),
        ("call/inbound.external", ROOM, "call_service", "enabled"),
        ("call/inbound.internal", ROOM, "call_service", "enabled"),
    ]
