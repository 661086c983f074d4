"""Web addresses that a PBX calls: what they may look like, and whether the way there is encrypted."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from pbxprivacy.terms import Safeguard

__all__ = ["WebUrl", "lacks_of"]

_LONGEST: Final = 2_000


def _web_url(text: str) -> str:
    # The text itself is never part of a message: it may hold a password or a number.
    if len(text) > _LONGEST:
        raise ValueError(f"a web address of over {_LONGEST} characters")
    if any(not character.isprintable() or character.isspace() for character in text):
        raise ValueError("a web address holds no blanks and no control characters: encode them, as in %20")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("not a web address: write for instance https://crm.example/popup") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a web address: write for instance https://crm.example/popup")
    if "@" in parts.netloc:
        raise ValueError("secrets are never part of a tenant: take the user name and password out of the address")
    return text


WebUrl = Annotated[str, AfterValidator(_web_url), Field(examples=["https://crm.example/popup"])]

_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


def lacks_of(url: str | None) -> frozenset[Safeguard]:
    """Return the safeguards that the way to an address lacks; an address that is not known has none to show."""
    return _NOTHING if url is not None and url.lower().startswith("https:") else _IN_CLEAR
