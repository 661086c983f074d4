import errno
import fcntl
import os
from pathlib import Path

import pytest

from pbxprivacy.errors import BusyError, ExistsError, NotSealedError, StorageError
from pbxprivacy.vault.disk import Disk, refusals, shown

DISK = Disk()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("spool/out-4930123456-1742.wav", "spool/out-##########-1742.wav"),
        ("a/0123456789abcdef0123456789abcdef.pbxr", "a/0123456789abcdef0123456789abcdef.pbxr"),
        ("/var/spool/1742-3201.wav", "/var/spool/1742-3201.wav"),
    ],
)
def test_a_path_is_shown_without_numbers(path: str, said: str) -> None:
    assert shown(Path(path)) == said


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (FileExistsError(), ExistsError),
        (BlockingIOError(), BusyError),
        (OSError(errno.ENOSPC, "full"), StorageError),
        (PermissionError(errno.EACCES, "no"), StorageError),
        (NotSealedError("foreign"), NotSealedError),
    ],
)
def test_a_refusal_says_what_and_where(raised: Exception, told: type[StorageError]) -> None:
    with pytest.raises(told) as caught, refusals(Path("here"), "it cannot be done"):
        raise raised
    assert caught.value.where == "here"


def test_a_file_system_that_cannot_lock_is_worked_on_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(descriptor: int, how: int) -> None:
        raise OSError(errno.EBADF, "read-only descriptors are not locked over NFS")

    monkeypatch.setattr(fcntl, "flock", refuse)
    descriptor, _ = DISK.create(tmp_path)
    DISK.close(descriptor)


def test_another_failure_of_a_lock_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(descriptor: int, how: int) -> None:
        raise OSError(errno.EIO, "bad disk")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OSError, match="bad disk"):
        DISK.create(tmp_path)


def test_a_file_system_without_hard_links_gets_its_names_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    partial, target = tmp_path / "partial", tmp_path / "target"
    partial.write_bytes(b"new")
    DISK.publish(partial, target, replace=False)
    assert target.read_bytes() == b"new"
    partial.write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        DISK.publish(partial, target, replace=False)
    assert (target.read_bytes(), partial.read_bytes()) == (b"new", b"newer")


def test_a_write_is_finished_when_the_system_takes_only_a_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, data, offset: whole(descriptor, data[:3], offset))
    descriptor, path = DISK.create(tmp_path)
    DISK.write(descriptor, b"0123456789", 2)
    DISK.close(descriptor)
    assert path.read_bytes() == b"\0\x000123456789"


def test_a_new_file_is_closed_to_others(tmp_path: Path) -> None:
    descriptor, path = DISK.create(tmp_path)
    assert os.fstat(descriptor).st_mode & 0o777 == 0o600
    with pytest.raises(BlockingIOError):
        DISK.lock(DISK.open(path))
    DISK.close(descriptor)
