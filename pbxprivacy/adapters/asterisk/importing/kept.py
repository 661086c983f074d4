"""What Asterisk keeps, it keeps without end and as it is: no key of any file ends it, and nothing encrypts it."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.evidence import Evidence
from pbxprivacy.retention import UNLIMITED, UNSTATED

__all__ = ["kept"]

STORES = {
    "call_recording": "mode",
    "voicemail": "enabled",
    "cdr": "enabled",
    "cel": "enabled",
    "queue_log": "enabled",
    "debug_log": "enabled",
    "security_log": "enabled",
}
"""Features that keep something, and the knob by which they do."""

LOGS = frozenset({"queue_log", "debug_log", "security_log"})
"""What the server rotates itself, if asked to (logger.conf)."""


def kept(draft: Draft, reading: AsteriskReading) -> None:
    """Say so of every store that is, or may be, in use.

    Where the server runs a program after it rotated a log, that may delete: then the length is unstated.
    """
    for feature, knob in STORES.items():
        full_name = f"{feature}.{knob}"
        rules = any(known.startswith(f"{feature}.rules[") for known in draft.values)
        if draft.values.get(full_name) or full_name in draft.doubts or rules:
            found = draft.evidence.get(full_name)
            proofs: tuple[Evidence, ...] = (found,) if found else ()
            unstated = feature in LOGS and reading.after_rotation
            draft.put(f"{feature}.retention", UNSTATED if unstated else UNLIMITED, unstated or proofs)
            if f"{feature}.encrypted" not in {*draft.doubts, *draft.values}:
                draft.put(f"{feature}.encrypted", False, proofs)
