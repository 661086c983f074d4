from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told

BOTH = ("remote_party", "extension_user")
EVENTS = ("calls", "records", "recordings", "voicemail", "messages")
FULL = {
    **LINE,
    "call_recording": {"mode": "always"},
    "voicemail": {"enabled": True},
    "instant_messaging": {"enabled": True, "external": True, "carrier": "crm"},
}
PARTIES = {"crm": {"name": "CRM Co"}, "desk": {"name": "Desk Co"}}
SENT = {
    "calls": each("contact.number call.record", *BOTH),
    "records": each("contact.number contact.name call.record", *BOTH),
    "recordings": each("contact.number", *BOTH),
    "voicemail": each("contact.number contact.name", *BOTH),
    "messages": each("text.message file.shared contact.number", *BOTH) | each("contact.name", "extension_user"),
}


def hooks(**knobs: Any) -> dict[str, Any]:
    own = {"enabled": True, "url": "https://crm.example/hook", "recipient": "crm", **knobs}
    return {"webhooks": own, "parties": PARTIES, **FULL}


def test_webhooks_are_off_by_default_and_then_do_nothing() -> None:
    loud = {**dict.fromkeys(EVENTS, True), "hooks": {"a": {}}}
    assert caused("webhooks", **loud) == []
    assert opened("webhooks", **loud) == {}


def test_a_receiver_gets_nothing_unless_an_event_is_on() -> None:
    assert at(told(**hooks()), "service/webhook") == set()


@pytest.mark.parametrize("event", EVENTS)
def test_each_event_sends_what_it_is_about_and_no_sound(event: str) -> None:
    inventory = told(**hooks(**{event: True}))
    assert at(inventory, "service/webhook") == SENT[event]
    assert holder(inventory, "service/webhook") == "crm"
    assert lacking(inventory, "service/webhook", Safeguard.ENCRYPTED_IN_TRANSIT) == set()


def test_over_http_everything_is_sent_in_clear() -> None:
    inventory = told(**hooks(url="http://crm.example/hook", calls=True))
    assert lacking(inventory, "service/webhook", Safeguard.ENCRYPTED_IN_TRANSIT) == SENT["calls"]


def test_further_receivers_have_their_own_addresses_and_events() -> None:
    further = {
        "desk": {"url": "http://desk.example", "recipient": "desk", "calls": False, "voicemail": True},
        "crm": {"url": "https://crm.example", "recipient": "crm"},
        "nobody": {},
    }
    inventory = told(**hooks(recipient=None, calls=True, hooks=further))
    assert "service/webhook" not in inventory.places
    assert at(inventory, "service/webhook:desk") == SENT["voicemail"]
    assert at(inventory, "service/webhook:crm") == at(inventory, "service/webhook:nobody") == SENT["calls"]
    assert [holder(inventory, f"service/webhook:{name}") for name in further] == ["desk", "crm", "unknown"]
    clear = [bool(lacking(inventory, f"service/webhook:{name}", Safeguard.ENCRYPTED_IN_TRANSIT)) for name in further]
    assert clear == [True, False, True]


def test_the_features_own_receiver_stands_beside_further_ones() -> None:
    inventory = told(**hooks(calls=True, hooks={"desk": {"recipient": "desk"}}))
    assert holder(inventory, "service/webhook") == "crm"
    assert holder(inventory, "service/webhook:desk") == "desk"


def test_a_receiver_that_nobody_named_is_unknown() -> None:
    assert holder(told(**hooks(recipient=None)), "service/webhook") == "unknown"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    sources = {
        "calls": "call/*",
        "records": "store/cdr",
        "recordings": "store/recordings",
        "voicemail": "store/voicemail",
        "messages": "service/messaging",
    }
    on = dict.fromkeys(EVENTS, True)
    assert caused("webhooks", enabled=True, url="https://a.example", **on) == sorted(
        (source, "service/webhook", "integration", f"enabled recipient {event}") for event, source in sources.items()
    )
    assert caused("webhooks", enabled=True, url="http://a.example", calls=True) == [
        ("call/*", "service/webhook", "integration", "enabled recipient url calls")
    ]
    one = {"a": {"calls": True, "url": "http://a.example"}}
    assert caused("webhooks", enabled=True, records=True, hooks=one) == [
        ("call/*", "service/webhook:a", "integration", "enabled hooks[a].recipient hooks[a].url hooks[a].calls"),
        ("store/cdr", "service/webhook:a", "integration", "enabled hooks[a].recipient hooks[a].url records"),
    ]


def test_how_long_a_receiver_keeps_it_is_for_it_to_say() -> None:
    assert kept(told(**hooks(calls=True)), "service/webhook") == {"unstated"}
    assert opened("webhooks", enabled=True, recipient="crm", hooks={"a": {"url": "https://a.example"}}) == {
        "service/webhook": ("webhooks.enabled", "webhooks.recipient", "webhooks.url"),
        "service/webhook:a": ("webhooks.enabled", "webhooks.hooks[a].recipient"),
    }


def test_an_event_that_a_receiver_leaves_out_is_as_the_feature_has_it() -> None:
    for event in EVENTS:
        inventory = told(**hooks(recipient=None, hooks={"desk": {"recipient": "desk"}}, **{event: True}))
        assert at(inventory, "service/webhook:desk") == SENT[event]
