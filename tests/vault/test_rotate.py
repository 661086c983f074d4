import hashlib
import os
import threading
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import (
    BusyError,
    DamagedError,
    KeyringError,
    NoKeyError,
    ReadBackError,
    StorageError,
    UnwrapError,
    UsageError,
)
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, ShredKey, Vault, X25519Identity, XWingIdentity
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.format import Header
from tests.vault.faulty import Crash, FaultyDisk

CALL = AssociatedData("acme", "call-1")
PLAIN = os.urandom(50_000)
KEY, PAIR, SHRED = LocalKey.generate(), XWingIdentity.generate(), ShredKey.generate()
NEWER = LocalKey.generate(key_id=KEY.key_id, version=2)
NEWER_PAIR = XWingIdentity.generate(key_id=PAIR.key_id, version=2)
OLD = Vault(Keyring("acme", [KEY, PAIR.recipient], [KEY, PAIR]))
NEW = Vault(Keyring("acme", [KEY, NEWER, PAIR.recipient, NEWER_PAIR.recipient], [KEY, NEWER, PAIR, NEWER_PAIR]))


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = OLD.seal([PLAIN], tmp_path / "sealed", CALL, mtime_ns=10**18 + 7).path
    path.chmod(0o640)
    return path


def said(vault: Vault, path: Path) -> bytes:
    with vault.open(path, CALL) as recording:
        return recording.read()


def test_the_body_the_size_the_rights_and_the_time_stay(sealed: Path) -> None:
    before, body = sealed.stat(), hashlib.sha256(sealed.read_bytes()[8192:]).digest()
    rotated = NEW.rotate(sealed)
    after = sealed.stat()
    assert rotated.generation == 1
    assert [(slot.kind, slot.version) for slot in rotated.slots] == [("local", 2), ("x-wing", 2)]
    assert hashlib.sha256(sealed.read_bytes()[8192:]).digest() == body
    assert (after.st_mtime_ns, after.st_size, after.st_mode, after.st_ino) == (
        before.st_mtime_ns,
        before.st_size,
        before.st_mode,
        before.st_ino,
    )


def test_the_new_keys_open_it_and_the_old_ones_do_not(sealed: Path) -> None:
    NEW.rotate(sealed)
    for identity in (NEWER, NEWER_PAIR):
        assert said(Vault(Keyring("acme", [], [identity])), sealed) == PLAIN
    with pytest.raises(NoKeyError):
        OLD.open(sealed, CALL)


def test_a_second_rotation_changes_nothing(sealed: Path) -> None:
    NEW.rotate(sealed)
    data = sealed.read_bytes()
    assert NEW.rotate(sealed).generation == 1
    assert sealed.read_bytes() == data


def test_a_rotation_adds_nobody_so_it_cannot_undo_an_erasure(sealed: Path) -> None:
    ring = Vault(NEW.keyring.with_sources([Keyring("acme", [], [SHRED])]))
    ring.change_slots(sealed, add=[SHRED], drop=[(1, KEY.key_id), (2, PAIR.key_id)])
    assert [slot.kind for slot in ring.rotate(sealed).slots] == ["shred"]
    with pytest.raises(NoKeyError):
        NEW.open(sealed, CALL)
    assert said(ring, sealed) == PLAIN


def test_a_recipient_is_added_and_another_dropped_in_one_step(sealed: Path) -> None:
    changed = OLD.change_slots(sealed, add=[SHRED], drop=[(2, PAIR.key_id)])
    assert [slot.kind for slot in changed.slots] == ["local", "shred"]
    assert PAIR.key_id not in sealed.read_bytes()
    again = OLD.change_slots(sealed, add=[ShredKey.generate(key_id=SHRED.key_id, version=2)])
    assert [(slot.kind, slot.version) for slot in again.slots] == [("local", 1), ("shred", 2)]


def test_the_last_slot_is_never_dropped(sealed: Path) -> None:
    data = sealed.read_bytes()
    with pytest.raises(UsageError):
        OLD.change_slots(sealed, drop=[(1, KEY.key_id), (2, PAIR.key_id)])
    assert sealed.read_bytes() == data


def test_a_classical_slot_is_never_put_beside_a_post_quantum_one(sealed: Path) -> None:
    with pytest.raises(KeyringError):
        OLD.change_slots(sealed, add=[X25519Identity.generate().recipient])


def test_more_slots_than_fit_are_refused_and_nothing_is_written(sealed: Path) -> None:
    data = sealed.read_bytes()
    with pytest.raises(UsageError):
        OLD.change_slots(sealed, add=[XWingIdentity.generate().recipient for _ in range(4)])
    assert sealed.read_bytes() == data


def test_a_file_that_we_cannot_open_is_not_rotated(sealed: Path) -> None:
    data = sealed.read_bytes()
    with pytest.raises(NoKeyError):
        Vault(Keyring("acme", [NEWER], [NEWER])).rotate(sealed)
    assert sealed.read_bytes() == data


