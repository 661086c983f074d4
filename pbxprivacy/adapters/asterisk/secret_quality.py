"""How good a secret is, told without the secret."""

from __future__ import annotations

import re

__all__ = ["quality"]

DEFAULTS = frozenset(
    "password secret admin asterisk changeme mysecret mypassword letmein default amp111 amp109 passw0rd test "
    "elastixpassword elastix456 palosanto elastix.asteriskuser.2oo7 freepbx issabel fop2 zultys trixbox pass "
    "password123 qwerty redacted verysecret supersecret unsecurepassword insecurepassword".split()
)
"""Secrets that ship with products and manuals, in lower case."""

SHORT = 8
"""Fewer characters are weak."""

VARIETY = 4
"""Fewer different characters are weak."""

DIGITS = 12
"""Fewer digits, and nothing else, are weak."""


def quality(secret: str | None, *owners: str, hashed: bool = False) -> str:
    """``none``, ``default``, ``weak``, ``hashed`` or ``ok``.

    Args:
        secret: the secret; None or empty where there is none.
        owners: names that would make bad secrets: the user's own, the device's.
        hashed: whether what stands there is a hash.
    """
    if not secret:
        return "none"
    if hashed:
        return "hashed"
    plain = secret.casefold()
    if plain in DEFAULTS:
        return "default"
    if len(secret) < SHORT or len(set(plain)) < VARIETY or plain in {owner.casefold() for owner in owners}:
        return "weak"
    if re.fullmatch(r"\d+", secret) and len(secret) < DIGITS:
        return "weak"
    return "ok"
