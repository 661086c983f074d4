"""Erasure: single recordings, a period or a tenant, by destroying keys, with a certificate that tells the truth.

A key that is destroyed takes with it every recording that it *alone* opens. So each recording's slots are looked at
first: one that a public-key slot or a local key can open still is removed as a file, and the certificate says so
instead of counting it as erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from pbxprivacy.errors import UsageError, VaultError
from pbxprivacy.retention import UNSTATED, Retention
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.certificate import Certificate, OpenStill
from pbxprivacy.vault.destruction import Destruction, Ground, destroy
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.info import SlotInfo
from pbxprivacy.vault.keys import SlotType
from pbxprivacy.vault.keytable import NO_KEYS, KeyTable, ScopeKind
from pbxprivacy.vault.numbers import refuse_numbers
from pbxprivacy.vault.open import OpenFile

__all__ = ["erase_period", "erase_recordings", "erase_tenant"]

_NOT_GONE = (State.SEALED, State.QUARANTINED, State.DESTROYING)


def erase_recordings(
    archive: Archive,
    names: Iterable[str],
    *,
    actor: str,
    reason: str,
    backups: Retention = UNSTATED,
    told: Callable[[int], None] = lambda _: None,
) -> Certificate:
    """Destroy single recordings, their keys first.

    Args:
        archive: the tenant's.
        names: which recordings.
        actor: who does it.
        reason: why.
        backups: how long copies of the key table are kept.
        told: hears of each batch how many it was.

    Raises:
        VaultError: a recording is not there, or a legal hold keeps it; nothing was destroyed then.
    """
    entries = [archive.entry(name) for name in dict.fromkeys(names)]
    return _erase(
        archive, ScopeKind.RECORDING, str(len(entries)), entries, actor=actor, reason=reason, backups=backups, told=told
    )


def erase_period(
    archive: Archive,
    period: str,
    *,
    actor: str,
    reason: str,
    backups: Retention = UNSTATED,
    told: Callable[[int], None] = lambda _: None,
) -> Certificate:
    """Destroy the recordings of a month, such as ``2026-11``; arguments and errors as for `erase_recordings`."""
    entries = [
        entry
        for entry in archive.catalogue.of_tenant(archive.tenant, states=_NOT_GONE)
        if entry.recorded.strftime("%Y-%m") == period
    ]
    return _erase(archive, ScopeKind.PERIOD, period, entries, actor=actor, reason=reason, backups=backups, told=told)


def erase_tenant(
    archive: Archive,
    *,
    actor: str,
    reason: str,
    backups: Retention = UNSTATED,
    told: Callable[[int], None] = lambda _: None,
) -> Certificate:
    """Destroy all recordings of the tenant; arguments and errors as for `erase_recordings`."""
    entries = list(archive.catalogue.of_tenant(archive.tenant, states=_NOT_GONE))
    return _erase(
        archive, ScopeKind.TENANT, archive.tenant, entries, actor=actor, reason=reason, backups=backups, told=told
    )


def _erase(
    archive: Archive,
    kind: ScopeKind,
    name: str,
    entries: list[Entry],
    *,
    actor: str,
    reason: str,
    backups: Retention,
    told: Callable[[int], None],
) -> Certificate:
    if not actor or not reason:
        raise UsageError("an erasure says who did it and why", mend="name both")
    for text, what in ((actor, "actor"), (reason, "reason")):
        refuse_numbers(text, what)
    if held := sum(entry.hold is not None for entry in entries):
        raise VaultError(
            f"{held} of {len(entries)} recordings are kept by a legal hold; nothing was destroyed",
            mend="end the hold, or name the others alone",
        )
    at = archive.journal.now()
    doomed = frozenset(_doomed(archive.keys, kind, archive.tenant, name, entries))
    open_still = [found for entry in entries if (found := _other_keys(archive, entry, doomed))]
    # marked first: whoever plays or ingests meanwhile is refused, and a crash is finished by the next purge
    with archive.catalogue.together():
        marked = set(archive.catalogue.begin_destruction(entry.name for entry in entries))
        if any(archive.entry(entry.name).hold is not None for entry in entries if entry.name not in marked):
            raise VaultError("a legal hold was set meanwhile; nothing was destroyed", mend="end the hold, or wait")
    other = {item.recording for item in open_still}
    # a key of one recording is destroyed with its batch, and told in its line of the journal
    alone = kind is ScopeKind.RECORDING
    first = doomed & {entry.scope for entry in entries if entry.name in other} if alone else doomed
    keys = archive.keys.destroy(first, at) if archive.keys and first else NO_KEYS
    # once its file is gone, nothing else says that another key could open it
    archive.catalogue.forget_scope(other)
    ground = Ground(archive.catalogue, archive.journal, archive.keys)
    done = Destruction(keys=keys) + destroy(ground, entries, event="erase", actor=actor, reason=reason, told=told)
    archive.catalogue.database.scrub()  # call and parties stand in its log still
    certificate = Certificate(
        tenant=archive.tenant,
        scope=kind.value,
        name=name,
        destroyed_at=at,
        actor=actor,
        reason=reason,
        by_key=tuple(entry.name for entry in entries if entry.name not in other),
        by_removal=tuple(open_still),
        failed=done.failed,
        keys=tuple(sorted(doomed)),
        scrubbed=archive.keys.scrub(done.keys) if archive.keys and done.keys.ids else None,
        backups=backups,
    )
    archive.journal.write(
        "certificate",
        tenant=archive.tenant,
        actor=actor,
        reason=reason,
        count=len(entries),
        result=f"{len(certificate.by_key)} by key and {len(open_still)} by removal alone",
    )
    return certificate


def _doomed(keys: KeyTable | None, kind: ScopeKind, tenant: str, name: str, entries: list[Entry]) -> list[bytes]:
    """Return the ids of the keys that go, with all keys under them."""
    if keys is None:
        return []
    if kind is ScopeKind.RECORDING:
        tops = [e.scope for e in entries if e.scope and keys.kind_of(e.scope) is ScopeKind.RECORDING]
    else:
        tops = keys.ids_of(kind, tenant, name)
    return [key_id for top in tops for key_id in keys.below(top)]


def _other_keys(archive: Archive, entry: Entry, doomed: frozenset[bytes]) -> OpenStill | None:
    """Tell which keys could open a recording's file beyond those that are destroyed."""
    try:
        with OpenFile(archive.vault.disk, Path(entry.path)) as file:
            copies = (file.copies.first, file.copies.second)
    except (OSError, VaultError):
        # ingest left the scope's key alone in the header, so what it opened is known even without the file
        return None if entry.scope in doomed else OpenStill(entry.name, ("not known: the file cannot be read",))
    # both copies: one that does not count any more opens the recording all the same
    slots = dict.fromkeys(SlotInfo.of(slot) for copy in copies if copy for slot in copy.slots)
    others = [
        f"{slot.kind} {slot.key_id.hex()}"
        for slot in slots
        if slot.slot_type != SlotType.SIGNATURE and not (slot.slot_type == SlotType.SHRED and slot.key_id in doomed)
    ]
    if None in copies:
        others.append("not known: a copy of its header is damaged")
    return OpenStill(entry.name, tuple(others)) if others else None
