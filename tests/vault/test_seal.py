import errno
import hashlib
import io
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxprivacy.errors import (
    AlreadySealedError,
    BusyError,
    ChangedError,
    ExistsError,
    KeyringError,
    MismatchError,
    ReadBackError,
    StorageError,
    UsageError,
    VaultError,
)
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, Vault, XWingIdentity
from pbxprivacy.vault.disk import Disk

CALL = AssociatedData("acme", "call-1")
KEY, PAIR = LocalKey.generate(), XWingIdentity.generate()
VAULT = Vault(Keyring("acme", [KEY, PAIR.recipient], [KEY, PAIR]))
SIZES = [0, 1, 16_383, 16_384, 16_385, 262_143, 262_144, 262_145, 600_000]
LONG_AGO = 1_000_000_000_123_456_789


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "spool" / "call.wav"
    path.parent.mkdir()
    path.write_bytes(b"RIFF" + os.urandom(50_000))
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


def said(path: Path) -> bytes:
    with VAULT.open(path, CALL) as recording:
        return recording.read()


@pytest.mark.parametrize("size", SIZES)
def test_a_path_a_file_and_pieces_are_sealed_alike(size: int, tmp_path: Path, kept: Path) -> None:
    data = os.urandom(size)
    plain = tmp_path / "plain"
    plain.write_bytes(data)
    halves = [data[: size // 2], b"", data[size // 2 :]]
    for source in (plain, io.BytesIO(data), halves, iter(halves), (bytearray(piece) for piece in halves)):
        sealed = VAULT.seal(source, kept, CALL)
        assert said(sealed.path) == data
        assert sealed.plain_size == size
        assert sealed == VAULT.inspect(sealed.path) == VAULT.verify(sealed.path, CALL)


def test_the_plain_file_is_gone_and_time_and_rights_stay(plain: Path, kept: Path) -> None:
    data = plain.read_bytes()
    plain.chmod(0o640)
    sealed = VAULT.seal(plain, kept, CALL)
    assert not plain.exists()
    assert said(sealed.path) == data
    found = sealed.path.stat()
    assert found.st_mtime_ns == LONG_AGO
    assert stat.S_IMODE(found.st_mode) == 0o640
    assert list(kept.iterdir()) == [sealed.path]


def test_the_name_in_a_folder_is_the_file_id_and_the_suffix_that_was_asked_for(plain: Path, kept: Path) -> None:
    sealed = VAULT.seal(plain, kept, CALL, suffix=".wav")
    assert sealed.path.name == sealed.file_id.hex() + ".wav"


def test_a_kept_source_stays(plain: Path, kept: Path) -> None:
    data = plain.read_bytes()
    sealed = VAULT.seal(plain, kept, CALL, keep_source=True, durable=False)
    assert plain.read_bytes() == said(sealed.path) == data


def test_a_recording_can_be_sealed_in_its_own_place(plain: Path) -> None:
    data = plain.read_bytes()
    sealed = VAULT.seal(plain, plain, CALL)
    assert sealed.path == plain
    assert said(plain) == data
    assert plain.stat().st_mtime_ns == LONG_AGO
    with pytest.raises(AlreadySealedError):
        VAULT.seal(plain, plain, CALL)
    with pytest.raises(UsageError):
        VAULT.seal(plain, plain, CALL, keep_source=True)


def test_a_target_that_exists_is_replaced_only_when_asked(plain: Path, kept: Path) -> None:
    target = kept / "sealed"
    target.write_bytes(b"something else")
    with pytest.raises(ExistsError):
        VAULT.seal(plain, target, CALL)
    assert target.read_bytes() == b"something else"
    assert plain.exists()
    VAULT.seal(plain, target, CALL, replace=True)
    assert said(target)


def test_the_modification_time_of_a_stream_can_be_given(kept: Path) -> None:
    sealed = VAULT.seal([b"x"], kept, CALL, mtime_ns=LONG_AGO)
    assert sealed.path.stat().st_mtime_ns == LONG_AGO


def test_a_node_without_identities_seals_what_it_cannot_open(plain: Path, kept: Path) -> None:
    data = plain.read_bytes()
    node = Vault(VAULT.keyring.sealing_only())
    sealed = node.seal(plain, kept, CALL)
    assert not plain.exists()
    with pytest.raises(KeyringError):
        node.open(sealed.path, CALL)
    assert said(sealed.path) == data


def test_a_keyring_of_another_tenant_seals_nothing(plain: Path, kept: Path) -> None:
    with pytest.raises(MismatchError):
        VAULT.seal(plain, kept, AssociatedData("other", "call-1"))
    assert plain.exists()


@pytest.mark.parametrize("source", ["name", b"bytes", io.StringIO("text")])
def test_what_is_not_a_source_is_refused(source: object, kept: Path) -> None:
    with pytest.raises(UsageError):
        VAULT.seal(source, kept, CALL)  # type: ignore[arg-type] # that is the point
    assert not list(kept.iterdir())


@pytest.mark.parametrize("size", SIZES)
def test_a_recording_is_sealed_in_memory(size: int, kept: Path) -> None:
    path, data = kept / "voicemail", os.urandom(size)
    path.write_bytes(VAULT.seal_bytes(data, CALL))
    assert said(path) == data


class Meddler(Disk):
    """Does something to the plain file once writing has begun."""

    def __init__(self, work: object) -> None:
        self.work = work

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        super().write(descriptor, data, offset)
        work, self.work = self.work, None
        if callable(work):
            work()


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def replace(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"another recording")


@pytest.mark.parametrize("meddle", [grow, replace, Path.unlink, Path.touch, lambda path: os.truncate(path, 9)])
def test_a_recording_that_changes_or_vanishes_while_it_is_sealed_is_refused(
    meddle: object, plain: Path, kept: Path
) -> None:
    disk = Meddler(lambda: meddle(plain))  # type: ignore[operator] # one of the five above
    with pytest.raises(ChangedError):
        Vault(VAULT.keyring, disk=disk).seal(plain, kept, CALL)
    assert not list(kept.iterdir())


class Liar(Disk):
    """Writes one bit wrong, once."""

    def __init__(self, at: int) -> None:
        self.at = at

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        changed = bytearray(data)
        if offset <= self.at < offset + len(changed):
            changed[self.at - offset] ^= 1
        super().write(descriptor, changed, offset)


@pytest.mark.parametrize("at", [0, 100, 4_000, 5_000, 8_191, 8_192, 8_230, 9_000, 30_000, 58_000])
def test_a_disk_that_writes_something_else_is_found_and_the_plain_file_kept(at: int, plain: Path, kept: Path) -> None:
    data = plain.read_bytes()
    with pytest.raises(ReadBackError):
        Vault(VAULT.keyring, disk=Liar(at)).seal(plain, kept, CALL)
    with pytest.raises(ReadBackError):
        Vault(VAULT.keyring.sealing_only(), disk=Liar(at)).seal(plain, kept, CALL)
    assert plain.read_bytes() == data
    assert not list(kept.iterdir())


@pytest.mark.outside("root, who may mount a tmpfs")
def test_a_full_disk_is_told_and_nothing_is_lost(plain: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(full)], check=True)
    try:
        with pytest.raises(StorageError, match=os.strerror(errno.ENOSPC)):
            VAULT.seal(plain, full, CALL)
        assert plain.stat().st_size == 50_004
        assert not list(full.iterdir())
    finally:
        subprocess.run(["umount", str(full)], check=True)


@pytest.mark.outside("root, who may mount a tmpfs")
def test_a_folder_on_a_read_only_file_system_is_told(plain: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=32k", "tmpfs", str(folder)], check=True)
    try:
        with pytest.raises(StorageError, match=os.strerror(errno.EROFS)):
            VAULT.seal(plain, folder, CALL)
        assert plain.exists()
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.outside("root, who may mount a tmpfs")
def test_a_plain_file_that_cannot_be_removed_is_told_and_both_are_there(kept: Path, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(spool)], check=True)
    try:
        plain = spool / "call.wav"
        plain.write_bytes(b"spoken")
        subprocess.run(["mount", "-o", "remount,ro", str(spool)], check=True)
        with pytest.raises(StorageError, match="removed"):
            VAULT.seal(plain, kept, CALL)
        assert said(next(kept.iterdir())) == plain.read_bytes() == b"spoken"
    finally:
        subprocess.run(["umount", str(spool)], check=True)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere"), lambda _: None])
def test_what_cannot_be_read_is_told(make: object, tmp_path: Path, kept: Path) -> None:
    path = tmp_path / "odd"
    make(path)  # type: ignore[operator] # one of the four above
    with pytest.raises(StorageError):
        VAULT.seal(path, kept, CALL)
    assert not list(kept.iterdir())


def test_an_unreadable_file_is_told(plain: Path, kept: Path) -> None:
    class Refusing(Disk):
        def open(self, path: Path, *, write: bool = False) -> int:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with pytest.raises(StorageError, match="Permission denied"):
        Vault(VAULT.keyring, disk=Refusing()).seal(plain, kept, CALL)


def test_a_huge_sparse_file_is_sealed_in_little_memory(tmp_path: Path, kept: Path) -> None:
    plain = tmp_path / "huge"
    with plain.open("wb") as file:
        file.truncate(300 << 20)
    script = f"""
from pathlib import Path
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault
key = LocalKey.generate()
vault, call = Vault(Keyring("acme", [key], [key])), AssociatedData("acme", "c")
def highest():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
vault.seal([b"x"], Path({str(kept)!r}), call)
before = highest()
vault.verify(vault.seal(Path({str(plain)!r}), Path({str(kept)!r}), call).path, call)
print(highest() - before)
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert 0 < int(done.stdout) <= 4096  # KiB more than sealing one byte took


def test_two_processes_that_seal_the_same_file_leave_one_sealed_recording(plain: Path, kept: Path) -> None:
    data = plain.read_bytes()
    started, go_on = threading.Event(), threading.Event()

    class Waiting(Disk):
        def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
            started.set()
            go_on.wait(10)
            super().write(descriptor, data, offset)

    first = threading.Thread(target=lambda: Vault(VAULT.keyring, disk=Waiting()).seal(plain, kept, CALL))
    first.start()
    started.wait(10)
    with pytest.raises(BusyError):
        VAULT.seal(plain, kept, CALL)
    go_on.set()
    first.join()
    with pytest.raises(StorageError):
        VAULT.seal(plain, kept, CALL)
    assert [said(path) for path in kept.iterdir()] == [data]


def test_who_waited_for_a_file_that_was_sealed_meanwhile_does_not_seal_it_again(plain: Path, kept: Path) -> None:
    class Late(Disk):
        def lock(self, descriptor: int) -> None:
            if not list(kept.iterdir()):
                VAULT.seal(plain, kept, CALL)
            super().lock(descriptor)

    with pytest.raises(ChangedError):
        Vault(VAULT.keyring, disk=Late()).seal(plain, kept, CALL)
    assert len(list(kept.iterdir())) == 1


def test_a_source_that_fails_leaves_nothing_behind(kept: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield bytes(400_000)
        raise ConnectionError

    with pytest.raises((ConnectionError, VaultError)):
        VAULT.seal(pieces(), kept, CALL)
    assert not list(kept.iterdir())


def test_no_message_shows_a_number_that_stands_in_a_file_name(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        VAULT.seal(tmp_path / "out-4930123456-1742.wav", kept, CALL)
    assert "4930123456" not in str(caught.value)
    assert "out-##########-1742.wav" in str(caught.value)


def test_each_recording_has_a_data_key_and_a_file_id_of_its_own(kept: Path) -> None:
    bodies = set()
    for _ in range(20):
        sealed = VAULT.seal([b"the same"], kept, CALL, durable=False)
        bodies.add(hashlib.sha256(sealed.path.read_bytes()[8192:]).digest())
    assert len(bodies) == len(list(kept.iterdir())) == 20


def test_a_recording_that_changes_after_the_sealed_one_got_its_name_is_kept(plain: Path, kept: Path) -> None:
    class Late(Disk):
        def publish(self, partial: Path, target: Path, *, replace: bool) -> None:
            super().publish(partial, target, replace=replace)
            with plain.open("ab") as file:
                file.write(b"more")

    with pytest.raises(ChangedError):
        Vault(VAULT.keyring, disk=Late()).seal(plain, kept, CALL)
    assert plain.read_bytes().endswith(b"more")


def test_a_link_to_a_recording_is_refused_since_removing_it_would_leave_the_recording(plain: Path, kept: Path) -> None:
    link = plain.with_name("link")
    link.symlink_to(plain)
    with pytest.raises(StorageError, match="symbolic link"):
        VAULT.seal(link, kept, CALL)
    assert plain.exists()


def test_a_recipient_that_wraps_another_key_is_found_and_the_plain_file_kept(plain: Path, kept: Path) -> None:
    class Swapping(LocalKey):
        def wrap(self, data_key: Secret, aad: bytes) -> bytes:
            return super().wrap(Secret(bytes(32)), aad)

    swapping = Swapping.generate()
    with pytest.raises(ReadBackError):
        Vault(Keyring(CALL.tenant, [swapping], [swapping])).seal(plain, kept, CALL)
    assert plain.exists()
    assert not list(kept.iterdir())
