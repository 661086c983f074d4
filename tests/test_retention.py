"""What is no retention is refused with the spelling to use, whatever it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.retention import Retention


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (90, "90 has no unit: write P90D for that many days"),
        (90.0, "90 has no unit: write P90D for that many days"),
        ("090", "90 has no unit: write P90D for that many days"),
        (1.5, "1.5 is no number of whole days: write P2D for about that many"),
        (0, "0 is not a retention: write whole days"),
        (-5, "-5 is not a retention: write whole days"),
        (100_000, "100000 is over a century: write unlimited"),
        ("100000", "100000 is over a century: write unlimited"),
        ("9" * 5000, "9... is over a century: write unlimited"),
        (Decimal(90), "90 has no unit: write P90D for that many days"),
        (Decimal("NaN"), "is not a retention"),
        ("30 days", "30 days is not a retention: write P30D"),
        ("2 Weeks", "2 Weeks is not a retention: write P2W"),
        ("p30d", "p30d is not a retention: write P30D"),
        ("Forever", "Forever is not a retention: write unlimited"),
        ("Unstated", "Unstated is not a retention: write unstated"),
        ("never", "never is not a retention: write whole days"),
        (float("inf"), "such a number is over a century: write unlimited"),
        (float("-inf"), "such a number is not a retention: write whole days"),
        (float("nan"), "is not a retention: write whole days"),
    ],
)
def test_a_number_is_refused_with_what_may_be_meant(given_: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Retention.parse(given_)


def test_a_number_that_python_refuses_to_write_out_is_refused_like_others() -> None:
    with pytest.raises(ValueError, match="such a number is over a century: write unlimited"):
        Retention.parse(10**5000)
    with pytest.raises(ValueError, match="such a number is not a retention: write whole days"):
        Retention.parse(-(10**5000))


@given(st.integers() | st.floats() | st.text(max_size=50) | st.none() | st.booleans() | st.binary(max_size=3))
def test_whatever_is_given_is_read_or_refused_as_a_wrong_value(given_: object) -> None:
    said = ""
    try:
        assert isinstance(Retention.parse(given_), Retention)
    except ValueError as error:
        said = str(error)
    assert len(said) < 200
