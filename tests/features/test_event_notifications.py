from __future__ import annotations

from typing import Any

import pytest

from tests.features.told import LINE, arising, at, caused, each, holder, kept, opened, path, told, where

PARTIES = {"noc": {"name": "Noc Co", "country": "DE"}}
STORE, OUT, NOTIFIED = "store/notified", "service/mail_out", "mailbox/notified"


def test_nobody_is_notified_unless_it_is_enabled() -> None:
    settings = {"by_mail": True, "by_phone": True, "recipient": "noc"}
    inventory = told(**LINE, parties=PARTIES, event_notifications=settings)
    assert not where(inventory, "contact.email", "notified_person")
    assert opened("event_notifications", **settings) == {}


def test_designated_contacts_are_kept_until_somebody_changes_them() -> None:
    inventory = told(**LINE, event_notifications={"enabled": True})
    assert at(inventory, STORE) == each("contact.email contact.number diagnostic.log", "notified_person")
    assert kept(inventory, STORE) == {"unlimited"}
    assert inventory.places[STORE].encrypted_at_rest
    for data in ("contact.email", "contact.number", "diagnostic.log"):
        assert where(inventory, data, "notified_person") == {STORE}


def test_by_mail_the_event_goes_to_the_contacts_address_through_the_relay() -> None:
    inventory = told(**LINE, event_notifications={"enabled": True, "by_mail": True})
    for place in (OUT, "mailbox/recipients"):
        assert at(inventory, place) == each("contact.email diagnostic.log", "notified_person")
    assert where(inventory, "contact.number", "notified_person") == {STORE}


def test_by_phone_the_number_is_dialled_and_reaches_the_carrier_and_the_call_records() -> None:
    inventory = told(**LINE, event_notifications={"enabled": True, "by_phone": True})
    number = "contact.number of notified_person"
    assert path(inventory, "service/trunk:main", number) == [STORE, "call/outbound.external", "service/trunk:main"]
    assert number in at(inventory, "store/cdr")
    assert where(inventory, "contact.email", "notified_person") == {STORE}
    assert where(inventory, "diagnostic.log", "notified_person") == {STORE}


def test_a_maintenance_company_that_is_notified_gets_the_mail_too() -> None:
    inventory = told(parties=PARTIES, event_notifications={"enabled": True, "by_mail": True, "recipient": "noc"})
    assert holder(inventory, NOTIFIED) == "noc"
    assert at(inventory, NOTIFIED) == each("contact.email diagnostic.log", "notified_person")
    assert {str(entry.retention) for entry in inventory.exposures if entry.place == NOTIFIED} == {"unstated"}


@pytest.mark.parametrize(
    "settings", [{"by_mail": True, "recipient": None}, {"recipient": "noc"}, {"by_phone": True, "recipient": "noc"}]
)
def test_nobody_else_is_notified_unless_named_and_mailed(settings: dict[str, Any]) -> None:
    inventory = told(**LINE, parties=PARTIES, event_notifications={"enabled": True, **settings})
    assert NOTIFIED not in inventory.places


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    loud = {"enabled": True, "by_mail": True, "by_phone": True, "recipient": "noc"}
    assert caused("event_notifications", **loud) == [
        (STORE, "call/outbound.external", "notification", "enabled by_phone"),
        (STORE, OUT, "notification", "enabled by_mail"),
    ]
    assert arising("event_notifications", **loud) == {STORE: ("event_notifications.enabled",)}
    assert opened("event_notifications", **loud) == {
        STORE: ("event_notifications.enabled",),
        NOTIFIED: tuple(f"event_notifications.{knob}" for knob in ("enabled", "by_mail", "recipient")),
    }


def test_the_list_of_contacts_lies_encrypted_unless_said_otherwise() -> None:
    assert told(event_notifications={"enabled": True}).places[STORE].encrypted_at_rest is True
    assert told(event_notifications={"enabled": True, "encrypted": False}).places[STORE].encrypted_at_rest is False
    plain = opened("event_notifications", enabled=True, encrypted=False)
    assert plain == {STORE: ("event_notifications.enabled", "event_notifications.encrypted")}
