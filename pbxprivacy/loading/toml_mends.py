"""For each usual slip in TOML what to write instead; the standard parser says only what it expected."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["mend_of"]

_ZERO_BEFORE: Final = re.compile(r"[=\[,\s][-+]?0\Z")
# what stands where the parser stopped → what to write
_HERE: Final = tuple(
    (re.compile(pattern), mend)
    for pattern, mend in (
        (r"\s*(#|\Z|\n)", "write a value, or take the key out"),
        (r"(?i:true|yes|on)\b", "write true"),
        (r"(?i:false|no|off)\b", "write false"),
        (r"(?i:none|null|nil)\b", "take the key out: TOML has no null"),
        (r"[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", "write straight double quotes"),
    )
)
# what the parser says → what to write
_SAID: Final = (
    ("overwrite", "keep one of the two"),
    ("Cannot declare", "put all its keys below one line in brackets"),
    ("Expected '=' after a key", 'write key = "value"; what is written key: value goes into a file that ends in .yaml'),
    (
        "initial character for a key part",
        "a table in braces stands on one line; or write [name], and its keys below it",
    ),
    ("at the end of a table declaration", 'quote a name with other signs than letters, digits, - and _: [a."b:c"]'),
    ("Unescaped '\\'", "write a backslash twice, or the text in single quotes"),
    ("after a statement", "each key stands on a line of its own, with nothing after its value"),
    ("Unclosed", "close the bracket, and write a comma between values"),
)
_ELSE: Final = "texts stand in double quotes, and every key has a value"


def mend_of(what: str, text: str, line: int, column: int) -> str:
    """Return what to write instead of what the parser stopped at.

    Args:
        what: what the parser says.
        text: all of it.
        line: where it stopped, from 1; 0 where it does not say.
        column: the same; 0 for the end.
    """
    lines = text.split("\n")
    whole = lines[line - 1] if 0 < line <= len(lines) else ""
    at = column - 1 if column else len(whole)
    before, after = whole[:at], whole[at:]
    if after[:1].isalnum() and _ZERO_BEFORE.search(before):
        return "a number has no leading zero: a telephone number, or a name, stands in double quotes"
    if what.startswith("Invalid value"):
        return next((mend for pattern, mend in _HERE if pattern.match(after)), _ELSE)
    return next((mend for said, mend in _SAID if said in what), _ELSE)
