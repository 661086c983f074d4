"""The ten laws, over arbitrary tenants. (The engine itself is held against brute force in inventory/test_derive.py.)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pbxprivacy.evidence import Unknown
from pbxprivacy.inventory.compare import beyond, diff
from pbxprivacy.inventory.derive import derive
from pbxprivacy.inventory.exposure import Certainty, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.inventory.whatif import remedy, what_if
from pbxprivacy.items import items, items_in
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.parties import BUILT_IN
from pbxprivacy.setting import Setting
from pbxprivacy.tenant import Tenant

TODAY = date(2026, 11, 21)
FEATURES = Tenant.feature_types()


def inventory(tenant: Tenant) -> Inventory:
    return Inventory.of(tenant, today=TODAY)


def ordered(tenant: Tenant) -> list[Setting]:
    """The knobs that can be turned quiet or loud."""
    return [setting for setting in tenant.settings() if setting.knob.is_ordered and setting.value is not None]


def key(entry: Holding) -> tuple[object, ...]:
    return (entry.place, entry.party, entry.item)


# 1


@given(st.text(min_size=1), st.none() | st.just("DE"))
def test_1_a_fresh_tenant_exposes_nothing_to_anybody_but_its_operator(name: str, country: str | None) -> None:
    fresh = inventory(Tenant(tenant=name, country=country))
    assert fresh.exposures == ()
    assert {holding.party for holding in fresh.holdings} <= {"tenant", "operator"}


@pytest.mark.parametrize("feature", FEATURES)
def test_1_naming_a_feature_does_not_switch_it_on(feature: str) -> None:
    named = Tenant.model_validate({"tenant": "acme", feature: {}})
    assert inventory(named).exposures == ()


# 2


@given(tenants(), st.data())
def test_2_quieting_one_knob_never_enlarges_the_inventory(tenant: Tenant, data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from(ordered(tenant)))
    quieter = tenant.turned({setting.path: setting.knob.quiet})
    assert not beyond(inventory(quieter), inventory(tenant))


@given(tenants(), st.data())
def test_2_making_one_knob_loud_never_shrinks_the_inventory(tenant: Tenant, data: st.DataObject) -> None:
    setting = data.draw(st.sampled_from(ordered(tenant)))
    louder = tenant.turned({setting.path: setting.knob.loud})
    assert not beyond(inventory(tenant), inventory(louder))


@given(tenants(), st.data())
def test_2_each_level_of_a_knob_exposes_no_more_than_the_next(tenant: Tenant, data: st.DataObject) -> None:
    stepped = [setting for setting in ordered(tenant) if setting.knob.levels]
    setting = data.draw(st.sampled_from(stepped))
    steps = [inventory(tenant.turned({setting.path: level})) for level in setting.knob.levels]
    for quieter, louder in pairwise(steps):
        assert quieter <= louder


# 3


@given(tenants(), st.sampled_from([name for name, kind in FEATURES.items() if "enabled" in kind.knobs()]))
def test_3_switching_a_feature_off_removes_every_flow_it_caused(tenant: Tenant, name: str) -> None:
    effects = tenant.turned({f"{name}.enabled": False}).effects()
    for effect in (*effects.flows, *effects.places, *effects.origins):
        assert not any(cause.startswith(f"{name}.") for cause in effect.because)


# 4


@given(tenants(), st.data())
def test_4_every_exposure_has_a_witness_of_flows_that_exist(tenant: Tenant, data: st.DataObject) -> None:
    told = inventory(tenant)
    worlds = [tenant.assuming(loud=False).effects(), tenant.assuming(loud=True).effects()]
    flows = {flow for world in worlds for flow in world.flows}
    origins = {origin for world in worlds for origin in world.origins}
    entries = list(told.entries)
    for entry in data.draw(st.lists(st.sampled_from(entries), max_size=20)):
        for guard in (None, *entry.missing):
            witness = told.witness(entry, guard)
            assert witness is not None
            assert witness.origin in origins
            assert all(hop.flow in flows for hop in witness.hops)
            assert witness.places[0].id == witness.origin.place
            assert (witness.places[-1].id, witness.places[-1].holder) == (entry.place, entry.party)
            passed = [place.id for place in witness.places]
            assert [(hop.source, hop.target) for hop in witness.hops] == list(pairwise(passed))


# 5


def is_left(tenant: Tenant, quiet: Mapping[str, Any], entry: Holding) -> bool:
    return key(entry) in {key(other) for other in inventory(tenant.turned(quiet)).entries}


@settings(max_examples=25)
@given(tenants(), st.data())
def test_5_what_if_names_the_smallest_sets_that_remove_an_exposure(tenant: Tenant, data: st.DataObject) -> None:
    told = inventory(tenant)
    assume(told.exposures)
    entry = data.draw(st.sampled_from(told.exposures))
    quiet = {setting.path: setting.knob.quiet for setting in ordered(tenant)}
    found = remedy(told, entry)
    assert found.is_possible == (not is_left(tenant, quiet, entry))
    for knobs in found.sets:
        assert not is_left(tenant, {path: quiet[path] for path in knobs}, entry)
    if found.is_possible:
        size = len(found.sets[0]) if found.sets else 4
        if size > 1:
            assert all(is_left(tenant, {path: value}, entry) for path, value in quiet.items())
        if size > 2:
            pairs = data.draw(st.lists(st.sampled_from(list(combinations(quiet, 2))), max_size=60))
            assert all(is_left(tenant, {path: quiet[path] for path in pair}, entry) for pair in pairs)


@settings(max_examples=25)
@given(tenants(), st.data())
def test_5_a_single_knob_that_removes_an_exposure_is_named(tenant: Tenant, data: st.DataObject) -> None:
    told = inventory(tenant)
    assume(told.exposures)
    entry = data.draw(st.sampled_from(told.exposures))
    alone = {
        setting.path for setting in ordered(tenant) if not is_left(tenant, {setting.path: setting.knob.quiet}, entry)
    }
    if alone:
        assert set(remedy(told, entry).sets) == {frozenset({path}) for path in alone}


# 6


@given(tenants())
def test_6_nothing_differs_from_itself(tenant: Tenant) -> None:
    told = inventory(tenant)
    assert not diff(told, told)
    assert told <= inventory(tenant)
    assert not (told - told)


@given(tenants(), tenants())
def test_6_a_difference_mirrors_the_other_way_round(one: Tenant, other: Tenant) -> None:
    a, b = inventory(one), inventory(other)
    assert diff(a, b).mirrored == diff(b, a)
    assert (a <= b) == (not (a - b))


@given(tenants(), st.data())
def test_6_smaller_than_is_transitive(tenant: Tenant, data: st.DataObject) -> None:
    knobs = st.sampled_from(ordered(tenant))
    steps = [tenant]
    for setting in data.draw(st.lists(knobs, min_size=2, max_size=4, unique_by=lambda setting: setting.path)):
        steps.append(steps[-1].turned({setting.path: setting.knob.quiet}))
    told = [inventory(step) for step in steps]
    for smaller, middle, larger in combinations(reversed(told), 3):
        if not (smaller - middle or middle - larger):
            assert smaller <= larger


# 7


@given(tenants())
def test_7_what_is_sure_is_possible_too(tenant: Tenant) -> None:
    told = inventory(tenant)
    for name in told.sure.places:
        for item in items_in(told.sure.present(name) & ~told.possible.present(name)):
            # A number that is surely there masked is possibly there in full.
            assert item.data.sharper is not None
            assert items(item.data.sharper, item.person) & told.possible.present(name)
    if not tenant.unknown:
        assert all(entry.certainty is Certainty.SURE for entry in told.entries)


@given(tenants(), st.data())
def test_7_an_unknown_never_makes_an_inventory_smaller(tenant: Tenant, data: st.DataObject) -> None:
    names = [*FEATURES, *(f"{name}.{knob}" for name, kind in FEATURES.items() for knob in kind.knobs())]
    parties = {f"{name}.{knob}" for name, kind in FEATURES.items() for knob, it in kind.knobs().items() if it.is_party}
    path = data.draw(st.sampled_from(sorted(set(names) - parties)))
    unknown = {**tenant.unknown, path: Unknown(reason="it was not read")}
    less_known = tenant.model_copy(update={"unknown": unknown})
    before, after = inventory(tenant), inventory(less_known)
    # Where a whole feature is unknown, so are its parties: what one of them got, the party UNKNOWN may get.
    possible = {(before_scope(entry.place), entry.item) for entry in after.entries if entry.party in BUILT_IN}
    for entry in before - after:
        assert "." not in path
        assert (before_scope(entry.place), entry.item) in possible


def before_scope(place: str) -> str:
    return place.partition(":")[0]


@given(tenants(), st.sampled_from(sorted(FEATURES)))
def test_7_an_unknown_party_is_shown_as_unknown(tenant: Tenant, name: str) -> None:
    knobs = [knob for knob, it in FEATURES[name].knobs().items() if it.is_party and not it.is_entries]
    assume(knobs)
    unknown = {f"{name}.{knob}": Unknown(reason="it was not read") for knob in knobs}
    told = inventory(tenant.model_copy(update={"unknown": unknown}))
    for entry in told.exposures:
        if entry.party == "unknown":
            assert entry.countries >= {"UNKNOWN"} or told.places[entry.place].countries is not None


# 9


@given(tenants(), st.randoms(use_true_random=False))
def test_9_the_order_of_settings_features_and_flows_makes_no_difference(tenant: Tenant, random: Any) -> None:
    content = tenant.model_dump(mode="json", exclude_defaults=True)
    order = list(content)
    random.shuffle(order)
    shuffled = inventory(Tenant.model_validate({name: content[name] for name in order}))
    assert set(shuffled.entries) == set(inventory(tenant).entries)
    effects = tenant.effects()
    parts = (effects.places, effects.origins, effects.flows)
    mixed = [random.sample(part, len(part)) for part in parts]
    one, other = derive(*parts), derive(*mixed)
    assert one.states == other.states
    assert one.kept == other.kept


# what the laws stand on


@pytest.mark.parametrize("turns", [{"call_recording.mode": "on"}, {"crm.vendor": "nobody"}, {"cdr.retention": 90}])
def test_a_knob_is_not_turned_to_a_value_it_cannot_have(turns: Mapping[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Tenant(tenant="acme").turned(turns)


@pytest.mark.parametrize("path", ["nothing.enabled", "crm.nothing", "trunks.lines[none].carrier", "crm"])
def test_there_is_no_turning_a_knob_that_does_not_exist(path: str) -> None:
    with pytest.raises(KeyError):
        Tenant(tenant="acme").turned({path: True})


def test_a_knob_turned_by_its_written_value_is_turned_for_real() -> None:
    recording = Tenant.model_validate({"tenant": "acme", "call_recording": {"mode": "always"}})
    assert what_if(inventory(recording), {"call_recording.mode": "off"}).removed
