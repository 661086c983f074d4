from __future__ import annotations

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, arising, at, caused, each, kept, lacking, opened, told, where

BOOK = "store/personal_contacts"
CARD = each("contact.name contact.organisation contact.email contact.number contact.address", "contact")


def test_there_are_no_personal_contacts_by_default() -> None:
    assert not where(told(**LINE), "contact.name", "contact")
    assert opened("personal_contacts", readers="everyone") == {}


def test_each_contact_includes_name_company_email_numbers_and_address() -> None:
    assert at(told(personal_contacts={"enabled": True}), BOOK) == CARD


def test_the_owner_sees_whole_cards() -> None:
    assert at(told(personal_contacts={"enabled": True}), "screen/owner") >= CARD


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("owner", {"screen/owner"}),
        ("administrators", {"screen/owner", "screen/admin"}),
        ("everyone", {"screen/owner", "screen/admin", "screen/phone"}),
    ],
)
def test_others_see_them_only_where_that_is_wanted(readers: str, screens: set[str]) -> None:
    inventory = told(**LINE, personal_contacts={"enabled": True, "readers": readers})
    for data in ("contact.name", "contact.address"):
        assert where(inventory, data, "contact") == {BOOK, *screens}


def test_cards_stay_until_their_owner_deletes_them_encrypted_unless_said_otherwise() -> None:
    inventory = told(personal_contacts={"enabled": True})
    assert kept(inventory, BOOK) == {"unlimited"}
    assert lacking(inventory, BOOK, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(personal_contacts={"enabled": True, "encrypted": False})
    assert lacking(plain, BOOK, Safeguard.ENCRYPTED_AT_REST) == CARD


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    purpose = "contact_directory"
    assert caused("personal_contacts", enabled=True, readers="everyone") == [
        (BOOK, "screen/admin", purpose, "enabled readers"),
        (BOOK, "screen/owner", purpose, "enabled"),
        (BOOK, "screen/phone", purpose, "enabled readers"),
    ]
    assert arising("personal_contacts", enabled=True) == {BOOK: ("personal_contacts.enabled",)}
    assert opened("personal_contacts", enabled=True) == {BOOK: ("personal_contacts.enabled",)}
    plain = opened("personal_contacts", enabled=True, encrypted=False)
    assert plain == {BOOK: ("personal_contacts.enabled", "personal_contacts.encrypted")}