def test_a_file_whose_slots_disagree_is_not_rotated(sealed: Path, tmp_path: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[100] ^= 1
    other = tmp_path / "other"
    other.write_bytes(data)
    assert NEW.rotate(other).generation == 1  # one copy damaged: the other counts, and both are mended
    data[4096 + 100] ^= 1
    other.write_bytes(data)
    with pytest.raises(DamagedError):
        NEW.rotate(other)


def test_two_rotations_of_one_file_do_not_mix(sealed: Path) -> None:
    class Nested(Disk):
        def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
            with pytest.raises(BusyError):
                NEW.rotate(sealed)
            super().write(descriptor, data, offset)

    assert Vault(NEW.keyring, disk=Nested()).rotate(sealed).generation == 1


def test_a_file_that_was_replaced_while_we_waited_for_it_is_left_alone(sealed: Path) -> None:
    class Late(Disk):
        def lock(self, descriptor: int) -> None:
            OLD.reseal(sealed, CALL)
            super().lock(descriptor)

    with pytest.raises(BusyError):
        Vault(NEW.keyring, disk=Late()).rotate(sealed)
    assert said(OLD, sealed) == PLAIN


def test_readers_never_fail_while_a_file_is_rotated(sealed: Path) -> None:
    keys = [KEY, *(LocalKey.generate(key_id=KEY.key_id, version=version) for version in range(2, 40))]
    everything = Keyring("acme", [], [*keys, PAIR])
    stop = threading.Event()
    failures: list[BaseException] = []

    def reading() -> None:
        while not stop.is_set():
            try:
                assert said(Vault(everything), sealed) == PLAIN
            except BaseException as error:  # noqa: BLE001 - the thread must tell
                failures.append(error)
                return

    reader = threading.Thread(target=reading)
    reader.start()
    for key in keys[1:]:
        Vault(Keyring("acme", [key], [*keys, PAIR])).rotate(sealed, durable=False)
    stop.set()
    reader.join()
    assert not failures


class Liar(Disk):
    """Writes something else to the header than it was told."""

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        super().write(descriptor, bytes(len(data)), offset)


def test_a_disk_that_writes_something_else_is_found_and_the_file_still_opens(sealed: Path) -> None:
    with pytest.raises(ReadBackError):
        Vault(NEW.keyring, disk=Liar()).rotate(sealed)
    assert said(OLD, sealed) == PLAIN
    assert OLD.inspect(sealed).degraded


@pytest.mark.parametrize("durable", [True, False])
def test_wherever_it_is_interrupted_after_a_write_the_time_stays(sealed: Path, durable: bool) -> None:
    before, interrupted = sealed.stat().st_mtime_ns, 0

    class Dying(Disk):
        def __init__(self, reads: int) -> None:
            self.reads = reads

        def read(self, descriptor: int, into: memoryview, offset: int) -> int:
            self.reads -= 1
            if self.reads < 0:
                raise Crash
            return super().read(descriptor, into, offset)

    for reads in range(20):
        try:
            Vault(NEW.keyring, disk=Dying(reads)).rotate(sealed, durable=durable)
        except Crash:
            interrupted += 1
        assert sealed.stat().st_mtime_ns == before
    assert interrupted >= 3
    with pytest.raises(ReadBackError):
        Vault(NEW.keyring, disk=Liar()).change_slots(sealed, drop=[(KEY.slot_type, KEY.key_id)], durable=durable)
    assert sealed.stat().st_mtime_ns == before


def test_a_recipient_that_wraps_another_key_is_found_before_the_other_copy_is_written(sealed: Path) -> None:
    class Swapping(LocalKey):
        def wrap(self, data_key: Secret, aad: bytes) -> bytes:
            return super().wrap(Secret(bytes(32)), aad)

    swapping = Swapping(KEY.key_id, 2, NEWER.secret)
    with pytest.raises(ReadBackError):
        Vault(Keyring("acme", [swapping], [KEY, PAIR, NEWER])).rotate(sealed)
    assert said(Vault(Keyring("acme", [], [PAIR])), sealed) == PLAIN


def test_an_identity_that_does_not_fit_its_recipient_is_found_before_the_other_copy_is_written(sealed: Path) -> None:
    wrong = XWingIdentity.generate(key_id=PAIR.key_id, version=2)
    vault = Vault(Keyring("acme", [NEWER_PAIR.recipient], [KEY, PAIR, wrong]))
    with pytest.raises((UnwrapError, ReadBackError)):
        vault.rotate(sealed)
    assert said(Vault(Keyring("acme", [], [KEY])), sealed) == PLAIN


@pytest.mark.parametrize("good", [0, 1])
def test_a_degraded_file_survives_a_crash_in_the_first_write_of_its_rotation(sealed: Path, good: int) -> None:
    whole = bytearray(sealed.read_bytes())
    whole[(1 - good) * 4096 + 70] ^= 1
    sealed.write_bytes(whole)
    for seed in range(8):  # how much of the torn write arrives
        with pytest.raises(Crash):
            Vault(NEW.keyring, disk=FaultyDisk(0, seed=seed)).rotate(sealed)
        assert said(OLD, sealed) == PLAIN
    assert not NEW.rotate(sealed).degraded


def test_a_generation_that_somebody_set_to_the_last_one_is_told_and_reseal_helps(sealed: Path) -> None:
    whole = sealed.read_bytes()
    head = attrs.evolve(Header.decode(whole[:4096]), generation=2**64 - 1).encode()
    sealed.write_bytes(head * 2 + whole[8192:])
    with pytest.raises(DamagedError, match="rotations"):
        NEW.rotate(sealed)
    assert said(NEW, sealed) == PLAIN
    assert NEW.reseal(sealed, CALL).generation == 0
    NEW.rotate(sealed)


def test_a_rotation_through_a_link_is_refused(sealed: Path) -> None:
    link = sealed.with_name("link")
    link.symlink_to(sealed)
    with pytest.raises(StorageError, match="symbolic link"):
        NEW.rotate(link)
    with pytest.raises(StorageError, match="symbolic link"):
        NEW.reseal(link, CALL)
