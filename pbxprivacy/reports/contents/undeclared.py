"""What people must declare and did not: shown as MISSING, never guessed."""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.flow import ANYONE, OPERATOR, TENANT, UNKNOWN_PARTY
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.law import UNKNOWN_COUNTRY, adequacy, is_eea
from pbxprivacy.law.countries import Scope
from pbxprivacy.reports import words
from pbxprivacy.terms import Data, PartyKind, Purpose

__all__ = ["Undeclared", "purposes", "undeclared"]

Undeclared = tuple[str, str]  # who it is about, and what nobody declared of it


def purposes(inventory: Inventory) -> tuple[Purpose, ...]:
    """Return the purposes of all flows that move something, sure or possible."""
    return tuple(sorted(inventory.possible.spread.purposes, key=lambda purpose: purpose.position))


def undeclared(inventory: Inventory) -> Iterator[Undeclared]:
    """Yield what is missing: of the organisation, then of each recipient."""
    organisation = inventory.subject.organisation
    if organisation.controller is None:
        yield "organisation", "controller"
    elif not organisation.controller.contact:
        yield "organisation", "controller's contact"
    operator = organisation.operator
    if operator is None:
        yield "organisation", "operator"
    elif operator.country is None:
        yield "organisation", "operator's country"
    elif operator.transfer is None and _is_abroad(inventory, operator.country):
        yield "organisation", f"operator's transfer mechanism for {operator.country}"
    if any(entry.item.data is Data.VOICE_PRINT for entry in inventory.entries) and not organisation.special_categories:
        yield "organisation", "condition for special categories (GDPR Art. 9(2))"
    unfounded = [words.purpose(each) for each in purposes(inventory) if each not in organisation.legal_basis]
    if unfounded:
        yield "organisation", f"legal basis for {words.and_list(unfounded)}"
    for holder in dict.fromkeys(entry.party for entry in inventory.exposures):
        yield from ((holder, what) for what in _of_recipient(inventory, holder))


def _of_recipient(inventory: Inventory, holder: str) -> Iterator[str]:
    if holder in (ANYONE, UNKNOWN_PARTY, TENANT, OPERATOR):
        return
    party = inventory.party(holder)
    if party.kind is PartyKind.AUTHORITY:
        return
    if UNKNOWN_COUNTRY in party.countries:
        yield "country"
    if party.role is None:
        yield "role"
    if party.contract is None:
        yield "contract"
    elif party.contract.signed is None:
        yield "date of the contract"
    abroad = [code for code in party.countries if code != UNKNOWN_COUNTRY and _is_abroad(inventory, code)]
    if abroad and party.transfer is None:
        yield f"transfer mechanism for {words.and_list(sorted(abroad))}"
    if not party.retention.is_stated:
        yield "retention"


def _is_abroad(inventory: Inventory, code: str) -> bool:
    """Tell whether a transfer to a country needs a declared mechanism; a partial adequacy decision is one."""
    home = inventory.subject.country
    if home is None:
        return not is_eea(code)
    if code == home or (is_eea(home) and is_eea(code)):
        return False
    decision = adequacy(home, code, today=inventory.told)
    return decision is None or decision.scope is not Scope.GENERAL
