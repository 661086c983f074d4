from __future__ import annotations

from typing import Any

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, arising, at, caused, each, holder, kept, lacking, opened, path, told, where

CRM = "service/crm"
COPIED = "store/crm_contacts"
CARD = "contact.number contact.name contact.email contact.address contact.organisation"
HOUSE = {"house": {"name": "House", "retention": "P5D"}}


def linked(**settings: Any) -> Inventory:
    return told(**LINE, parties=HOUSE, crm={"enabled": True, "vendor": "house", **settings})


def test_without_a_crm_there_are_no_contacts() -> None:
    assert opened("crm") == {}
    assert caused("crm", sync_contacts=True) == []
    assert not where(told(**LINE), "contact.number", "contact")


def test_the_lookup_tells_the_crm_who_calls_and_nothing_else() -> None:
    inventory = linked()
    assert {str(entry.item) for entry in inventory.exposures if entry.place == CRM} == {
        "contact.number of remote_party"
    }
    assert holder(inventory, CRM) == "house"
    assert path(inventory, CRM, "contact.number of remote_party") == ["call/inbound.external", CRM]


def test_a_known_contacts_number_shows_on_the_screen_and_stands_in_the_record() -> None:
    inventory = linked()
    assert where(inventory, "contact.number", "contact") >= {"screen/web_client", "store/cdr"}
    assert path(inventory, "store/cdr", "contact.number of contact") == [CRM, "store/cdr"]
    assert not where(inventory, "contact.name", "contact")


def test_once_contacts_are_copied_the_name_shows_and_stands_there_too() -> None:
    inventory = linked(sync_contacts=True)
    assert at(inventory, COPIED) == each(CARD, "contact")
    assert path(inventory, "store/cdr", "contact.name of contact") == [CRM, COPIED, "store/cdr"]
    assert path(inventory, "screen/web_client", "contact.name of contact") == [CRM, COPIED, "screen/web_client"]
    assert where(inventory, "contact.email", "contact") == {COPIED}


def test_a_copied_contact_stays_after_it_left_the_crm() -> None:
    assert kept(linked(sync_contacts=True, retention="P10D"), COPIED) == {"P15D"}


def test_a_crm_that_nobody_named_is_unknown() -> None:
    inventory = told(**LINE, crm={"enabled": True})
    assert holder(inventory, CRM) == "unknown"
    assert {entry.countries for entry in inventory.exposures if entry.place == CRM} == {frozenset({"UNKNOWN"})}


def test_a_connection_in_clear_is_told_on_every_way() -> None:
    inventory = linked(tls=False, sync_contacts=True)
    clear = Safeguard.ENCRYPTED_IN_TRANSIT
    assert lacking(inventory, CRM, clear) == {"contact.number of remote_party"}
    assert lacking(inventory, COPIED, clear) == each(CARD, "contact")
    assert "contact.number of contact" in lacking(inventory, "store/cdr", clear)
    assert "contact.number of contact" in lacking(inventory, "screen/web_client", clear)
    assert not lacking(linked(sync_contacts=True), COPIED, clear)


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert opened("crm", enabled=True, sync_contacts=True) == {
        CRM: ("crm.enabled", "crm.vendor"),
        COPIED: ("crm.enabled", "crm.sync_contacts", "crm.retention"),
    }
    assert arising("crm", enabled=True, tls=False) == {CRM: ("crm.enabled", "crm.tls")}
    assert caused("crm", enabled=True, sync_contacts=True) == [
        ("call/inbound.external", CRM, "integration", "enabled"),
        ("call/outbound.external", CRM, "integration", "enabled"),
        ("call/web", CRM, "integration", "enabled"),
        (CRM, "screen/web_client", "integration", "enabled"),
        (CRM, "store/cdr", "integration", "enabled"),
        (CRM, COPIED, "integration", "enabled sync_contacts"),
        (COPIED, "screen/web_client", "integration", "enabled sync_contacts"),
        (COPIED, "store/cdr", "integration", "enabled sync_contacts"),
    ]
    assert {because for *_, because in caused("crm", enabled=True, tls=False)} == {"enabled tls"}


def test_copied_contacts_lie_encrypted_unless_said_otherwise() -> None:
    settings = {"enabled": True, "sync_contacts": True}
    assert told(crm=settings).places[COPIED].encrypted_at_rest is True
    assert told(crm={**settings, "encrypted": False}).places[COPIED].encrypted_at_rest is False
    plain = opened("crm", **settings, encrypted=False)
    assert plain[COPIED] == ("crm.enabled", "crm.sync_contacts", "crm.retention", "crm.encrypted")
