"""What of a hostile text may be shown in a message: a short piece, without control characters, never a secret."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["excerpt", "is_secret", "one_line"]

_SHOWN: Final = 40
_HUGE: Final = 10**18
# Control and format characters (terminal escapes, right-to-left marks), line ends, and halves of characters
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SECRET: Final = re.compile(
    r"secret|passw|passphrase|\bpwd\b|token|credential|api_?-?key|private_?-?key|\bkey\b|\bpin\b|auth", re.IGNORECASE
)
_USER_IN_URL: Final = re.compile(r"(://)[^/\s@]*@")
_NAMED_SECRET: Final = re.compile(
    r"([?&;](?:[^=&;#\s]*(?:token|key|secret|passw|pwd|sig)[^=&;#\s]*)=)[^&;#\s]*", re.IGNORECASE
)


def one_line(text: str, longest: int = 400) -> str:
    """Return a text as one line of at most ``longest`` characters, what cannot be seen replaced by a dot."""
    cut = text[: longest + 1]
    if not cut.isprintable():
        cut = "".join("·" if unicodedata.category(sign) in _UNSEEN else sign for sign in cut)
    return cut if len(cut) <= longest else cut[: longest - 1] + "…"


def excerpt(value: object) -> str:
    """Return a short piece of a value; of a URL neither the user nor what looks like a key."""
    text = value if isinstance(value, str) else _name_of(value)
    text = _NAMED_SECRET.sub(r"\1…", _USER_IN_URL.sub(r"\1…@", text[:2000]))
    return one_line(text, _SHOWN)


def _name_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value) if abs(value) < _HUGE else "a huge number"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return type(value).__name__


def is_secret(key: str) -> bool:
    """Tell whether a key looks as if its value were a secret."""
    return _SECRET.search(key) is not None
