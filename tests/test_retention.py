"""A length of time in whole days, unlimited or unstated: its order, its sum, and that there is one of each."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention

days = st.integers(0, 36_500)
retentions = st.one_of(days.map(Retention), st.sampled_from([UNSTATED, UNLIMITED]))


def rank(kept: Retention) -> tuple[int, int]:
    if kept.days is not None:
        return (0, kept.days)
    return (1, 0) if kept == UNSTATED else (2, 0)


@given(retentions, retentions)
def test_days_are_less_than_unstated_and_unstated_less_than_unlimited(one: Retention, other: Retention) -> None:
    assert (one < other) == (rank(one) < rank(other))
    assert (one <= other) == (rank(one) <= rank(other))
    assert (one > other) == (rank(one) > rank(other))
    assert (one >= other) == (rank(one) >= rank(other))
    assert (one == other) == (rank(one) == rank(other))


@given(retentions, retentions, retentions)
def test_copies_of_copies_add_up_and_what_is_unlimited_stays_so(a: Retention, b: Retention, c: Retention) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + b >= max(a, b)
    assert a + NOT_KEPT == a
    assert a + UNLIMITED == UNLIMITED
    if a.days is not None and b.days is not None:
        assert (a + b).days == a.days + b.days


@given(retentions)
def test_of_each_length_there_is_one(kept: Retention) -> None:
    assert copy.copy(kept) is copy.deepcopy(kept) is pickle.loads(pickle.dumps(kept)) is kept  # noqa: S301 - its own bytes
    assert Retention.parse(kept) is kept
    assert kept is NOT_KEPT or Retention.parse(str(kept)) is kept
    assert kept.is_stated == (kept is not UNSTATED)


@given(st.integers(1, 5_000))
def test_weeks_and_whole_days_of_a_timedelta_are_read(number: int) -> None:
    assert Retention.parse(f"P{number}W") is Retention(7 * number)
    assert Retention.parse(timedelta(days=number)) is Retention(number)


@pytest.mark.parametrize("wrong", [-1, 36_501, True, 1.0, 1.5, float("nan"), "P1D", None])
def test_what_is_no_number_of_days_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="is not a number of days from 0 to 36500"):
        Retention(wrong)


@pytest.mark.parametrize("other", [30, "P30D", None, timedelta(days=30)])
def test_a_retention_compares_with_retentions_only(other: Any) -> None:
    kept = Retention(30)
    assert kept != other
    for compare in (kept.__lt__, kept.__le__, kept.__gt__, kept.__ge__):
        assert compare(other) is NotImplemented


def test_a_retention_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="cannot be changed"):
        NOT_KEPT._rank = 5  # type: ignore[misc]
    assert Retention(0).days == 0
