r"""Text that cannot break out: values, comments and names of the configuration language.

The language has no quotes and few escapes (``main/config.c``): ``\;`` is a semicolon, a line ends a value, and a zero
byte ends a line. So free text of a tenant stands in comments only, and a name stands in a value or a header only if it
is made of harmless characters.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["LONGEST_NAME", "comment", "is_plain", "value"]

LONGEST_NAME: Final = 40
"""With the prefixes that stand before it, a name fits the 79 characters of a category."""

_PLAIN: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_.+-]{{0,{LONGEST_NAME - 1}}}")
_RESERVED: Final = frozenset({"general", "globals", "default", "default_user", "default_bridge", "global", "system"})
_LONGEST_COMMENT: Final = 160
_LONGEST_VALUE: Final = 4000
_BLANKS: Final = "".join(map(chr, range(33)))


def is_plain(name: str) -> bool:
    """Tell whether a name can stand in a header, a value and a file name, and means nothing else there."""
    return _PLAIN.fullmatch(name) is not None and name.casefold() not in _RESERVED


def comment(text: str) -> str:
    """Return one line of comment that says this; what is not printable is shown as an escape, what is endless cut."""
    cut = text if len(text) <= _LONGEST_COMMENT else f"{text[:_LONGEST_COMMENT]}..."
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in cut)
    # The blank matters: ";--" would open a block.
    return f"; {shown}".rstrip()


def value(text: str) -> str:
    r"""Return text as a value that is read back as the same text.

    Raises:
        ValueError: the language has no way to write it.
    """
    if not text.isprintable() or text.strip(_BLANKS) != text or len(text) > _LONGEST_VALUE:
        raise ValueError("this cannot stand in a value")
    return text.replace(";", r"\;")
