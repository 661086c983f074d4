"""What looks like a phone number: refused where a person typed it, blotted out where a path holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import UsageError
from pbxprivacy.vault.numbers import mask_numbers, refuse_numbers


@pytest.mark.parametrize(
    "text", ["+49 30 5550 100", "(030) 5550-100", "0305550100", "call 030.555.0100 back", "2026-11-21 030/555010"]
)
def test_a_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        refuse_numbers(text, "reason")
    assert "555" not in str(refused.value)


@pytest.mark.parametrize("text", ["case of 2026-11-21", "retention 2026/11/21", "ticket 42", "P28D", "call 12345"])
def test_dates_and_short_numbers_are_let_through(text: str) -> None:
    assert refuse_numbers(text, "reason") == text


@given(st.text())
def test_what_was_masked_is_never_refused(text: str) -> None:
    refuse_numbers(mask_numbers(text), "path")


def test_masking_keeps_file_ids_and_dates_and_takes_numbers() -> None:
    name = "0123456789" * 3 + "ab"
    assert mask_numbers(f"/spool/2026-11-21/{name}.pbxr") == f"/spool/2026-11-21/{name}.pbxr"
    assert mask_numbers("/spool/+49305550100-201.wav") == "/spool/…01.wav"
