from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy import Inventory, Tenant, check, summarise
from pbxprivacy.fleet import Aspect, Count, Summary, sum_up, summary_of
from pbxprivacy.fleet import summary as summary_module
from pbxprivacy.inventory import witness
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.kit.strategies import tenants
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


def test_what_causes_exposures_is_looked_for_once_however_many_trunks_lead_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    order = witness._order

    def counted(arrival: Any) -> Any:
        asked.append(arrival)
        return order(arrival)

    monkeypatch.setattr(witness, "_order", counted)

    def asked_for(trunks: int) -> int:
        asked.clear()
        lines = {f"line{number}": {"carrier": "agora"} for number in range(trunks)}
        summary_of(Inventory.of(tenant("a", trunks={"lines": lines}), today=TODAY))
        return len(asked)

    few, many = asked_for(10), asked_for(40)
    assert few
    assert many <= 4 * few
