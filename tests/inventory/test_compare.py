"""Comparing inventories, example by example; the laws hold over arbitrary tenants in test_laws.py."""

from __future__ import annotations

import attrs
import pytest

from pbxprivacy.inventory.compare import Change, Diff, beyond, diff, is_smaller
from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding
from pbxprivacy.items import Item
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Data, Person, Safeguard

NUMBER = Item(Data.CONTACT_NUMBER, Person.REMOTE_PARTY)
MASKED = Item(Data.CONTACT_NUMBER_MASKED, Person.REMOTE_PARTY)
BASE = Exposure("service/api:a", "a", NUMBER, frozenset(), Retention(30), frozenset({"DE"}), Certainty.SURE)


@attrs.frozen
class Told:
    """An inventory as it was written down."""

    entries: tuple[Holding, ...]
    model: str = "1"
    configuration: str = "x"


LARGER = {
    "a safeguard fewer": {"missing": frozenset({Safeguard.AUTHENTICATED})},
    "a longer life": {"retention": Retention(31)},
    "an unstated life": {"retention": UNSTATED},
    "an unlimited life": {"retention": UNLIMITED},
    "a further country": {"countries": frozenset({"DE", "US"})},
}


@pytest.mark.parametrize("more", LARGER.values(), ids=LARGER)
def test_an_exposure_is_larger_with(more: dict[str, object]) -> None:
    larger = attrs.evolve(BASE, **more)
    assert BASE.is_within(larger)
    assert not larger.is_within(BASE)
    assert is_smaller(Told((BASE,)), Told((larger,)))
    assert beyond(Told((larger,)), Told((BASE,))) == (larger,)
    change = Change(BASE, larger)
    assert (change.is_growth, change.is_relief) == (True, False)
    assert diff(Told((BASE,)), Told((larger,))).changed == (change,)
    assert diff(Told((BASE,)), Told((larger,))).new_exposures == (larger,)
    assert diff(Told((larger,)), Told((BASE,))).new_exposures == ()


def test_another_country_is_neither_larger_nor_smaller() -> None:
    change = Change(BASE, attrs.evolve(BASE, countries=frozenset({"US"})))
    assert (change.is_growth, change.is_relief) == (True, True)


def test_how_sure_it_is_makes_it_neither_larger_nor_smaller() -> None:
    possible = attrs.evolve(BASE, certainty=Certainty.POSSIBLE)
    assert not beyond(Told((BASE,)), Told((possible,)))
    assert not beyond(Told((possible,)), Told((BASE,)))
    change = Change(possible, BASE)
    assert diff(Told((possible,)), Told((BASE,))).changed == (change,)
    assert (change.became_sure, change.is_growth, change.is_relief) == (True, False, False)
    assert not Change(BASE, possible).became_sure
    assert not Change(BASE, BASE).became_sure


def test_a_masked_number_is_within_the_full_one_and_not_the_other_way_round() -> None:
    masked = attrs.evolve(BASE, item=MASKED)
    assert is_smaller(Told((masked,)), Told((BASE,)))
    assert not is_smaller(Told((BASE,)), Told((masked,)))
    longer = attrs.evolve(masked, retention=Retention(90))
    assert beyond(Told((longer,)), Told((BASE,))) == (longer,)


@pytest.mark.parametrize("other", [{"place": "service/ami:a"}, {"party": "b"}, {"item": MASKED}])
def test_the_same_at_another_place_party_or_of_another_kind_is_another_entry(other: dict[str, object]) -> None:
    elsewhere = attrs.evolve(BASE, **other)
    told = diff(Told((BASE,)), Told((elsewhere,)))
    assert (told.added, told.removed, told.changed) == ((elsewhere,), (BASE,), ())
    assert told.new_exposures == (elsewhere,)
    assert told.mirrored == diff(Told((elsewhere,)), Told((BASE,)))


def test_of_what_is_new_holdings_are_no_exposures() -> None:
    holding = Holding("store/cdr", "operator", NUMBER, frozenset(), Retention(1), frozenset(), Certainty.SURE)
    told = diff(Told(()), Told((holding, BASE)))
    assert told.added == (BASE, holding)
    assert told.new_exposures == (BASE,)


def test_differences_come_in_a_fixed_order() -> None:
    entries = [attrs.evolve(BASE, place=f"service/{name}") for name in "abc"]
    one, other = Told(tuple(entries)), Told(tuple(reversed(entries)))
    assert diff(Told(()), one).added == diff(Told(()), other).added == tuple(entries)
    assert diff(one, Told(())).removed == diff(other, Told(())).removed == tuple(entries)
    later = Told(tuple(attrs.evolve(entry, retention=UNLIMITED) for entry in reversed(entries)))
    assert [change.before for change in diff(one, later).changed] == entries


def test_a_changed_model_is_told_from_a_changed_configuration() -> None:
    one = Told((BASE,))
    same = diff(one, one)
    assert (bool(same), same.model_changed, same.configuration_changed) == (False, False, False)
    newer = diff(one, attrs.evolve(one, model="2"))
    assert (bool(newer), newer.model_changed, newer.configuration_changed) == (False, True, False)
    other = diff(one, attrs.evolve(one, configuration="y"))
    assert (other.model_changed, other.configuration_changed) == (False, True)


@pytest.mark.parametrize("field", ["added", "removed", "changed"])
def test_a_difference_is_true_if_there_is_one(field: str) -> None:
    nothing = Diff((), (), (), configuration_changed=True, model_changed=True)
    assert not nothing
    change = (Change(BASE, BASE),) if field == "changed" else (BASE,)
    assert attrs.evolve(nothing, **{field: change})
