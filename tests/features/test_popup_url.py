from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told

PAGE, LOG = "service/popup_url", "service/popup_url_log"
CALLER = each("contact.number contact.name", "remote_party", "extension_user")
CONTACT = each("contact.number contact.name", "contact")
NUMBER = each("contact.number", "contact")


def popup(**knobs: Any) -> dict[str, Any]:
    own = {"enabled": True, "url": "https://desk.example/call", "recipient": "desk", **knobs}
    return {"popup_url": own, "parties": {"desk": {"name": "Desk Co"}}, **LINE}


def test_the_popup_url_is_off_by_default_and_then_does_nothing() -> None:
    assert caused("popup_url", url="http://desk.example", numbers_in_query=True) == []
    assert opened("popup_url", url="http://desk.example", numbers_in_query=True) == {}


def test_the_callers_name_and_number_are_passed_to_the_page_and_nothing_else() -> None:
    inventory = told(**popup())
    assert at(inventory, PAGE) == CALLER
    assert holder(inventory, PAGE) == "desk"
    assert LOG not in inventory.places


@pytest.mark.parametrize(
    ("books", "known"),
    [
        ({"company_contacts": {"enabled": True}}, CONTACT),
        ({"crm": {"enabled": True}}, NUMBER),
        ({"crm": {"enabled": True, "sync_contacts": True}}, CONTACT),
        ({"personal_contacts": {"enabled": True}}, set()),
    ],
)
def test_a_phone_book_or_a_crm_knows_who_calls_but_never_a_personal_one(books: dict[str, Any], known: set[str]) -> None:
    assert at(told(**popup(), **books), PAGE) == CALLER | known


@pytest.mark.parametrize(
    ("url", "is_clear"),
    [("https://desk.example/", False), ("HTTPS://desk.example/", False), ("http://desk.example/", True), (None, True)],
)
def test_a_page_over_http_or_an_unknown_one_gets_it_in_clear(url: str | None, is_clear: bool) -> None:
    inventory = told(**popup(url=url))
    assert lacking(inventory, PAGE, Safeguard.ENCRYPTED_IN_TRANSIT) == (CALLER if is_clear else set())


def test_a_page_that_nobody_owns_up_to_is_unknown() -> None:
    assert holder(told(**popup(recipient=None)), PAGE) == "unknown"


def test_numbers_in_the_query_stand_in_the_log_of_the_web_server_too() -> None:
    inventory = told(**popup(numbers_in_query=True), company_contacts={"enabled": True})
    assert at(inventory, LOG) == at(inventory, PAGE) == CALLER | CONTACT
    assert holder(inventory, LOG) == "desk"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    sources = (
        "call/inbound.external",
        "call/inbound.internal",
        "call/web",
        "service/crm",
        "store/company_contacts",
        "store/crm_contacts",
    )
    assert caused("popup_url", enabled=True, url="https://desk.example") == [
        (source, PAGE, "integration", "enabled recipient") for source in sources
    ]
    clear = "enabled recipient url"
    assert caused("popup_url", enabled=True, url="http://desk.example", numbers_in_query=True) == sorted(
        [(source, PAGE, "integration", clear) for source in sources]
        + [(PAGE, LOG, "integration", f"{clear} numbers_in_query")] * 2
    )


def test_how_long_the_page_and_its_log_keep_it_is_for_their_owner_to_say() -> None:
    inventory = told(**popup(numbers_in_query=True))
    assert kept(inventory, PAGE) == kept(inventory, LOG) == {"unstated"}
    assert opened("popup_url", enabled=True, url="https://desk.example", numbers_in_query=True) == {
        PAGE: ("popup_url.enabled", "popup_url.recipient"),
        LOG: ("popup_url.enabled", "popup_url.recipient", "popup_url.numbers_in_query"),
    }


def test_a_call_from_a_browser_opens_the_page_too() -> None:
    inventory = told(popup_url={"enabled": True, "url": "https://desk.example"}, web_calls={"enabled": True})
    assert at(inventory, PAGE) >= each("contact.number contact.name", "remote_party")
