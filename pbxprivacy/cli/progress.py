"""How far long work has come: a line on a terminal, one line in ten seconds elsewhere, nothing for short work."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

__all__ = ["told"]

T = TypeVar("T")

_ON_TERMINAL: Final = 0.2  # seconds between lines
_ELSEWHERE: Final = 10.0
_LOOK_EVERY: Final = 256  # things between looks at the clock


def told(things: Iterable[T], what: str, *, quiet: bool = False) -> Iterator[T]:
    """Yield things, and say on standard error how many there were so far."""
    if quiet:
        yield from things
        return
    stream = sys.stderr
    is_terminal = stream.isatty()
    pause = _ON_TERMINAL if is_terminal else _ELSEWHERE
    due = time.monotonic() + max(pause, 1.0)
    has_told = False
    try:
        for number, thing in enumerate(things, 1):
            yield thing
            if number % _LOOK_EVERY == 0 and time.monotonic() >= due:
                due = time.monotonic() + pause
                has_told = True
                stream.write(f"\r{number:,} {what}\x1b[K" if is_terminal else f"pbxprivacy: {number:,} {what} so far\n")
                stream.flush()
    finally:
        if has_told and is_terminal:
            stream.write("\r\x1b[K")
            stream.flush()
