from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pbxprivacy import Inventory, Tenant
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.contents.undeclared import purposes, undeclared
from pbxprivacy.terms import Purpose

TODAY = date(2026, 11, 21)


def missing(party: dict[str, Any] | None = None, **fields: Any) -> set[tuple[str, str]]:
    mapping: dict[str, Any] = {"tenant": "acme", "country": "DE", **fields}
    if party is not None:
        mapping |= {
            "parties": {"telco": {"name": "Telco", **party}},
            "trunks": {"lines": {"main": {"carrier": "telco"}}},
        }
    return set(undeclared(Inventory.of(Tenant.model_validate(mapping), today=TODAY)))


def test_a_tenant_that_declared_nothing_lacks_its_controller_its_operator_and_every_legal_basis() -> None:
    found = missing()
    assert ("organisation", "controller") in found
    assert ("organisation", "operator") in found
    assert [what for _, what in found if what.startswith("legal basis for call service")]


def test_a_controller_without_contact_lacks_only_that() -> None:
    found = missing(organisation={"controller": {"name": "Acme"}, "operator": {"name": "Voco"}})
    assert ("organisation", "controller's contact") in found
    assert ("organisation", "controller") not in found


def test_an_operator_abroad_needs_a_country_and_a_declared_mechanism_as_a_recipient_does() -> None:
    def lacking(**operator: str) -> set[str]:
        found = missing(organisation={"operator": {"name": "Voco", **operator}})
        return {what for _, what in found if what.startswith("operator")}

    assert lacking() == {"operator's country"}
    assert lacking(country="US") == {"operator's transfer mechanism for US"}
    assert lacking(country="US", transfer="scc") == set()
    assert lacking(country="FR") == set()
    assert lacking(country="JP") == set()


def test_what_an_operator_declares_is_told_of_the_party_too() -> None:
    operator = {"name": "Voco", "country": "US", "transfer": "scc"}
    tenant = Tenant.model_validate({"tenant": "acme", "organisation": {"operator": operator}})
    told = inventory_report(Inventory.of(tenant, today=TODAY)).document()["parties"]["operator"]
    assert told == {"name": "Voco", "kind": "operator", "countries": ["US"], "role": None, "transfer": "scc"}


def test_only_purposes_without_a_basis_are_named() -> None:
    inventory = Inventory.of(Tenant.model_validate({"tenant": "a"}), today=TODAY)
    declared = dict.fromkeys(purposes(inventory), "contract")
    assert Purpose.CALL_SERVICE in declared
    found = missing(organisation={"legal_basis": declared})
    assert not [what for _, what in found if what.startswith("legal basis")]


def test_a_recipient_of_which_nothing_is_declared_lacks_everything() -> None:
    assert {what for who, what in missing({}) if who == "telco"} == {"country", "role", "contract", "retention"}


def test_a_recipient_of_which_all_is_declared_lacks_nothing() -> None:
    party = {
        "country": "US",
        "role": "processor",
        "transfer": "scc",
        "contract": {"signed": "2026-01-01"},
        "retention": "P7D",
    }
    assert not [what for who, what in missing(party) if who == "telco"]


def test_a_contract_without_a_date_lacks_it() -> None:
    assert ("telco", "date of the contract") in missing({"contract": {"reference": "x"}})


@pytest.mark.parametrize(
    ("home", "country", "is_missing"),
    [
        ("DE", "FR", False),
        ("DE", "DE", False),
        ("DE", "US", True),  # the decision covers certified organisations only, which has to be declared
        ("DE", "IN", True),
        ("DE", "CH", False),
        ("US", "US", False),
        (None, "FR", False),
        (None, "US", True),
    ],
)
def test_a_transfer_abroad_needs_a_declared_mechanism_unless_a_general_decision_covers_it(
    home: str | None, country: str, is_missing: bool
) -> None:
    found = missing({"country": country}, country=home)
    assert (("telco", f"transfer mechanism for {country}") in found) is is_missing


def test_whoever_can_connect_and_an_unknown_party_have_nothing_to_declare() -> None:
    found = missing(trunks={"lines": {"main": {}}}, database_grant={"enabled": True, "permit": ["0.0.0.0/0", "::/0"]})
    assert {who for who, _ in found} == {"organisation"}
