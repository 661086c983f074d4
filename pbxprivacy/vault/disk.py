"""The few things the vault asks of a file system, in one place, so that a test can make each of them fail.

Errors of the operating system come out as `StorageError`. File names of recordings may hold phone numbers, so
messages show them with long runs of digits blotted out.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import BusyError, ExistsError, StorageError, VaultError

__all__ = ["PARTIAL_SUFFIX", "Disk", "refusals", "shown"]

PARTIAL_SUFFIX: Final = ".partial"
# NFS locks only what is open for writing, other file systems lock nothing: work goes on without
_NO_LOCKS: Final = (errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP)
_DIGITS: Final = re.compile(r"\d{5,}")
_FILE_ID: Final = re.compile(r"[0-9a-f]{32}")


def shown(path: Path) -> str:
    """Return a path as a message may show it: numbers blotted out, file ids kept."""
    return "/".join(
        part if _FILE_ID.match(part) else _DIGITS.sub(lambda found: "#" * len(found[0]), part)
        for part in str(path).split("/")
    )


@attrs.define(eq=False)
class refusals:  # noqa: N801 - it is used as a function is
    """Turn what the operating system refuses into `StorageError`, and say of every `VaultError` where it was.

    A class and not a generator, since every read of a range passes through it.
    """

    path: Path
    doing: str

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        told: StorageError
        match error:
            case None:
                return
            case VaultError():
                error.where = error.where or shown(self.path)
                return
            case FileExistsError():
                told = ExistsError(f"{self.doing}: it is there already", mend="choose another, or say to replace it")
            case BlockingIOError():
                told = BusyError(f"{self.doing}: another process works on it")
            case OSError():
                told = StorageError(f"{self.doing}: {os.strerror(error.errno or 0)}", mend="nothing was changed")
            case _:
                return
        told.where = shown(self.path)
        raise told from None


class Disk:
    """A POSIX file system. Methods take file descriptors where a file is open; all sizes are bytes."""

    def open(self, path: Path, *, write: bool = False) -> int:
        """Open an existing regular file; never waits on a pipe, never creates, never follows a link.

        What is removed or replaced afterwards is the name: behind a link the recording itself would stay.
        """
        how = (os.O_RDWR if write else os.O_RDONLY) | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
        try:
            descriptor = os.open(path, how)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise StorageError("this is a symbolic link", where=shown(path), mend="name the file itself") from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise StorageError("this is not a regular file", where=shown(path))
        return descriptor

    def create(self, folder: Path) -> tuple[int, Path]:
        """Create a new file beside its target, for the owner alone and locked while it is written."""
        path = folder / f".{secrets.token_hex(16)}{PARTIAL_SUFFIX}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self.lock(descriptor)
        return descriptor, path

    def close(self, descriptor: int) -> None:
        """Close a file, and with it give up its lock."""
        os.close(descriptor)

    def lock(self, descriptor: int) -> None:
        """Lock a file for writing, or raise BlockingIOError at once."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise

    def share(self, descriptor: int) -> None:
        """Wait until nobody writes to a file."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise

    def unlock(self, descriptor: int) -> None:
        """Give up a lock."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise

    def stat(self, descriptor: int) -> os.stat_result:
        """Return size, times and rights of an open file."""
        return os.fstat(descriptor)

    def is_named(self, found: os.stat_result, path: Path) -> bool:
        """Whether a name still means the file that was found."""
        try:
            return os.path.samestat(os.stat(path), found)  # noqa: PTH116 - the same, and faster
        except FileNotFoundError:
            return False

    def read(self, descriptor: int, into: memoryview, offset: int) -> int:
        """Fill a buffer from an offset; fewer bytes only at the end of the file."""
        filled = more = os.preadv(descriptor, [into], offset)
        while more and filled < len(into):
            more = os.preadv(descriptor, [into[filled:]], offset + filled)
            filled += more
        return filled

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        """Write all of the data at an offset."""
        rest = memoryview(data)
        while rest:
            written = os.pwrite(descriptor, rest, offset)
            rest, offset = rest[written:], offset + written

    def flush(self, descriptor: int) -> None:
        """Wait until the file's data is on the disk."""
        os.fdatasync(descriptor)

    def flush_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def set_times(self, descriptor: int, mtime_ns: int) -> None:
        """Set the modification time, in nanoseconds since 1970."""
        os.utime(descriptor, ns=(mtime_ns, mtime_ns))

    def set_mode(self, descriptor: int, mode: int) -> None:
        """Set the rights."""
        os.fchmod(descriptor, mode)

    def publish(self, partial: Path, target: Path, *, replace: bool) -> None:
        """Give a finished file its name, at once or not at all; FileExistsError where it is taken."""
        if replace:
            partial.replace(target)
            return
        try:
            os.link(partial, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links: the best that is left
            if target.exists():
                raise FileExistsError from None
            partial.replace(target)
        else:
            partial.unlink()

    def remove(self, path: Path) -> None:
        """Remove a name."""
        path.unlink()
