"""What a plain YAML scalar means, by the core schema of YAML 1.2.

So ``NO`` is text (Norway), and so are ``yes``, ``off`` and ``2026-12-01``. In one point stricter than the core schema:
a number with a leading zero is text as well, since it is a telephone number, or an extension, and keeps its zero.
"""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["is_endless_number", "is_plain_text", "resolve"]

_CONSTANTS: Final[dict[str, Any]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OCTAL_OR_HEXADECIMAL: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER: Final = 1000
_NUMBER_STARTS: Final = frozenset("0123456789+-.")

# What some reader of YAML 1.1 would take for something else than text
_WORDS_OF_OLD: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_SAFE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*")


def resolve(text: str) -> Any:
    """Return the value of a plain scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMBER_STARTS and len(text) <= _LONGEST_NUMBER:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _OCTAL_OR_HEXADECIMAL.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text):
            return float(text)
    return text


def is_endless_number(text: str) -> bool:
    """Tell whether a plain scalar is a number of so many signs that no reader agrees with another what it is."""
    return (
        len(text) > _LONGEST_NUMBER
        and text[0] in _NUMBER_STARTS
        and any(number.fullmatch(text) for number in (_INTEGER, _OCTAL_OR_HEXADECIMAL, _FLOAT))
    )


def is_plain_text(text: str) -> bool:
    """Tell whether a text may be written without quotes, for any reader of YAML, old or new."""
    return _SAFE.fullmatch(text) is not None and text.lower() not in _WORDS_OF_OLD
