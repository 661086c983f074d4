from __future__ import annotations

from tests.features.told import LINE, arising, at, caused, holder, kept, opened, path, told, where

PAGES, CLIENT = "screen/web_pages", "screen/web_client"


def test_the_extension_takes_phone_numbers_of_third_persons_from_web_pages_to_the_softphone() -> None:
    inventory = told(browser_extension={"enabled": True})
    assert at(inventory, PAGES) == {"contact.number of contact"}
    assert path(inventory, CLIENT, "contact.number of contact") == [PAGES, CLIENT]


def test_the_extension_stores_nothing_and_tells_nobody_outside() -> None:
    inventory = told(**LINE, browser_extension={"enabled": True})
    assert where(inventory, "contact.number", "contact") == {PAGES, CLIENT}
    assert kept(inventory, PAGES) == kept(inventory, CLIENT) == {"P0D"}
    assert holder(inventory, PAGES) == "tenant"


def test_without_the_extension_no_number_is_captured() -> None:
    assert not where(told(**LINE), "contact.number", "contact")


def test_every_flow_and_place_names_the_knob_that_causes_it() -> None:
    assert caused("browser_extension", enabled=True) == [(PAGES, CLIENT, "call_service", "enabled")]
    assert opened("browser_extension", enabled=True) == {PAGES: ("browser_extension.enabled",)}
    assert arising("browser_extension", enabled=True) == {PAGES: ("browser_extension.enabled",)}
    assert opened("browser_extension") == {}
