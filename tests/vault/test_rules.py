"""What a tenant's settings say about keeping."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import UsageError
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.vault.entry import NO_CONSENT
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import NOON, TODAY


@given(
    days=st.integers(1, 36_500),
    recorded=st.dates(date(2000, 1, 1)).map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)),
)
def test_a_recording_is_kept_for_its_days_and_never_less(days: int, recorded: datetime) -> None:
    today = date(2026, 11, 21)
    try:
        keeping = Rules(Retention(days)).keep(recorded, NO_CONSENT, today)
    except OverflowError:
        return
    counted = today if keeping.clock_doubted else recorded.date()
    assert (keeping.kept_until - counted).days == days
    assert keeping.clock_doubted is ((recorded.date() - today).days > 1)


def test_an_unlimited_retention_has_no_last_day_and_an_unstated_one_is_refused() -> None:
    assert Rules(UNLIMITED).keep(NOON, NO_CONSENT, TODAY).kept_until is None
    with pytest.raises(UsageError, match="how long"):
        Rules(UNSTATED)
    with pytest.raises(UsageError, match="end"):
        Rules(Retention(1), quarantine=UNLIMITED)
