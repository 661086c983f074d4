from __future__ import annotations

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, arising, at, caused, each, kept, lacking, opened, path, told, where

BOOK = "store/company_contacts"
CARD = each(
    "contact.name contact.organisation contact.email contact.number contact.address",
    "contact",
)


def test_there_are_no_company_contacts_by_default() -> None:
    assert not where(told(**LINE), "contact.name", "contact")
    assert opened("company_contacts", readers="everyone", match_callers=True) == {}


def test_each_contact_includes_name_company_email_numbers_and_address() -> None:
    assert at(told(company_contacts={"enabled": True}), BOOK) == CARD


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("administrators", {"screen/admin"}),
        ("granted", {"screen/admin", "screen/web_client"}),
        ("everyone", {"screen/admin", "screen/web_client", "screen/phone"}),
    ],
)
def test_contacts_reach_administrators_and_the_extensions_that_were_granted_the_privilege(
    readers: str, screens: set[str]
) -> None:
    inventory = told(**LINE, company_contacts={"enabled": True, "readers": readers})
    for data in ("contact.name", "contact.address"):
        assert where(inventory, data, "contact") == {BOOK, *screens}


def test_a_caller_who_is_a_contact_is_shown_by_name_and_stands_so_in_the_call_record() -> None:
    inventory = told(**LINE, company_contacts={"enabled": True, "match_callers": True})
    assert path(inventory, "store/cdr", "contact.name of contact") == [BOOK, "store/cdr"]
    for place in ("screen/phone", "store/cdr"):
        assert CARD & at(inventory, place) == {"contact.name of contact"}
    unmatched = told(**LINE, company_contacts={"enabled": True})
    assert not CARD & (at(unmatched, "store/cdr") | at(unmatched, "screen/phone"))


def test_where_no_call_records_are_kept_no_name_is_written() -> None:
    inventory = told(**LINE, cdr={"enabled": False}, company_contacts={"enabled": True, "match_callers": True})
    assert where(inventory, "contact.name", "contact") == {BOOK, "screen/admin", "screen/phone"}


def test_cards_stay_until_somebody_deletes_them_encrypted_unless_said_otherwise() -> None:
    inventory = told(company_contacts={"enabled": True})
    assert kept(inventory, BOOK) == {"unlimited"}
    assert lacking(inventory, BOOK, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(company_contacts={"enabled": True, "encrypted": False})
    assert lacking(plain, BOOK, Safeguard.ENCRYPTED_AT_REST) == CARD


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    purpose = "contact_directory"
    assert caused("company_contacts", enabled=True, readers="everyone", match_callers=True) == [
        (BOOK, "screen/admin", purpose, "enabled readers"),
        (BOOK, "screen/phone", purpose, "enabled match_callers"),
        (BOOK, "screen/phone", purpose, "enabled readers"),
        (BOOK, "screen/web_client", purpose, "enabled readers"),
        (BOOK, "store/cdr", purpose, "enabled match_callers"),
    ]
    assert arising("company_contacts", enabled=True) == {BOOK: ("company_contacts.enabled",)}
    assert opened("company_contacts", enabled=True) == {BOOK: ("company_contacts.enabled",)}
    plain = opened("company_contacts", enabled=True, encrypted=False)
    assert plain == {BOOK: ("company_contacts.enabled", "company_contacts.encrypted")}
