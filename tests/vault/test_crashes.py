"""Whatever step a crash comes at, the old or the new state is there, and doing it again ends well."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import AlreadySealedError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, SealedFile, ShredKey, Vault, XWingIdentity
from pbxprivacy.vault.disk import Disk
from tests.vault.faulty import Crash, FaultyDisk

CALL = AssociatedData("acme", "call-1")
PLAIN = os.urandom(40_000)
OLD, PAIR, SHRED = LocalKey.generate(), XWingIdentity.generate(), ShredKey.generate()
NEW = LocalKey.generate(key_id=OLD.key_id, version=2)
KEYRING = Keyring("acme", [OLD, PAIR.recipient], [OLD, PAIR, NEW, SHRED])
NEWER = Keyring("acme", [NEW, PAIR.recipient], [OLD, PAIR, NEW, SHRED])

Work = Callable[[Disk, Path], object]


def seal(disk: Disk, folder: Path) -> SealedFile:
    return Vault(KEYRING, disk=disk).seal(folder / "spool" / "plain.wav", folder / "kept", CALL)


def seal_in_place(disk: Disk, folder: Path) -> SealedFile:
    plain = folder / "spool" / "plain.wav"
    return Vault(KEYRING, disk=disk).seal(plain, plain, CALL)


def rotate(disk: Disk, folder: Path) -> SealedFile:
    return Vault(NEWER, disk=disk).rotate(folder / "kept" / "sealed")


def ingest(disk: Disk, folder: Path) -> SealedFile:
    drop = [(PAIR.slot_type, PAIR.key_id), (OLD.slot_type, OLD.key_id)]
    return Vault(KEYRING, disk=disk).change_slots(folder / "kept" / "sealed", add=[SHRED], drop=drop)


def reseal(disk: Disk, folder: Path) -> SealedFile:
    return Vault(KEYRING, disk=disk).reseal(folder / "kept" / "sealed", CALL, recipients=[SHRED])


def prepared(folder: Path, work: Work) -> None:
    (folder / "spool").mkdir(parents=True)
    (folder / "kept").mkdir()
    plain = folder / "spool" / "plain.wav"
    plain.write_bytes(PLAIN)
    if work not in {seal, seal_in_place}:
        Vault(KEYRING).seal(plain, folder / "kept" / "sealed", CALL)


def steps_of(work: Work, folder: Path) -> int:
    prepared(folder, work)
    disk = FaultyDisk()
    work(disk, folder)
    return disk.steps


def recordings(folder: Path) -> list[bytes]:
    """Whatever recording a person could still get at, from plain and from sealed files."""
    found = []
    for path in (*(folder / "spool").iterdir(), *(folder / "kept").iterdir()):
        data = path.read_bytes()
        if data == PLAIN:
            found.append(data)
        elif not path.name.endswith(".partial"):
            with Vault(KEYRING).open(path, CALL) as recording:
                found.append(recording.read())
    return found


@pytest.mark.parametrize("losing", [False, True])
@pytest.mark.parametrize("work", [seal, seal_in_place, rotate, ingest, reseal])
def test_a_crash_at_any_step_loses_nothing_and_the_work_can_be_done_again(
    work: Work, losing: bool, tmp_path: Path
) -> None:
    steps = steps_of(work, tmp_path / "whole")
    assert steps > 4
    for step in range(steps):
        folder = tmp_path / str(step)
        prepared(folder, work)
        with pytest.raises(Crash):
            work(FaultyDisk(step, losing=losing, seed=step), folder)
        found = recordings(folder)
        assert found
        assert set(found) == {PLAIN}
        plain = folder / "spool" / "plain.wav"
        if work is seal_in_place and plain.read_bytes() != PLAIN:
            with pytest.raises(AlreadySealedError):
                work(Disk(), folder)
        elif work is not seal or plain.exists():
            work(Disk(), folder)
        assert set(recordings(folder)) == {PLAIN}


@pytest.mark.parametrize("work", [rotate, ingest])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_torn_header_write_leaves_a_file_that_old_or_new_keys_open(
    work: Work, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("torn")
    prepared(folder, work)
    step = data.draw(st.integers(0, 7), "step")
    disk = FaultyDisk(step, losing=data.draw(st.booleans()), seed=data.draw(st.integers(0, 2**32)))
    with suppress(Crash):
        work(disk, folder)
    sealed = folder / "kept" / "sealed"
    assert set(recordings(folder)) == {PLAIN}
    work(Disk(), folder)
    after = Vault(KEYRING).verify(sealed, CALL)
    assert not after.degraded
    kinds = {(slot.kind, slot.version) for slot in after.slots}
    assert kinds == ({("local", 2), ("x-wing", 1)} if work is rotate else {("shred", 1)})


def test_a_slot_that_was_dropped_is_gone_from_both_copies(tmp_path: Path) -> None:
    prepared(tmp_path, ingest)
    sealed = tmp_path / "kept" / "sealed"
    ingest(Disk(), tmp_path)
    data = sealed.read_bytes()
    assert PAIR.key_id not in data
    assert OLD.key_id not in data
    assert data[:4096] == data[4096:8192]
