"""What looks like a phone number in words that a person typed or a PBX named a file by."""

from __future__ import annotations

import re
from typing import Final

from pbxprivacy.errors import UsageError

__all__ = ["mask_numbers", "refuse_numbers"]

_DATE: Final = re.compile(r"\b[12][0-9]{3}([-/])[01][0-9](\1[0-3][0-9])?\b")
_NUMBER: Final = re.compile(r"\+?[0-9](?:[ ()/.\-]{0,2}[0-9]){5,}")
_KEPT: Final = re.compile(r"([0-9a-f]{32}|\b[12][0-9]{3}(?:-[01][0-9]-[0-3][0-9]|/[01][0-9]/[0-3][0-9])\b)")


def refuse_numbers(text: str, what: str) -> str:
    """Return ``text``, unless a phone number seems to stand in it.

    Six digits or more in a row, with the usual separators, count as a number; a date such as 2026-11-21 does not.

    Raises:
        UsageError: it looks like a phone number; the message does not repeat it.
    """
    if _NUMBER.search(_DATE.sub("", text)):
        raise UsageError(f"the {what} holds what looks like a phone number", mend="refer to a case by its name")
    return text


def mask_numbers(text: object) -> str:
    """Return a text, such as a path, with everything that looks like a phone number cut to its last two digits.

    PBXs name files after the numbers of a call; a path in a message would tell them to every log. File ids and dates
    stay. What comes out is never refused by `refuse_numbers`.
    """
    parts = _KEPT.split(str(text))
    return "".join(
        part if index % 2 else _NUMBER.sub(lambda found: f"…{found[0][-2:]}", part) for index, part in enumerate(parts)
    )
