"""What may be shown of a configuration: everything that is looked at, and no secret.

Evidence shows only lines that a fact rests on, without their comments. Secrets are recognised by the key
they stand under and by their shape; dialplan applications are shown with their arguments only where none of
the arguments can be a secret.
"""

from __future__ import annotations

import re

from pbxprivacy.adapters.asterisk.language import Setting
from pbxprivacy.evidence import Evidence

__all__ = ["HIDDEN", "evidence", "harmless", "secret_key"]

HIDDEN = "…"
"""Stands where something was left out."""

_SECRET_KEY = re.compile(
    r"secret|passw|pass$|passwd|pwd|^pin$|_pin$|pincode|token|api_?key|auth_?key|md5_cred|dsn$|register|credential"
    r"|community|^password|userpwd|^key$|^agent$|digest",
    re.IGNORECASE,
)
_QUERY = re.compile(r"\?[^\s)]*")
_ASSIGNED = re.compile(
    r"((?:pass\w*|pwd|secret|token|(?:api|auth)_?key|pin\w*|bearer|basic|authorization)[\"']?"
    r"\s*(?:=>|[=:\s])\s*(?:(?:bearer|basic)\s+)?)[^\s,;)]+",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(\s(?:-p|-u|-ap|--password|--user|--passwd|-xu|-xp|-w))[=\s]?\S+")
_LONG = re.compile(r"\b(?=[A-Za-z0-9+/_=-]*\d)(?=[A-Za-z0-9+/_=-]*[A-Za-z])[A-Za-z0-9+/_=-]{24,}")
_LENGTH = 200


def secret_key(key: str) -> bool:
    """Whether what stands under this key is a secret, or holds one."""
    return bool(_SECRET_KEY.search(key))


def harmless(text: str) -> str:
    """A text without credentials in addresses, queries, assignments and options, and not endless."""
    text = text[: 4 * _LENGTH]
    text = re.sub(r"\S+", lambda word: _without_user(word[0]), text) if "@" in text else text
    text = _QUERY.sub(f"?{HIDDEN}", text)
    text = _ASSIGNED.sub(rf"\1{HIDDEN}", text)
    text = _OPTION.sub(rf"\1 {HIDDEN}", text)
    text = _LONG.sub(HIDDEN, text)
    return text if len(text) <= _LENGTH else text[:_LENGTH] + HIDDEN


def _without_user(word: str) -> str:
    """A word without what stands before its last ``@``, where that may be a user with a password."""
    user, at, host = word.rpartition("@")
    return f"{HIDDEN}@{host}" if at and ":" in user else word


def evidence(setting: Setting | None, shown: str | None = None) -> tuple[Evidence, ...]:
    """Where a setting stands.

    Args:
        setting: the setting; None gives no evidence.
        shown: what to show of its value; without it, the value as far as it is harmless.
    """
    if setting is None:
        return ()
    if shown is None:
        shown = HIDDEN if secret_key(setting.key) else harmless(setting.value)
    key = harmless(setting.key)
    return (Evidence(file=setting.file, line=setting.line, raw=f"{key} = {shown}"),)
