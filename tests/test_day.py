"""A day is read as it is written, and what could be something else is refused with the spelling to use."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pbxprivacy import Tenant
from pbxprivacy.day import Day

DAY = TypeAdapter(Day)


@given(st.dates())
def test_a_day_is_read_from_a_date_its_iso_text_and_the_midnight_of_a_database(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as database drivers give it
    assert DAY.validate_python(day) == DAY.validate_python(day.isoformat()) == DAY.validate_python(midnight) == day
    assert DAY.validate_json(DAY.dump_json(day)) == day


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(st.characters(codec="ascii")), st.datetimes()))
def test_whatever_else_is_read_as_a_day_is_a_text_of_that_day(value: object) -> None:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second or value.microsecond):
        return
    try:
        day = DAY.validate_python(value)
    except ValidationError:
        return
    assert value == day.isoformat()


@pytest.mark.parametrize("written", [20261231, "20261231"])
def test_digits_run_together_are_not_seconds_since_1970(written: object) -> None:
    party = {"name": "Dialer", "contract": {"expires": written}}
    with pytest.raises(ValidationError, match="write 2026-12-31"):
        Tenant.model_validate({"tenant": "acme", "parties": {"dialer": party}})


@pytest.mark.parametrize("written", [86_400, "86400", 1e9, True, "2026-12-31T10:00:00", "31.12.2026", "2026-02-30", []])
def test_a_number_a_time_and_another_order_are_no_day(written: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(written)


def test_a_time_of_day_is_refused_and_not_cut_off() -> None:
    with pytest.raises(ValidationError, match="write a day without a time"):
        DAY.validate_python(datetime(2026, 12, 31, 10))  # noqa: DTZ001 - as database drivers give it
