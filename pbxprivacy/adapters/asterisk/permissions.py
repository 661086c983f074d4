"""What an AMI user may read and do: the tokens of ``read`` and ``write``, exactly as the server reads them.

The server compares each of its class names with the list (``get_perm`` and ``ast_instring`` in
``main/manager.c``). Blanks and case count. A token that is not the last one matches every class that starts
with it, so an empty token matches all; the last token must be equal to a class.
"""

from __future__ import annotations

__all__ = ["CLASSES", "CLASS_DATA", "CONTROL", "data_read", "granted"]

CLASSES = (
    "system", "call", "log", "verbose", "command", "agent", "user", "config", "dtmf", "reporting", "cdr",
    "dialplan", "originate", "agi", "cc", "aoc", "test", "security", "message",
)  # fmt: skip
"""The classes of the server; ``all`` is every one of them, ``none`` is none."""

CLASS_DATA: dict[str, tuple[str, ...]] = {
    "call": ("contact.number", "contact.name", "call.record"),
    "cdr": ("contact.number", "contact.name", "call.record"),
    "dialplan": ("contact.number", "contact.name"),
    "dtmf": ("dtmf",),
    "agent": ("contact.number", "call.record", "agent.activity"),
    "reporting": ("network.address", "call.record"),
    "security": ("network.address", "account.name"),
    "user": ("contact.number",),
    "message": ("text.message", "contact.number"),
    "log": ("log",),
    "verbose": ("log", "contact.number"),
    "command": ("everything",),
    "config": ("configuration",),
    "agi": ("contact.number", "contact.name"),
    "system": ("status",),
}
"""What events and answers of a class let out (pbx reference, 1.1; Asterisk's AMI event documentation)."""

CONTROL = frozenset({"system", "command", "config", "originate"})
"""Writing in one of these classes is as good as holding the server: shell, dialplan, other users' secrets."""


def granted(value: str | None) -> frozenset[str]:
    """The classes that one ``read`` or ``write`` line gives; none without a line."""
    if value is None:
        return frozenset()
    if _matches(value, "all"):
        return frozenset(CLASSES)
    return frozenset(name for name in CLASSES if _matches(value, name))


def data_read(classes: frozenset[str]) -> tuple[str, ...]:
    """What data those classes let out, sorted."""
    return tuple(sorted({kind for name in classes for kind in CLASS_DATA.get(name, ())}))


def _matches(value: str, name: str) -> bool:
    *tokens, last = value.split(",")
    if any(name.startswith(token) for token in tokens):
        return True
    return bool(last) and last == name
