"""Arbitrary tenants are valid, and every knob of every feature is turned in them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from pydantic import Field

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.kit.strategies import features, parties, tenants
from pbxprivacy.kit.values import accepted, values
from pbxprivacy.parties import Party
from pbxprivacy.tenant import Tenant

_QUICK = settings(
    max_examples=2000, phases=[Phase.generate], deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@given(tenants())
@settings(max_examples=40, deadline=None)
def test_every_drawn_tenant_is_valid(tenant: Tenant) -> None:
    assert Tenant.model_validate(tenant.model_dump()) == tenant


@pytest.mark.parametrize("key", sorted(Tenant.feature_types()))
def test_every_ordered_knob_of_every_feature_is_drawn_quiet_and_loud(key: str) -> None:
    kind = Tenant.feature_types()[key]
    for name, knob in kind.knobs().items():
        if knob.is_ordered:
            for value in (knob.quiet, knob.loud):
                find(features(kind), lambda made, n=name, v=value: getattr(made, n) == v, settings=_QUICK)
        else:
            find(features(kind), lambda made, n=name: getattr(made, n) != getattr(kind.default(), n), settings=_QUICK)


def test_tenants_are_drawn_with_parties_unknowns_and_named_entries() -> None:
    seen: set[str] = set()

    @given(tenants())
    @settings(max_examples=60, deadline=None, database=None)
    def look(tenant: Tenant) -> None:
        found = {
            "parties": tenant.parties,
            "unknown": tenant.unknown,
            "entries": tenant.call_recording.rules,
            "declared": tenant.organisation != type(tenant.organisation).default(),
        }
        seen.update(name for name, value in found.items() if value)

    look()
    assert seen == {"parties", "unknown", "entries", "declared"}


def test_most_tenants_expose_something_and_many_have_calls_from_outside() -> None:
    counted: Counter[str] = Counter()

    @given(tenants())
    @settings(max_examples=120, deadline=None, database=None)
    def count(tenant: Tenant) -> None:
        inventory = Inventory.of(tenant, today=date(2026, 11, 21))
        counted["exposing"] += bool(inventory.exposures)
        counted["calls from outside"] += "call/inbound.external" in inventory.places
        counted["recording"] += "store/recordings" in inventory.places
        counted["two applications"] += len({*tenant.ami.applications, *tenant.api.applications}) > 1
        counted["an unknown that matters"] += inventory.sure is not inventory.possible

    count()
    assert counted["exposing"] >= 60
    assert min(counted.values()) >= 1, counted


@given(parties())
@settings(max_examples=30, deadline=None)
def test_every_drawn_party_is_valid(party: Party) -> None:
    assert Party.model_validate(party.model_dump()) == party


class _Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    "hint",
    [
        bool,
        float,
        date,
        _Colour,
        Any,
        int | None,
        Literal["a", 1],
        tuple[str, ...],
        frozenset[_Colour],
        dict[str, int],
        Annotated[int, Field(gt=3, lt=9)],
        Annotated[int, Field(ge=1000)],
        Annotated[str, Field(pattern=r"^[0-9]{8}$")],
    ],
)
def test_values_fit_the_type_they_are_made_for(hint: Any) -> None:
    @given(values(hint))
    @settings(max_examples=20, deadline=None, database=None)
    def fits(value: object) -> None:
        assert accepted(hint, [value])

    fits()


def test_a_type_of_which_nothing_is_known_is_refused() -> None:
    with pytest.raises(TypeError, match="give the knob examples"):
        values(complex)
