from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, holder, kept, lacking, opened, told

APP = "service/api:dialer"
FULL = {
    **LINE,
    "call_recording": {"mode": "always"},
    "voicemail": {"enabled": True},
    "company_contacts": {"enabled": True},
    "crm": {"enabled": True, "sync_contacts": True},
    "instant_messaging": {"enabled": True, "stored": True},
    "web_calls": {"enabled": True},
}
SWITCHES = {
    "cdr": ["store/cdr"],
    "recordings": ["store/recordings"],
    "voicemail": ["store/voicemail"],
    "contacts": ["store/company_contacts", "store/crm_contacts"],
    "directory": ["store/directory"],
    "credentials": ["store/credentials"],
    "live_calls": ["call/*"],
    "call_control": ["call/*"],
    "messages": ["store/messages"],
}
CALLS = (
    "call/inbound.external",
    "call/inbound.internal",
    "call/outbound.external",
    "call/outbound.internal",
    "call/web",
)


def api(*switches: str, **knobs: Any) -> dict[str, Any]:
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"], **knobs}
    own |= {name: name in switches for name in SWITCHES}
    return {"api": own, "parties": {"dialer": {"name": "Dialer Co"}}, **FULL}


def test_the_api_is_off_by_default_and_then_does_nothing() -> None:
    assert caused("api", permit=["0.0.0.0/0"], credentials=True) == []
    assert opened("api", permit=["0.0.0.0/0"]) == {}


def test_an_api_that_admits_no_address_gives_nothing() -> None:
    assert caused("api", enabled=True, application="dialer", credentials=True) == []


def test_what_the_policy_names_is_records_and_recordings_and_nothing_else() -> None:
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}
    assert caused("api", **own) == [
        ("store/cdr", APP, "integration", "enabled permit cdr"),
        ("store/recordings", APP, "integration", "enabled permit recordings"),
    ]


def test_with_every_switch_off_an_application_gets_nothing() -> None:
    assert at(told(**api()), APP) == set()


@pytest.mark.parametrize(
    "switch", ["cdr", "recordings", "voicemail", "contacts", "directory", "credentials", "messages"]
)
def test_each_switch_hands_on_everything_that_its_stores_hold(switch: str) -> None:
    inventory = told(**api(switch))
    stored = set().union(*(at(inventory, store) for store in SWITCHES[switch]))
    assert stored
    assert at(inventory, APP) == stored
    assert holder(inventory, APP) == "dialer"


def test_live_calls_are_told_with_names_and_numbers_and_without_voices() -> None:
    inventory = told(**api("live_calls"))
    known = {item for call in CALLS for item in at(inventory, call)}
    assert at(inventory, APP) == {
        item for item in known if item.startswith(("contact.number ", "contact.name ", "call.record "))
    }


def test_whoever_controls_calls_can_hear_them_but_sees_no_video() -> None:
    inventory = told(**api("call_control"))
    known = {item for call in CALLS for item in at(inventory, call)}
    assert at(inventory, APP) == {item for item in known if item.startswith("voice.call ")}
    assert not [item for item in at(told(**api(*SWITCHES)), APP) if item.startswith("video")]


def test_contacts_from_the_crm_reach_the_application_through_the_records() -> None:
    inventory = told(**api("cdr"))
    assert {"contact.number of contact", "contact.name of contact"} <= at(inventory, APP)


def test_a_connection_in_clear_or_from_anywhere_is_said_to_be_so() -> None:
    inventory = told(**api("cdr", tls=False, permit=["::/0"]))
    for app in (APP, "service/api:anyone"):
        assert lacking(inventory, app, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, app) != set()
        assert lacking(inventory, app, Safeguard.ADDRESS_RESTRICTED) == at(inventory, app)


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}
    assert caused("api", **own, **dict.fromkeys(SWITCHES, True)) == sorted(
        (store, APP, "integration", f"enabled permit {switch}")
        for switch, stores in SWITCHES.items()
        for store in stores
    )


def test_how_long_an_application_keeps_it_is_for_it_to_say() -> None:
    assert kept(told(**api("cdr")), APP) == {"unstated"}
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}
    assert opened("api", **own) == {APP: ("api.enabled", "api.permit")}
