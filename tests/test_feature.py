"""A feature's effects follow its knobs, however it was made."""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Self

import pytest
from hypothesis import given
from pydantic import Field, PrivateAttr, ValidationError, model_validator

from pbxprivacy import Inventory, Tenant
from pbxprivacy.feature import Effect, Effects, Entry, Feature
from pbxprivacy.features.cdr import Cdr
from pbxprivacy.flow import Place, PlaceKind
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.knob import entries, party
from pbxprivacy.parties import PartyName
from pbxprivacy.setting import settings_of, value_of

ON, OFF = Cdr(enabled=True), Cdr(enabled=False)


def test_a_copy_with_another_knob_has_the_effects_of_that_knob() -> None:
    assert ON.traced.places
    for deep in (False, True):
        assert not ON.model_copy(update={"enabled": False}, deep=deep).traced.places
        assert ON.model_copy(deep=deep).traced.places == ON.traced.places
    assert not OFF.traced.places
    assert OFF.model_copy(update={"enabled": True}).traced.places == ON.traced.places


def test_a_tenant_copied_with_another_feature_has_another_inventory() -> None:
    tenant = Tenant(tenant="acme", cdr=ON)
    today = date(2026, 11, 21)
    assert "store/cdr" in Inventory.of(tenant, today=today).places
    quiet = tenant.model_copy(update={"cdr": tenant.cdr.model_copy(update={"enabled": False})})
    assert "store/cdr" not in Inventory.of(quiet, today=today).places


@given(tenants())
def test_a_copy_of_a_feature_is_equal_and_has_the_same_effects(tenant: Tenant) -> None:
    for feature in tenant.features():
        effects = feature.traced
        for copied in (copy.copy(feature), copy.deepcopy(feature), pickle.loads(pickle.dumps(feature))):  # noqa: S301 - its own bytes
            assert copied == feature
            assert hash(copied) == hash(feature)
            assert copied.traced.flows == effects.flows


def test_features_of_two_kinds_are_never_equal_however_they_are_set() -> None:
    class Other(Cdr):
        key = "other"

    assert Cdr() != Other()
    assert Cdr() != "cdr"
    assert Cdr() == Cdr(enabled=Cdr().enabled)


@pytest.mark.parametrize("name", Tenant.feature_types())
def test_one_knob_can_be_turned_where_all_others_stand_for_what_is_unknown(name: str) -> None:
    assumed = Tenant.model_validate({"tenant": "acme", "unknown": {name: "not read"}}).assuming(loud=True)
    for setting in settings_of(getattr(assumed, name)):
        if setting.knob.is_ordered and setting.value is not None:
            turned = assumed.turned({setting.path: setting.knob.quiet})
            assert value_of(getattr(turned, name), setting.path) == setting.knob.quiet
            with pytest.raises((ValidationError, KeyError)):
                assumed.turned({setting.path: object()})


class Paired(Cdr):
    """A vendor's feature in which two knobs depend on each other."""

    key = "paired"

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.masked and self.names:
            raise ValueError("masked numbers have no names")
        return self


def test_a_vendors_rule_over_two_knobs_holds_for_a_knob_that_is_turned() -> None:
    plain = Paired(names=True)
    with pytest.raises(ValidationError, match="masked numbers have no names"):
        plain.checked(masked=True)
    assert Paired(names=False).checked(masked=True).masked


class Kept(Feature):
    """A vendor's feature that has no default."""

    key = "kept"
    title = "Kept"
    sources = ("a test",)

    store: str
    _seen: str = PrivateAttr(default="")

    def effects(self) -> Iterator[Effect]:
        """Open its store."""
        yield Place(PlaceKind.STORE, self.store)


def test_a_feature_that_has_no_default_can_be_sent_elsewhere() -> None:
    assert pickle.loads(pickle.dumps(Kept(store="a"))) == Kept(store="a")  # noqa: S301 - its own bytes


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_keeps_what_a_vendor_keeps_beside_the_knobs(copied: Callable[[Kept], Kept]) -> None:
    feature = Kept(store="a")
    feature._seen = "today"
    assert feature.traced
    again = copied(feature)
    assert again._seen == "today"
    assert "traced" not in again.__dict__


def test_of_each_kind_there_is_one_default_whatever_the_threads() -> None:
    def slowly() -> str:
        time.sleep(0.01)
        return "a"

    class Slow(Kept):
        store: str = Field(default_factory=slowly)

    with ThreadPoolExecutor(4) as threads:
        assert len({id(default) for default in threads.map(lambda _: Slow.default(), range(4))}) == 1


class Inner(Entry):
    """Something of somebody's."""

    maker: PartyName | None = party("Whose it is.")


class Outer(Entry):
    """Entries in an entry."""

    inner: dict[str, Inner] = entries("What is in it.")
    owner: PartyName | None = party("Whose all of it is.")


class Nested(Kept):
    """A vendor's feature with entries in its entries."""

    outer: dict[str, Outer] = entries("What it has.")


def test_entries_in_entries_are_no_party() -> None:
    feature = Nested.model_validate({"store": "a", "outer": {"b": {"owner": "us", "inner": {"c": {"maker": "them"}}}}})
    assert list(feature.named_parties()) == [(("outer", "b", "owner"), "us")]


class Adding(Tenant):
    """A vendor's tenant that opens a place of its own."""

    def effects(self) -> Effects:
        """Add it to those of the features."""
        return Effects.union([super().effects(), Effects((Place(PlaceKind.STORE, "of_our_own"),))])


def test_what_a_vendors_tenant_adds_is_told() -> None:
    assert "store/of_our_own" in Inventory.of(Adding(tenant="a"), today=date(2026, 11, 20)).places
