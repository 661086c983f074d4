from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, lacking, opened, told

PLACE = "service/call_program:lookup"
PARTIES = {"crm": {"name": "CRM Co", "country": "US"}}
BOTH = ("remote_party", "extension_user")
PARTS = {
    "numbers": each("contact.number contact.name", *BOTH),
    "voices": each("voice.call call.digits", *BOTH),
    "recordings": each("voice.recording contact.number", *BOTH) | each("network.address", "extension_user"),
    "voicemail": each("voice.mail contact.number contact.name call.record", *BOTH),
}


def program(**settings: Any) -> Inventory:
    recording = {"mode": "always"}
    programs = {"programs": {"lookup": settings}}
    return told(**LINE, parties=PARTIES, call_recording=recording, call_programs=programs)


@pytest.mark.parametrize("part", PARTS)
def test_a_program_gets_what_its_switches_name_and_nothing_else(part: str) -> None:
    assert at(program(recipient="crm", **{part: True}), PLACE) == PARTS[part]


def test_a_program_without_a_switch_gets_nothing_and_one_that_is_off_is_not_there() -> None:
    assert at(program(), PLACE) == set()
    assert PLACE not in program(enabled=False, numbers=True).places
    assert told(**LINE).exposures == told(**LINE, call_programs={}).exposures


def test_a_program_is_somebodys_or_an_unknown_partys() -> None:
    assert holder(program(recipient="crm", numbers=True), PLACE) == "crm"
    assert holder(program(numbers=True), PLACE) == "unknown"


def test_a_web_service_without_tls_gets_it_in_clear() -> None:
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    assert lacking(program(recipient="crm", numbers=True), PLACE, guard) == set()
    clear = program(recipient="crm", numbers=True, voices=True, tls=False)
    assert lacking(clear, PLACE, guard) == PARTS["numbers"] | PARTS["voices"]


def test_each_flow_and_place_names_the_knobs_that_cause_it() -> None:
    settings = {"programs": {"lookup": {"numbers": True, "recordings": True, "tls": False}}}
    ways = "programs programs[lookup].enabled programs[lookup].tls programs[lookup]"
    assert caused("call_programs", **settings) == [
        ("call/*", PLACE, "integration", f"{ways}.numbers"),
        ("store/recordings", PLACE, "integration", f"{ways}.recordings"),
    ]
    at_ = "call_programs.programs"
    assert opened("call_programs", **settings) == {PLACE: (at_, f"{at_}[lookup].enabled", f"{at_}[lookup].recipient")}
