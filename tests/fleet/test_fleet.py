from __future__ import annotations

import copy
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy import Inventory, Tenant, check, summarise
from pbxprivacy.fleet import Aspect, Count, Remembered, Summary, sum_up, summary_of
from pbxprivacy.fleet import summary as summary_module
from pbxprivacy.fleet.changes import Changes, changes_report
from pbxprivacy.fleet.remembered import identity_of
from pbxprivacy.inventory.compare import diff
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.loading import dump_json, load_text
from pbxprivacy.terms import Data

TODAY = date(2026, 11, 21)
TRUNK: dict[str, Any] = {"trunks": {"lines": {"main": {"carrier": "twilio"}}}}


def tenant(name: str, **fields: Any) -> Tenant:
    return Tenant.model_validate({"tenant": name, **fields})


counts = st.builds(Count, st.integers(0, 50), st.integers(0, 50))
keys = st.tuples(st.sampled_from(["twilio", "anyone", *(f"own{number}" for number in range(12))]), st.just("x"))


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    told = draw(st.dictionaries(st.sampled_from(Aspect), st.dictionaries(keys, counts, max_size=6), max_size=3))
    totals = {aspect: sum(found.values(), Count()) for aspect, found in told.items()}
    return sum_up([(Summary(draw(st.integers(0, 9)), draw(counts), told, totals), 1)])


@given(summaries(), summaries(), summaries())
def test_summaries_add_up_in_any_order_and_grouping(one: Summary, two: Summary, three: Summary) -> None:
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + Summary() == one


