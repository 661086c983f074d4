"""Usual slips in YAML, and what to write instead."""

from __future__ import annotations

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading.yaml_text import yaml_documents


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("a:\n\tb: 1", "indent with blanks, not with tabs"),
        ("a: @b", "put the text that begins with @ into quotes"),
        ("a: `b`", "put the text that begins with ` into quotes"),
        ("a: %b", "put the text that begins with % into quotes"),
        ("a:\n  b: c\n   d: [e]", "indent keys that belong together alike"),
        ("a: b: c", "indent keys that belong together alike, and quote a text in which a colon and a blank stand"),
        ("tenant:acme\ncountry: DE", "indent keys that belong together alike"),
        ("a:\n    b: 1\n  c: 2", "indent keys that belong together alike"),
        ("a: [b: c: d]", "or write the comma that is missing; quote texts that hold :"),
        ("- a\nb: 1", "begin each member of the list with a dash, indented alike"),
        ("permit: [*]", 'quote a text that begins with * or &; everybody is written ["0.0.0.0/0", "::/0"]'),
        ("permit: *", 'quote a text that begins with * or &; everybody is written ["0.0.0.0/0", "::/0"]'),
        ("a: 1\nb: {c: [d]\ne: 1", "close what is opened in line 2, column 4, or write the comma that is missing"),
        ("a: {b: c: d}", "close what is opened in line 1, column 4"),
        ("a: 'b\nc: 1", "close the quote that is opened in line 1, column 4"),
        ('a: "C:\\pbx"', "write a backslash twice, or the text in single quotes"),
        ("a: |2x\n b", "quote texts that hold"),
    ],
)
def test_usual_slips_are_told_what_to_write(text: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        list(yaml_documents(text, "a.yaml"))
    assert mend in caught.value.faults[-1].mend
