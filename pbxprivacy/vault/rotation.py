"""Rotation over everything: each recording's data key wrapped for the newest keys, no recording rewritten.

Recordings that the key table alone opens are left as they are: their keys are rewrapped once, in the table. A rotation
never adds a recipient; so it cannot undo an erasure by giving a recording a key that is not destroyed with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import NoKeyError, VaultError
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys import Keyring, Recipient, ShredKey, SlotType
from pbxprivacy.vault.vault import Vault

__all__ = ["Rotation", "reseal", "rotate_all", "rotate_file"]

_AHEAD: Final = 4
_NOT_GONE: Final = (State.SEALED, State.QUARANTINED)


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
    threads: int = 8,
    told: Callable[[int], None] = lambda _: None,
) -> Rotation:
    """Rotate the key table and every recording of the tenant; doing it again goes on where a crash stopped it.

    Args:
        archive: the tenant's; its keyring holds the new keys, and still the old ones.
        actor: who does it, for the journal.
        entries: these recordings alone.
        threads: how many recordings are under way; each waits for the disk most of its time.
        told: hears after each recording.
    """
    keyring = archive.vault.keyring
    done = Rotation(table_rows=archive.keys.rewrap(keyring) if archive.keys else 0)
    chosen = archive.catalogue.of_tenant(archive.tenant, states=_NOT_GONE) if entries is None else entries
    for part in _rotated(archive.vault, chosen, threads):
        done += part
        told(1)
    archive.journal.write(
        "rotate",
        tenant=archive.tenant,
        actor=actor or None,
        count=done.rotated,
        result=f"{len(done.failed)} failed",
    )
    return done


def _rotated(vault: Vault, entries: Iterable[Entry], threads: int) -> Iterator[Rotation]:
    """Yield what became of each recording; only a few are under way at a time, so memory stays constant."""
    waiting: deque[Future[Rotation]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for entry in entries:
            waiting.append(pool.submit(_one, vault, entry))
            if len(waiting) >= threads * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _one(vault: Vault, entry: Entry) -> Rotation:
    try:
        changed = rotate_file(vault, Path(entry.path))
    except VaultError as error:
        return Rotation(failed=((entry.name, error.what),))
    return Rotation(rotated=1) if changed else Rotation(current=1)


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
