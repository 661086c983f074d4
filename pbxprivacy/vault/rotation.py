"""Rotation over everything: each recording's data key wrapped for the newest keys, no recording rewritten.

Recordings that the key table alone opens are left as they are: their keys are rewrapped once, in the table. A rotation
never adds a recipient; so it cannot undo an erasure by giving a recording a key that is not destroyed with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import attrs

from pbxprivacy.errors import NoKeyError, VaultError
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys import Keyring, Recipient, ShredKey, SlotType
from pbxprivacy.vault.vault import Vault

__all__ = ["Rotation", "reseal", "rotate_all", "rotate_file"]

_NOT_GONE = (State.SEALED, State.QUARANTINED)


@attrs.frozen
class Rotation:
    """What a rotation did.

    Attributes:
        rotated: recordings whose header was rewritten.
        current: recordings that had the newest keys already, or whose keys stand in the key table.
        table_rows: rows of the key table that were rewrapped.
        failed: names of the recordings that could not be rotated, each with the reason.
    """

    rotated: int = 0
    current: int = 0
    table_rows: int = 0
    failed: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Rotation) -> Rotation:
        return Rotation(
            self.rotated + other.rotated,
            self.current + other.current,
            self.table_rows + other.table_rows,
            self.failed + other.failed,
        )


def rotate_all(
    archive: Archive,
    *,
    actor: str = "",
    entries: Iterable[Entry] | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Rotation:
    """Rotate the key table and every recording of the tenant; doing it again goes on where a crash stopped it.

    Args:
        archive: the tenant's; its keyring holds the new keys, and still the old ones.
        actor: who does it, for the journal.
        entries: these recordings alone.
        told: hears after each recording.
    """
    keyring = archive.vault.keyring
    done = Rotation(table_rows=archive.keys.rewrap(keyring) if archive.keys else 0)
    rotated = current = 0
    failed: list[tuple[str, str]] = []
    for entry in entries if entries is not None else archive.catalogue.of_tenant(archive.tenant, states=_NOT_GONE):
        try:
            changed = rotate_file(archive.vault, Path(entry.path))
        except VaultError as error:
            failed.append((entry.name, error.what))
        else:
            rotated += changed
            current += not changed
        told(1)
    done += Rotation(rotated, current, 0, tuple(failed))
    archive.journal.write(
        "rotate",
        tenant=archive.tenant,
        actor=actor or None,
        count=rotated,
        result=f"{len(failed)} failed",
    )
    return done


def rotate_file(vault: Vault, path: Path) -> bool:
    """Rotate one sealed file; return whether that was needed.

    Raises:
        VaultError: it cannot be read, opened or written.
    """
    sealed = vault.inspect(path)
    if not sealed.degraded and not _stale(vault.keyring, {(s.slot_type, s.key_id): s.version for s in sealed.slots}):
        return False
    vault.rotate(path)
    return True


def reseal(archive: Archive, entry: Entry, *, actor: str = "") -> SealedFile:
    """Seal a recording of the catalogue anew, for whom it was sealed: the key table's key, or the keyring's recipients.

    That takes a compromised recipient's access away from the file; copies made before keep it.

    Raises:
        VaultError: it cannot be opened or written; the old file is there still.
    """
    recipients: list[Recipient] | None = None
    if entry.scope:
        key = archive.keys.identity(SlotType.SHRED, entry.scope, 1) if archive.keys else None
        if not isinstance(key, ShredKey):
            raise NoKeyError("its key is not in the key table", where=entry.name, mend="name the right key table")
        recipients = [key]
    sealed = archive.vault.reseal(Path(entry.path), archive.associated(entry), recipients=recipients)
    archive.journal.write("reseal", tenant=archive.tenant, recording=entry.name, actor=actor or None)
    return sealed


def _stale(keyring: Keyring, slots: dict[tuple[int, bytes], int]) -> bool:
    return any(
        slots.get((recipient.slot_type, recipient.key_id), recipient.version) < recipient.version
        for recipient in keyring.newest()
    )
