"""What is sealed: a plain file under lock, an open file, or pieces of bytes."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from pbxprivacy.errors import ChangedError, UsageError
from pbxprivacy.vault.disk import Disk, refusals, shown

__all__ = ["BUFFER", "PlainFile", "PlainStream", "Source", "opened", "scratch"]

BUFFER: Final = 524_288  # the best of what was measured; larger ones fall out of the caches

_RIGHTS: Final = 0o666


def scratch(size: int) -> memoryview:
    """Return a buffer that lies on whole pages, and of which only what is used costs memory."""
    return memoryview(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))


class Source(Protocol):
    """Where the plain recording is read from."""

    mode: int
    mtime_ns: int | None

    def pieces(self) -> Iterator[memoryview]:
        """Yield the recording in pieces of at most `BUFFER` bytes, each good until the next is asked for."""

    def check(self) -> None:
        """Raise `ChangedError` where what was read is not what is there now."""


class PlainFile:
    """A plain file, locked while it is sealed, so that two processes do not seal it twice.

    Attributes:
        mode: its rights, without execution.
        mtime_ns: its modification time.

    Raises:
        BusyError: another process is sealing it.
        ChangedError: another process just did.
    """

    def __init__(self, disk: Disk, path: Path) -> None:
        self.path = path
        self._disk = disk
        with refusals(path, "the recording cannot be read"):
            self._descriptor = disk.open(path)
        try:
            with refusals(path, "the recording cannot be sealed"):
                disk.lock(self._descriptor)
            self._found = disk.stat(self._descriptor)
            self._at = 0
            self.mode = self._found.st_mode & _RIGHTS
            self.mtime_ns: int | None = self._found.st_mtime_ns
            self.check()
        except BaseException:
            self.close()
            raise

    def pieces(self) -> Iterator[memoryview]:
        """Yield the recording; see `Source`."""
        buffer = scratch(BUFFER)
        while True:
            with refusals(self.path, "the recording cannot be read"):
                got = self._disk.read(self._descriptor, buffer, self._at)
            if not got:
                return
            self._at += got
            yield buffer[:got]

    def check(self) -> None:
        """Raise `ChangedError` unless the name still means this file, and nobody wrote to it."""
        now = self._disk.stat(self._descriptor)
        if not self._disk.is_named(now, self.path):
            raise ChangedError("the recording vanished while it was being sealed", where=shown(self.path))
        kept = (now.st_size, now.st_mtime_ns) == (self._found.st_size, self._found.st_mtime_ns)
        if not kept or self._at not in {0, now.st_size}:
            raise ChangedError(
                "the recording changed while it was being sealed",
                where=shown(self.path),
                mend="seal it once the recorder has closed it",
            )

    def remove(self) -> None:
        """Unlink the plain file."""
        with refusals(self.path, "the plain recording cannot be removed"):
            self._disk.remove(self.path)

    def close(self) -> None:
        """Give up the lock."""
        self._disk.close(self._descriptor)


class PlainStream:
    """Pieces of bytes, or a file opened in binary mode; never closed here."""

    mode = 0o600
    mtime_ns: int | None = None

    def __init__(self, pieces: Iterable[bytes | memoryview]) -> None:
        self._pieces = pieces

    def pieces(self) -> Iterator[memoryview]:
        """Yield the recording; see `Source`."""
        for piece in self._pieces:
            view = memoryview(piece).cast("B")
            for at in range(0, len(view), BUFFER):
                yield view[at : at + BUFFER]

    def check(self) -> None:
        """Nothing can be said about a stream."""


def _read(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while (piece := read(BUFFER)) != b"":
        if not isinstance(piece, bytes):  # None: nothing there yet, which is not the end
            raise UsageError("a recording is read as bytes", mend="open the file in binary and blocking mode")
        yield piece


@contextmanager
def opened(disk: Disk, source: Path | BinaryIO | Iterable[bytes]) -> Iterator[Source]:
    """Hold a source open."""
    if isinstance(source, Path):
        file = PlainFile(disk, source)
        try:
            yield file
        finally:
            file.close()
    elif isinstance(source, str | bytes | bytearray | memoryview):
        raise UsageError(
            "a recording comes as a Path, a binary file or pieces of bytes", mend="wrap it: Path(name), [data]"
        )
    else:
        read = getattr(source, "read", None)
        yield PlainStream(_read(read) if read else source)
