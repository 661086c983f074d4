"""JSON with places and without duplicate keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import InputError
from pbxprivacy.loading.json_text import json_document, json_nodes
from pbxprivacy.loading.node import Mark

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(
    _SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3), max_leaves=20
)


@given(_VALUES, st.sampled_from([None, 1, 3]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_both_readings_give_the_same_data(value: Any, indent: int | None, ensure_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ensure_ascii)
    document = json_document(text, "a.json")
    tree = document.located()
    assert tree is not None
    assert document.data == tree.plain() == value


def test_places_count_lines_and_columns_from_where_the_text_starts() -> None:
    tree = json_nodes('{"a": 1,\n "b": [true, {"c": "x"}]}', "a.json", 7)
    places = [(step, key, node.mark) for step, key, node in tree.along(["b", 1, "c"])]
    assert places == [
        ("b", Mark(8, 2), Mark(8, 7)),
        (1, Mark(8, 14), Mark(8, 14)),
        ("c", Mark(8, 15), Mark(8, 20)),
    ]


def test_all_keys_that_stand_twice_are_told_with_both_places() -> None:
    with pytest.raises(InputError) as caught:
        json_document('{"a": 1,\n "a": 2, "b": {"c": 1, "c": 3}}', "a.json", 4)
    assert [(fault.line, fault.column, fault.knob) for fault in caught.value.faults] == [(5, 2, "a"), (5, 24, "c")]
    assert "first in line 4, column 2" in caught.value.faults[0].what


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("", "expecting value", (1, 1)),
        ('{"a": tru}', "expecting value", (1, 7)),
        ('{"a": 1,\n b: 2}', "expecting property name enclosed in double quotes", (2, 2)),
        ("[1] x", "extra data", (1, 5)),
        ('{"a": "\x01"}', "invalid control character at", (1, 8)),
        ('{"a": {"b": 1, "b": 2}, "b"', "the key b stands twice", (1, 16)),
        ('{"a": {"b": 1, "b": 2}, x', "the key b stands twice", (1, 16)),
        ("[NaN]", "NaN is not JSON", (1, 2)),
        ('{"a": "NaN",\n "b": -Infinity}', "-Infinity is not JSON", (2, 7)),
        ("[" * 100_000, "nested more than 64 levels deep", (1, 0)),
        ('{"a":' * 100_000, "nested more than 64 levels deep", (1, 0)),
        (f"[1,\n {'9' * 5000}]", "a number of 5000 signs", (2, 2)),
        (f'{{"a": -{"9" * 5000}, "b": 1, "b": 2}}', "a number of 5001 signs", (1, 7)),
        (f'{{"a": 1, "a": 2, "b": {"9" * 5000}}}', "the key a stands twice", (1, 10)),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(text: str, what: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        json_document(text, "a.json")
    fault = caught.value.faults[0]
    assert what in fault.what
    assert (fault.line, fault.column) == place


def test_duplicates_below_too_many_levels_are_refused_for_the_levels() -> None:
    with pytest.raises(InputError, match="nested more than 64"):
        json_document("[" * 70 + '{"a": 1, "a": 2}' + "]" * 70, "a.json")
