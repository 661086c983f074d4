from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, kept, lacking, opened, told

DEVICE = each("device.identifier network.address", "extension_user")
CONFIGURED = DEVICE | each("contact.name contact.number account.identifier account.credential", "extension_user")
CONTACTS = each("contact.name contact.number", "contact")
STORE, PHONE, ANYONE = "store/phone_configurations", "screen/phone", "service/provisioning:anyone"
REDIRECTION = "service/phone_redirection"
OFFICE, WORLD = ["192.0.2.0/24"], ["0.0.0.0/0", "::/0"]


def provisioning(**knobs: Any) -> dict[str, Any]:
    return {"phone_provisioning": {"enabled": True, **knobs}, "parties": {"maker": {"name": "Phone Maker"}}}


def test_provisioning_is_off_by_default_and_then_does_nothing() -> None:
    loud = {"permit": WORLD, "authenticated": False, "redirection": True, "phone_book": True}
    assert caused("phone_provisioning", **loud) == []
    assert opened("phone_provisioning", **loud) == {}


def test_a_configuration_holds_names_numbers_and_passwords() -> None:
    inventory = told(**provisioning())
    assert at(inventory, STORE) == CONFIGURED
    assert kept(inventory, STORE) == {"unlimited"}
    assert lacking(inventory, STORE, Safeguard.ENCRYPTED_AT_REST) == set()
    assert lacking(told(**provisioning(encrypted=False)), STORE, Safeguard.ENCRYPTED_AT_REST) == CONFIGURED
    assert inventory.exposures == ()


@pytest.mark.parametrize(("permit", "fetched"), [([], False), (OFFICE, True)])
def test_phones_fetch_it_from_the_addresses_that_may(permit: list[str], fetched: bool) -> None:
    inventory = told(**provisioning(permit=permit))
    assert ("account.credential of extension_user" in at(inventory, PHONE)) == fetched
    assert lacking(inventory, PHONE, Safeguard.ADDRESS_RESTRICTED) == set()


@pytest.mark.parametrize(
    ("knob", "guard"), [("tls", Safeguard.ENCRYPTED_IN_TRANSIT), ("authenticated", Safeguard.AUTHENTICATED)]
)
def test_without_https_or_authentication_that_safeguard_is_missing(knob: str, guard: Safeguard) -> None:
    assert lacking(told(**provisioning(permit=OFFICE)), PHONE, guard) == set()
    assert lacking(told(**provisioning(permit=OFFICE, **{knob: False})), PHONE, guard) == CONFIGURED


@pytest.mark.parametrize("permit", [OFFICE, WORLD, ["::/0"]])
@pytest.mark.parametrize("authenticated", [True, False])
def test_anyone_gets_the_passwords_where_nobody_authenticates_and_any_address_may_ask(
    permit: list[str], authenticated: bool
) -> None:
    inventory = told(**provisioning(permit=permit, authenticated=authenticated))
    is_open = permit != OFFICE
    assert at(inventory, ANYONE) == (CONFIGURED if is_open and not authenticated else set())
    assert lacking(inventory, PHONE, Safeguard.ADDRESS_RESTRICTED) == (CONFIGURED if is_open else set())


def test_the_phone_book_is_part_of_it_only_where_that_is_on() -> None:
    books: dict[str, Any] = {"company_contacts": {"enabled": True}}
    assert at(told(**provisioning(), **books), STORE) == CONFIGURED
    assert at(told(**provisioning(phone_book=True), **books), STORE) == CONFIGURED | CONTACTS
    synced = {"crm": {"enabled": True, "sync_contacts": True}}
    assert at(told(**provisioning(phone_book=True), **synced), STORE) == CONFIGURED | CONTACTS


def test_a_redirection_service_learns_which_phones_there_are() -> None:
    inventory = told(**provisioning(redirection=True, redirection_vendor="maker"))
    assert at(inventory, REDIRECTION) == DEVICE
    assert holder(inventory, REDIRECTION) == "maker"
    assert holder(told(**provisioning(redirection=True)), REDIRECTION) == "unknown"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    loud = {"permit": WORLD, "tls": False, "authenticated": False, "redirection": True, "phone_book": True}
    let_in = "enabled permit tls authenticated"
    assert caused("phone_provisioning", enabled=True, **loud) == [
        ("store/company_contacts", STORE, "contact_directory", "enabled phone_book"),
        ("store/credentials", STORE, "call_service", "enabled"),
        ("store/crm_contacts", STORE, "contact_directory", "enabled phone_book"),
        ("store/directory", STORE, "call_service", "enabled"),
        (STORE, PHONE, "call_service", let_in),
        (STORE, REDIRECTION, "call_service", "enabled redirection redirection_vendor"),
        (STORE, ANYONE, "call_service", let_in),
    ]
    assert caused("phone_provisioning", enabled=True, permit=OFFICE)[-1] == (
        STORE,
        PHONE,
        "call_service",
        "enabled permit",
    )
    assert opened("phone_provisioning", enabled=True, permit=WORLD, authenticated=False)[ANYONE] == tuple(
        f"phone_provisioning.{knob}" for knob in ("enabled", "permit", "authenticated")
    )


def test_how_long_the_vendor_or_anyone_keeps_it_is_not_known() -> None:
    inventory = told(**provisioning(permit=WORLD, authenticated=False, redirection=True))
    assert kept(inventory, REDIRECTION) == kept(inventory, ANYONE) == {"unstated"}
    assert holder(inventory, ANYONE) == "anyone"
    assert opened("phone_provisioning", enabled=True, redirection=True) == {
        STORE: ("phone_provisioning.enabled", "phone_provisioning.encrypted"),
        REDIRECTION: tuple(f"phone_provisioning.{knob}" for knob in ("enabled", "redirection", "redirection_vendor")),
    }
