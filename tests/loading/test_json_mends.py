"""Usual slips in JSON, and what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import InputError
from pbxprivacy.loading.json_text import json_document, json_nodes


@pytest.mark.parametrize(
    ("text", "column", "mend"),
    [
        ('{"a": 1,}', None, "take out the comma before the closing bracket"),
        ("[1, ]", None, "take out the comma before the closing bracket"),
        ("{'a': 1}", 2, "write double quotes instead of single ones"),
        ("{\"a\": 'x'}", 7, "write double quotes instead of single ones"),
        ('{"a": “x”}', 7, "write straight double quotes"),
        ('{"a": 1} // why', 10, "JSON has no comments: take it out, or write the file as YAML"),
        ("{ # why\n}", 3, "JSON has no comments: take it out, or write the file as YAML"),
        ('{"a": 1 /* why */}', 9, "JSON has no comments: take it out, or write the file as YAML"),
        ('{"a": True}', 7, "write true"),
        ('{"a": FALSE}', 7, "write false"),
        ('{"a": None}', 7, "write null"),
        ('{"a": 0555}', 8, "a number has no leading zero: a telephone number, or a name, stands in double quotes"),
        ('{"a": 0x1F}', 8, "a number has no leading zero: a telephone number, or a name, stands in double quotes"),
        ('{"a": +49}', 7, "a number has no leading plus: a telephone number stands in double quotes"),
        ('{"a": .5}', 7, "a number begins with a digit"),
        ('{"a": 1 "b": 2}', 9, "write a comma before it"),
        ('{"a": 1\n "b": 2}', 2, "write a comma before it"),
        ('{"a" 1}', 6, "write a colon between"),
        ('{"a": yes}', 7, "texts and keys stand in double quotes"),
        ("{a: 1}", 2, "texts and keys stand in double quotes"),
        ('{"a": 1', 8, "its end is missing: close what is open"),
        ('{"a": "x', None, "its end is missing: close what is open"),
        ('{"a": "C:\\pbx"}', None, "write a backslash twice"),
        ('{"a": "x\ty"}', 9, "write \\n for a line end in a text, and \\t for a tab"),
        ('{"a": 1},\n{"a": 2}', 9, "take the comma out: lines part values in JSON Lines, and commas only in brackets"),
        ('{"a": 1}\n{"a": 2}', 1, "one text is one value: put several into a list, or write them as JSON Lines"),
    ],
)
def test_usual_slips_are_told_what_to_write(text: str, column: int | None, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        json_document(text, "a.json")
    (fault,) = caught.value.faults
    assert fault.mend.startswith(mend)
    assert column in (None, fault.column)  # where Python's versions differ, either will do


@given(st.text(alphabet=st.sampled_from("{}[]\"':,0123.-+eNaInfitytruels \\\n#/“"), max_size=30))
def test_any_text_is_refused_with_a_place_and_a_mend_or_read_alike_twice(text: str) -> None:
    try:
        document = json_document(text, "a.json")
    except InputError as error:
        faults = error.faults
    else:
        assert json_nodes(text, "a.json").plain() == document.data
        faults = ()
    assert all(fault.line and fault.column and fault.mend for fault in faults)
