"""Rotation over everything: new keys, no recording rewritten, no erasure undone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import NoKeyError
from pbxprivacy.retention import Retention
from pbxprivacy.vault import Keyring, LocalKey, SlotType, XWingIdentity
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.erasure import erase_recordings
from pbxprivacy.vault.rotation import reseal, rotate_all
from pbxprivacy.vault.rules import Rules
from tests.vault.archives import Place, keyring, place

KEPT_RECIPIENTS = Rules(Retention(28))


def newer(old: Keyring) -> Keyring:
    """Give each key a newer version."""
    local, pair = old.identities
    assert isinstance(local, LocalKey)
    assert isinstance(pair, XWingIdentity)
    fresh = LocalKey.generate(key_id=local.key_id, version=local.version + 1)
    fresh_pair = XWingIdentity.generate(key_id=pair.key_id, version=pair.version + 1)
    return attrs.evolve(old, recipients=[fresh, fresh_pair.recipient], identities=[local, pair, fresh, fresh_pair])


def with_keyring(here: Place, ring: Keyring) -> Archive:
    old = here.archive
    return Archive.of(ring, old.catalogue, old.journal, old.keys, old.pseudonyms)


@pytest.fixture
def ring() -> Keyring:
    return keyring()


@pytest.fixture
def here(tmp_path: Path, ring: Keyring) -> Place:
    return place(tmp_path, ring)


def test_every_recording_opens_with_the_new_keys_alone_and_no_body_was_rewritten(here: Place, ring: Keyring) -> None:
    entries = [here.add(call_id="1", rules=KEPT_RECIPIENTS), here.add(call_id="2")]
    bodies = [hashlib.sha256(Path(e.path).read_bytes()[8192:]).digest() for e in entries]
    times = [Path(entry.path).stat().st_mtime_ns for entry in entries]
    new = newer(ring)
    done = rotate_all(with_keyring(here, new), actor="ops")
    assert (done.rotated, done.current, done.table_rows, done.failed) == (1, 1, 1, ())
    alone = attrs.evolve(new, identities=new.identities[2:])
    here.archive.keys.keyring = alone
    later = with_keyring(here, alone)
    for entry in entries:
        with later.open(entry) as reader:
            assert reader.read() == b"voice"
    assert [hashlib.sha256(Path(e.path).read_bytes()[8192:]).digest() for e in entries] == bodies
    assert [Path(entry.path).stat().st_mtime_ns for entry in entries] == times


def test_a_rotation_done_again_rewrites_nothing(here: Place, ring: Keyring) -> None:
    here.add(rules=KEPT_RECIPIENTS)
    archive = with_keyring(here, newer(ring))
    assert rotate_all(archive).rotated == 1
    again = rotate_all(archive)
    assert (again.rotated, again.current) == (0, 1)


def test_a_rotation_gives_no_recording_a_key_that_an_erasure_would_miss(here: Place, ring: Keyring) -> None:
    entry = here.add()
    archive = with_keyring(here, newer(ring))
    rotate_all(archive)
    assert [slot.slot_type for slot in archive.vault.inspect(Path(entry.path)).slots] == [SlotType.SHRED]
    assert erase_recordings(archive, [entry.name], actor="dpo", reason="x").by_key == (entry.name,)


def test_one_recording_that_fails_does_not_stop_the_others(here: Place, ring: Keyring) -> None:
    bad, good = (here.add(call_id=name, rules=KEPT_RECIPIENTS) for name in "12")
    Path(bad.path).write_bytes(b"")
    archive = with_keyring(here, newer(ring))
    done = rotate_all(archive)
    assert (done.rotated, [name for name, _ in done.failed]) == (1, [bad.name])
    with archive.open(good) as reader:
        assert reader.read() == b"voice"


def test_a_reseal_keeps_the_name_and_the_only_key(here: Place) -> None:
    entry = here.add()
    before = here.archive.vault.inspect(Path(entry.path))
    sealed = reseal(here.archive, entry, actor="ops")
    assert sealed.file_id != before.file_id
    assert [(slot.slot_type, slot.key_id) for slot in sealed.slots] == [(SlotType.SHRED, entry.scope)]
    assert here.read(entry) == b"voice"
    assert erase_recordings(here.archive, [entry.name], actor="dpo", reason="x").by_key == (entry.name,)


def test_a_reseal_without_the_key_table_is_refused(here: Place, ring: Keyring) -> None:
    entry = here.add()
    blind = Archive.of(ring, here.archive.catalogue, here.archive.journal)
    with pytest.raises(NoKeyError, match="key table"):
        reseal(blind, entry)
