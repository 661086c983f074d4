"""Ingest: a sealed recording and its manifest become an entry of the catalogue.

This is where the keys change. A node that can only seal used a public key, whose one private key opens every
recording; as long as that slot is in the file, no key of a single recording can be destroyed for certain. So where the
rules name an erasure scope, ingest adds a slot of the key table and drops every other one.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from pbxprivacy.errors import UsageError
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.disk import refusals
from pbxprivacy.vault.entry import Entry, State
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys import SlotType
from pbxprivacy.vault.manifest import Manifest, path_of
from pbxprivacy.vault.numbers import mask_numbers
from pbxprivacy.vault.rules import Rules

__all__ = ["Ingested", "ingest"]

_PIECE = 1 << 18


@attrs.frozen
class Ingested:
    """What became of a sealed file.

    Attributes:
        entry: its entry in the catalogue.
        known: it was in the catalogue already; nothing but the manifest was left to do.
        duplicate: the same call's same content was there already under another name; this file was removed.
        dropped: how many slots were dropped in favour of the key table's.
        clock_doubted: see `pbxprivacy.vault.rules.Keeping`.
    """

    entry: Entry
    known: bool = False
    duplicate: bool = False
    dropped: int = 0
    clock_doubted: bool = False


def ingest(archive: Archive, path: Path, rules: Rules, today: date, *, actor: str = "") -> Ingested:
    """Take a sealed recording into the catalogue; doing it again after a crash finishes what was begun.

    Args:
        archive: the tenant's; it must be able to open the recording.
        path: the sealed file, with its manifest beside it.
        rules: what the tenant's settings say.
        today: counts the days.
        actor: who does it, for the journal.

    Raises:
        UsageError: the rules name an erasure scope, and there is no key table.
        VaultError: the recording or its manifest cannot be opened.
    """
    if rules.scope and archive.keys is None:
        raise UsageError("an erasure scope needs a key table", mend="name one")
    path = path.absolute()
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise UsageError("the catalogue cannot keep a path that is not UTF-8", mend="rename its folder") from None
    with refusals(path, "it cannot be ingested"):
        return _ingest(archive, path, rules, today, actor)


def _ingest(archive: Archive, path: Path, rules: Rules, today: date, actor: str) -> Ingested:
    sealed = archive.vault.inspect(path)
    name = sealed.file_id.hex()
    note = path_of(path.parent, sealed.file_id)
    # a reseal changes the file id and keeps the name
    known = archive.catalogue.get(name) or archive.catalogue.get(path.stem)
    if known and known.tenant == archive.tenant and known.state in (State.SEALED, State.QUARANTINED):
        if Path(known.path) != path:
            archive.catalogue.moved(known.name, str(path))
        note.unlink(missing_ok=True)
        return Ingested(archive.entry(known.name), known=True)
    manifest = Manifest.open(archive.vault, path.parent, sealed.file_id)
    entry, doubted = _entry(archive, sealed, manifest, rules, today)
    if twin := _twin(archive, entry):
        path.unlink()
        note.unlink()
        archive.journal.write("ingest", tenant=entry.tenant, recording=name, actor=actor or None, result="duplicate")
        return Ingested(twin, duplicate=True)
    dropped = 0
    if rules.scope and archive.keys:
        key = archive.keys.key(rules.scope, name, entry.recorded.date(), archive.journal.now())
        others = [slot for slot in sealed.slots if (slot.slot_type, slot.key_id) != (SlotType.SHRED, key.key_id)]
        # a crash may have left dropped slots in the other copy of the header
        if others or sealed.degraded:
            archive.vault.change_slots(path, add=[key], drop=[(slot.slot_type, slot.key_id) for slot in others])
        dropped = len(others)
        entry = attrs.evolve(entry, scope=key.key_id)
    archive.catalogue.add(entry, manifest.parties, archive.pseudonyms)
    archive.catalogue.saw(today)
    note.unlink()
    archive.journal.write(
        "ingest",
        tenant=entry.tenant,
        recording=name,
        actor=actor or None,
        state=entry.state.value,
        bytes=entry.size,
        result="clock doubted" if doubted else "done",
    )
    return Ingested(entry, dropped=dropped, clock_doubted=doubted)


def _entry(archive: Archive, sealed: SealedFile, manifest: Manifest, rules: Rules, today: date) -> tuple[Entry, bool]:
    """Describe the recording; its length is believed only since it was opened."""
    with archive.vault.open(sealed.path, AssociatedData(archive.tenant, manifest.call_id)) as reader:
        size = reader.size
    recorded = datetime.fromtimestamp(sealed.path.stat().st_mtime, UTC)
    keeping = rules.keep(recorded, manifest.consent, today)
    said = manifest.consent
    # a PBX names prompts as it likes; a recording that is not in the catalogue would never be destroyed
    consent = attrs.evolve(said, prompt=mask_numbers(said.prompt), opted_in_by=mask_numbers(said.opted_in_by))
    entry = Entry(
        name=sealed.file_id.hex(),
        tenant=archive.tenant,
        call_id=manifest.call_id,
        path=str(sealed.path),
        recorded=recorded,
        size=size,
        seconds=manifest.seconds,
        media_type=manifest.media_type,
        kept_until=keeping.kept_until,
        state=keeping.state,
        consent=consent,
    )
    entry.check()
    return entry, keeping.clock_doubted


def _twin(archive: Archive, entry: Entry) -> Entry | None:
    """Return another entry of the same call, time, length and content: a seal that a crash made happen twice."""
    for other in archive.catalogue.of_call(entry.tenant, entry.call_id):
        alike = (other.recorded, other.size) == (entry.recorded, entry.size)
        there = other.state in (State.SEALED, State.QUARANTINED) and Path(other.path).exists()
        if alike and there and _digest(archive, entry) == _digest(archive, other):
            return other
    return None


def _digest(archive: Archive, entry: Entry) -> bytes:
    digest = hashlib.sha256()
    with archive.vault.open(Path(entry.path), archive.associated(entry)) as reader:
        while piece := reader.read(_PIECE):
            digest.update(piece)
    return digest.digest()
