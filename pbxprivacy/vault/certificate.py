"""The certificate of an erasure: what was destroyed, when, and from what day it is true."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any, Final

import attrs

from pbxprivacy.retention import Retention

__all__ = ["NOT_COVERED", "Certificate", "OpenStill"]

NOT_COVERED: Final = (
    "copies of the plain recording that were made before it was sealed, or by whoever played or exported it",
    "copies of the sealed file from before its ingest, and of its manifest: a slot that was dropped since opens those",
    "copies of the catalogue, with the call and the pseudonyms of its parties",
    "blocks that the file system or the disk freed and did not overwrite, and snapshots of them",
    "keys or recordings in the memory of a process that was running then",
)
"""What no destruction of a key in a table reaches."""


@attrs.frozen
class OpenStill:
    """A recording whose file was removed while keys that are not destroyed could open it.

    Attributes:
        recording: its name.
        keys: the kinds and ids of those keys. Whoever kept a copy of the file can open it with one of them.
    """

    recording: str
    keys: tuple[str, ...]


@attrs.frozen
class Certificate:
    """What an erasure did.

    Attributes:
        tenant: whose recordings they were.
        scope: ``recording``, ``period`` or ``tenant``.
        name: the period, or the tenant; for single recordings their number.
        destroyed_at: when it was done.
        actor: who did it.
        reason: why.
        by_key: recordings whose only keys were destroyed.
        by_removal: recordings whose file was removed, and that another key could open still, if a copy exists.
        failed: recordings whose file could not be removed; their keys are gone as said above.
        keys: ids of the destroyed keys.
        scrubbed: whether none of the (up to 32) destroyed keys that were looked for stands in the table's files.
        backups: how long copies of the key table are kept.
    """

    tenant: str
    scope: str
    name: str
    destroyed_at: datetime
    actor: str
    reason: str
    by_key: tuple[str, ...]
    by_removal: tuple[OpenStill, ...]
    failed: tuple[str, ...]
    keys: tuple[bytes, ...]
    scrubbed: bool | None
    backups: Retention

    @property
    def true_from(self) -> date | None:
        """The day from which no backup of the key table holds the keys; None where nobody can say."""
        days = self.backups.days
        return None if days is None else self.destroyed_at.date() + timedelta(days=days)

    @property
    def statements(self) -> tuple[str, ...]:
        """The certificate in sentences."""
        said = []
        if many := len(self.by_key):
            when = f"from {self.true_from} on" if self.true_from else _NEVER[self.backups.is_stated]
            what, opens = ("1 recording", "opens it was") if many == 1 else (f"{many} recordings", "open them were")
            key = "key that" if many == 1 else "keys that"
            said.append(
                f"{what} cannot be opened any more, {when}: the only {key} {opens} destroyed in the key table, "
                f"whose backups are kept {self.backups}"
            )
        if many := len(self.by_removal):
            what = "1 recording was removed as a file" if many == 1 else f"{many} recordings were removed as files"
            said.append(f"{what} only: keys that were not destroyed open every copy")
        if many := len(self.failed):
            said.append(f"{'1 file' if many == 1 else f'{many} files'} could not be removed")
        if self.scrubbed is False:
            said.append("destroyed keys could still be found in the files of the key table, or were not looked for")
        return tuple(said)

    def as_json(self) -> str:
        """Return the certificate as JSON."""
        value: dict[str, Any] = {
            "certificate": 1,
            "tenant": self.tenant,
            "scope": self.scope,
            "name": self.name,
            "destroyed_at": self.destroyed_at.isoformat(timespec="seconds"),
            "true_from": self.true_from.isoformat() if self.true_from else None,
            "backups_of_the_key_table": str(self.backups),
            "actor": self.actor,
            "reason": self.reason,
            "statements": self.statements,
            "not_covered": NOT_COVERED,
            "by_key": self.by_key,
            "by_removal": [attrs.asdict(item) for item in self.by_removal],
            "failed": self.failed,
            "keys": [key.hex() for key in self.keys],
            "keys_looked_for_and_not_found": self.scrubbed,
        }
        return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


_NEVER: Final = {
    True: "once the backups of the key table are destroyed, which are kept without limit",
    False: "from a day that nobody can tell, since nobody said how long backups of the key table are kept",
}
