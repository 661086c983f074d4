"""HTTP byte ranges (RFC 9110, section 14)."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UNSATISFIABLE", "parse_range"]

UNSATISFIABLE: Final = (-1, -1)
_ONE: Final = re.compile(r"bytes=\s*(?P<first>[0-9]*)-(?P<last>[0-9]*)\s*", re.IGNORECASE)
_MOST_DIGITS: Final = 18


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return what a ``Range`` header asks of ``size`` bytes, as start and stop.

    None is everything: no header, another unit, a header that makes no sense, or several ranges (a server may
    ignore those, RFC 9110 14.2). `UNSATISFIABLE` is a range that begins behind the end, or is empty.
    """
    match = _ONE.fullmatch(header or "")
    if match is None or len(match["first"]) > _MOST_DIGITS or len(match["last"]) > _MOST_DIGITS:
        return None
    if not match["first"]:
        if not match["last"]:
            return None
        length = min(int(match["last"]), size)
        return (size - length, size) if length else UNSATISFIABLE
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else size - 1
    if match["last"] and last < first:
        return None
    return (first, min(last + 1, size)) if first < size else UNSATISFIABLE