@given(st.lists(summaries(), min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_with_bounded_memory_too_what_is_kept_is_exact_and_the_order_does_not_matter(
    parts: list[Summary], random: Any
) -> None:
    whole = sum_up((part, 1) for part in parts)
    most = summary_module.MOST_KEYS
    try:
        summary_module.MOST_KEYS = 4  # type: ignore[misc] # so that a few keys are many
        shuffled = [*parts]
        random.shuffle(shuffled)
        left = sum_up((part, 1) for part in parts)
        right = Summary()
        for part in shuffled:
            right = part + right
    finally:
        summary_module.MOST_KEYS = most  # type: ignore[misc] # as it was
    assert left == right
    for aspect, kept in left.counts.items():
        assert len(kept) <= 4
        for key, count in kept.items():
            assert count == whole.counts[aspect][key]
        everything = sum(whole.counts[aspect].values(), Count())
        assert sum(kept.values(), left.others(aspect)) == everything


@given(tenants())
@settings(max_examples=20)
def test_a_summary_of_one_counts_what_its_inventory_says(one: Tenant) -> None:
    inventory = Inventory.of(one, today=TODAY)
    summary = summary_of(inventory, check(inventory))
    for aspect, what in (
        (Aspect.DATA, lambda entry: {(entry.item.data.value,)}),
        (Aspect.COUNTRY, lambda entry: {(country,) for country in entry.countries}),
    ):
        told = {
            certainty: {key for entry in inventory.exposures if entry.certainty is certainty for key in what(entry)}
            for certainty in Certainty
        }
        counted = summary.counts.get(aspect, {})
        assert {key for key, count in counted.items() if count.sure} == told[Certainty.SURE]
        assert {key for key, count in counted.items() if count.possible} == (
            told[Certainty.POSSIBLE] - told[Certainty.SURE]
        )
    recipients = {key[0] for key in summary.counts.get(Aspect.RECIPIENT, {})}
    assert recipients == {entry.party for entry in inventory.exposures}
    assert summary.exposing.total == bool(inventory.exposures)


@given(st.lists(tenants(), max_size=4))
@settings(max_examples=10)
def test_a_fleet_is_the_sum_of_its_tenants(fleet: list[Tenant]) -> None:
    inventories = [Inventory.of(each, today=TODAY) for each in fleet]
    one_by_one = sum_up((summary_of(inventory, check(inventory)), 1) for inventory in inventories)
    assert summarise(fleet, today=TODAY) == one_by_one


def rows(number: int, distinct: int) -> list[Tenant]:
    kinds = [
        {**TRUNK, "cdr": {"retention": f"P{kind + 1}D"}, "unknown": {"crm": "not read"} if kind % 2 else {}}
        for kind in range(distinct)
    ]
    lines = [dump_json(tenant(f"t{row}", **kinds[row % distinct])) for row in range(number)]
    return [loaded.tenant for loaded in load_text("\n".join(lines), "jsonl")]


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_summary(kind: type[Executor]) -> None:
    fleet = rows(300, 150)
    with kind(2) as executor:  # type: ignore[call-arg] # both take the number of workers
        assert summarise(fleet, today=TODAY, executor=executor) == summarise(fleet, today=TODAY)


def test_each_configuration_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    original = Inventory.of

    def counted(one: Tenant, *, today: date) -> Inventory:
        seen.append(one.tenant)
        return original(one, today=today)

    monkeypatch.setattr(Inventory, "of", counted)
    assert summarise(rows(500, 5), today=TODAY).tenants == 500
    assert len(seen) == 5


def test_an_empty_fleet_is_an_empty_summary() -> None:
    assert summarise([], today=TODAY) == Summary()


def test_tenants_that_share_everything_but_their_name_are_one_configuration() -> None:
    one, two, other = rows(3, 2)[0], rows(3, 2)[2], rows(3, 2)[1]
    first, _, third = rows(3, 2)
    assert identity_of(first) == identity_of(third)
    assert identity_of(one) != identity_of(other)
    assert two.tenant != one.tenant
    before = identity_of(first)
    Inventory.of(first, today=TODAY)
    assert identity_of(first) == before


def test_only_so_many_configurations_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pbxprivacy.fleet.remembered._MOST", 3)
    remembered: Remembered[str] = Remembered(lambda one: one.tenant)
    several = [tenant(f"t{number}", cdr={"retention": f"P{number + 1}D"}) for number in range(8)]
    assert [remembered(each) for each in several] == [each.tenant for each in several]
    assert len(remembered._results) <= 3
    assert remembered.known(several[0]) is None
    assert remembered.known(several[-1]) == "t7"
    assert remembered.known(copy.deepcopy(several[-1])) is None


def entries_of(difference_of: Sequence[Tenant]) -> Changes:
    before, after = (Inventory.of(each, today=TODAY) for each in difference_of)
    changes = Changes()
    changes.count(diff(before, after), {"twilio": "Twilio"}, is_new=False, is_gone=False)
    return changes


def test_changes_count_who_newly_receives_and_who_no_longer_does() -> None:
    quiet, loud = tenant("a"), tenant("a", **TRUNK)
    grown, shrunk = entries_of([quiet, loud]), entries_of([loud, quiet])
    assert (grown.started, grown.stopped, grown.has_growth) == ({"Twilio": 1}, {}, True)
    assert (shrunk.started, shrunk.stopped, shrunk.has_growth) == ({}, {"Twilio": 1}, False)
    assert changes_report(grown).document()["started"] == {"Twilio": 1}
    assert entries_of([loud, loud]).changed == 0


def test_streams_name_the_feature_of_the_last_step_and_features_all_of_them() -> None:
    one = tenant(
        "a",
        **TRUNK,
        parties={"dialer": {"name": "Dialer", "country": "US"}},
        database_grant={"enabled": True, "application": "dialer", "permit": ["192.0.2.1/32"]},
    )
    summary = summarise([one], today=TODAY)
    streams = {key[:3] for key in summary.counts[Aspect.STREAM]}
    assert ("dialer", Data.CONTACT_NUMBER.value, "database_grant") in streams
    assert ("dialer", Data.CONTACT_NUMBER.value, "cdr") not in streams
    assert {("cdr",), ("database_grant",), ("trunks",)} == set(summary.counts[Aspect.FEATURE])
