"""For each usual slip in JSON what to write instead; the standard parser says only what it expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Final

__all__ = ["mend_of"]

_BEFORE: Final = 100  # signs that are looked at, at most
_COMMA_BEFORE: Final = re.compile(r",\s*\Z")
_NO_COMMA: Final = "take out the comma before the closing bracket"
_ZERO_BEFORE: Final = re.compile(r"[-:,\[\s]0\Z")

# what stands where the parser stopped → what to write
_HERE: Final = tuple(
    (re.compile(pattern), mend)
    for pattern, mend in (
        (r",\s*[]}]", _NO_COMMA),
        (r"#|//|/\*", "JSON has no comments: take it out, or write the file as YAML"),
        (r"'", "write double quotes instead of single ones"),
        (r"[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", "write straight double quotes"),
        (r"(?i:true)\b", "write true"),
        (r"(?i:false)\b", "write false"),
        (r"(?i:none|null|nil)\b", "write null"),
        (r"\+[0-9]", "a number has no leading plus: a telephone number stands in double quotes"),
        (r"\.[0-9]", "a number begins with a digit"),
        (r"\s*\Z", "its end is missing: close what is open"),
    )
)
# what the parser says → what to write
_SAID: Final = (
    ("Unterminated", "its end is missing: close what is open"),
    ("Invalid \\", "write a backslash twice"),
    ("Invalid control", "write \\n for a line end in a text, and \\t for a tab"),
    ("Expecting ':'", "write a colon between a key and its value"),
)
_ELSE: Final = "texts and keys stand in double quotes, and nothing follows the last value"


def mend_of(error: JSONDecodeError) -> str:
    """Return what to write instead of what the parser stopped at."""
    return next(_mends(error.msg, error.doc, error.pos), _ELSE)


def _mends(said: str, text: str, at: int) -> Iterator[str]:
    before, here = text[max(0, at - _BEFORE) : at], text[at : at + 1]
    yield from (mend for start, mend in _SAID if said.startswith(start))
    if here in ("]", "}") and _COMMA_BEFORE.search(before):
        yield _NO_COMMA
    if here.isalnum() and _ZERO_BEFORE.search(before):
        yield "a number has no leading zero: a telephone number, or a name, stands in double quotes"
    yield from (mend for pattern, mend in _HERE if pattern.match(text, at))
    if said.startswith("Extra data") and here in ("{", "["):
        yield "one text is one value: put several into a list, or write them as JSON Lines"
    if said.startswith("Extra data") and here == ",":
        yield "take the comma out: lines part values in JSON Lines, and commas only in brackets"
    if said.startswith("Expecting ','") and here in ('"', "{", "["):
        yield "write a comma before it"
