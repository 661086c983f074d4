"""Destroying recordings so that a crash at any moment leaves none half alive.

Each batch goes through four steps, each of them done again without harm:

1. the catalogue marks them (a held one is never marked; a marked one is never played),
2. their own keys in the key table are destroyed,
3. their files are removed,
4. the journal says so, and the catalogue forgets their call, their place and their parties.

`destroy` with the catalogue's unfinished entries finishes what an earlier run had marked.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.entry import Entry
from pbxprivacy.vault.intake import PART
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import NO_KEYS, Destroyed, KeyTable, ScopeKind
from pbxprivacy.vault.manifest import SUFFIX

__all__ = ["Destruction", "Ground", "destroy"]

_BATCH: Final = 500
_THREADS: Final = 8


@attrs.frozen
class Ground:
    """Where recordings are destroyed; no key that opens one is needed.

    Attributes:
        catalogue: knows the recordings, of whatever tenants.
        journal: hears of it.
        keys: the key table, where there is one.
    """

    catalogue: Catalogue
    journal: Journal
    keys: KeyTable | None = None


@attrs.frozen
class Destruction:
    """What was destroyed.

    Attributes:
        names: the recordings that are gone.
        failed: those whose file could not be removed; they stay marked, and are never played.
        keys: the keys that were destroyed along with single recordings.
    """

    names: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    keys: Destroyed = NO_KEYS

    def __add__(self, other: Destruction) -> Destruction:
        keys = Destroyed(self.keys.ids + other.keys.ids, self.keys.samples + other.keys.samples)
        return Destruction(self.names + other.names, self.failed + other.failed, keys)


def destroy(
    ground: Ground,
    entries: Iterable[Entry],
    *,
    event: str,
    actor: str = "",
    reason: str = "",
    told: Callable[[int], None] = lambda _: None,
) -> Destruction:
    """Destroy recordings; held ones are left alone.

    Args:
        ground: where.
        entries: which.
        event: what the journal calls it, such as ``purge``.
        actor: who does it, for the journal.
        reason: why, for the journal.
        told: hears of each batch how many it was.
    """
    batch: list[Entry] = []
    done = Destruction()
    for entry in entries:
        batch.append(entry)
        if len(batch) == _BATCH:
            done += _batch(ground, batch, event, actor, reason)
            told(len(batch))
            batch = []
    if batch:
        done += _batch(ground, batch, event, actor, reason)
        told(len(batch))
    return done


def _batch(ground: Ground, batch: Sequence[Entry], event: str, actor: str, reason: str) -> Destruction:
    marked = set(ground.catalogue.begin_destruction(entry.name for entry in batch))
    chosen = [entry for entry in batch if entry.name in marked]
    keys = NO_KEYS
    if ground.keys:
        own = [e.scope for e in chosen if e.scope and ground.keys.kind_of(e.scope) is ScopeKind.RECORDING]
        keys = ground.keys.destroy(own, ground.journal.now())
    with ThreadPoolExecutor(_THREADS) as pool:  # each waits for the disk most of its time
        removals = pool.map(_remove, [Path(entry.path) for entry in chosen])
        gone = [entry.name for entry, is_gone in zip(chosen, removals, strict=True) if is_gone]
    removed = set(gone)
    destroyed = set(keys.ids)
    common = {"actor": actor or None, "reason": reason or None}
    ground.journal.write_all(
        [
            (
                event,
                {
                    "tenant": entry.tenant,
                    "recording": entry.name,
                    "key": entry.scope.hex() if entry.scope and entry.scope in destroyed else None,
                    "result": "destroyed" if entry.name in removed else "its file could not be removed",
                    **common,
                },
            )
            for entry in chosen
        ]
    )
    ground.catalogue.end_destruction(gone)
    failed = tuple(entry.name for entry in chosen if entry.name not in removed)
    return Destruction(tuple(gone), failed, keys)


def _remove(path: Path) -> bool:
    """Remove a sealed file, its manifest, and the first name that a crash may have left it."""
    try:
        seen = path.lstat()
        if stat.S_ISLNK(seen.st_mode):  # the recording is elsewhere
            return False
        if seen.st_nlink > 1:
            for part in path.parent.glob(f".*{PART}"):
                if part.samefile(path):
                    part.unlink()
        path.unlink()
        path.with_suffix(SUFFIX).unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
