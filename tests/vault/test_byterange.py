"""HTTP byte ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.vault.byterange import UNSATISFIABLE, parse_range


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=500-599", (500, 600)),
        ("bytes=500-5000", (500, 1000)),
        ("bytes=-1", (999, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("Bytes= 5-6 ", (5, 7)),
        ("bytes=1000-", UNSATISFIABLE),
        ("bytes=-0", UNSATISFIABLE),
        ("bytes=9999-10000", UNSATISFIABLE),
        ("bytes=6-5", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("seconds=0-1", None),
        ("bytes=a-b", None),
        ("bytes=\N{ARABIC-INDIC DIGIT ONE}-2", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("", None),
        (None, None),
    ],
)
def test_a_range_of_a_thousand_bytes(header: str | None, answer: tuple[int, int] | None) -> None:
    assert parse_range(header, 1000) == answer


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-1", "bytes=0-0"])
def test_nothing_of_an_empty_recording_can_be_asked_for(header: str) -> None:
    assert parse_range(header, 0) == UNSATISFIABLE


@given(header=st.text() | st.from_regex(r"bytes=[0-9]{0,20}-[0-9]{0,20}", fullmatch=True), size=st.integers(0, 1 << 50))
def test_what_is_answered_lies_within_the_recording(header: str, size: int) -> None:
    chosen = parse_range(header, size)
    if chosen not in (None, UNSATISFIABLE):
        assert 0 <= chosen[0] < chosen[1] <= size
