"""A feature's effects follow its knobs, however it was made."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import Self

import pytest
from hypothesis import given
from pydantic import ValidationError, model_validator

from pbxprivacy import Inventory, Tenant
from pbxprivacy.features.cdr import Cdr
from pbxprivacy.kit.strategies import tenants
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
