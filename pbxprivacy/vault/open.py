"""Opening: header, key, commitment and length are checked before anything else is done with a recording."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

from pbxprivacy.errors import BusyError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.body import Body
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.header import Copies, read_copies
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys.secret import Secret

__all__ = ["OpenFile"]


class OpenFile:
    """A sealed file that is open: its header copies, and with a key its body.

    It stays the same file whatever happens to its name.

    Attributes:
        path: where it was found.
        copies: the header copies.
        found: size, times and rights when it was opened.

    Raises:
        StorageError: it cannot be read; BusyError where another process writes to it.
        NotSealedError, UnsupportedFormatError, DamagedError: about the header.
    """

    def __init__(self, disk: Disk, path: Path, *, write: bool = False) -> None:
        """Open a file and read its header; with ``write`` it is locked until it is closed."""
        self.path = path
        self.disk = disk
        with refusals(path, "the sealed recording cannot be opened"):
            self.descriptor = disk.open(path, write=write)
            try:
                if write:
                    disk.lock(self.descriptor)
                self.found = disk.stat(self.descriptor)
                if write:
                    self._check_name()
                self.copies: Copies = read_copies(disk, self.descriptor, locked=write)
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and give up its lock."""
        if self.descriptor >= 0:
            self.disk.close(self.descriptor)
            self.descriptor = -1

    def _check_name(self) -> None:
        if not self.disk.is_named(self.found, self.path):
            raise BusyError("another process just replaced or removed it")

    @property
    def body_size(self) -> int:
        """Bytes of the sealed body."""
        return self.found.st_size - self.copies.header.fixed.body_offset

    def body(self, key: Secret, associated: AssociatedData) -> Body:
        """Return the body, its commitment checked.

        Raises:
            MismatchError: another tenant or call, or a header that is not of this body.
        """
        context = self.copies.header.fixed.body_context(associated.canon())
        return Body(self._fetcher(), self.body_size, key, context)

    def info(self, plain_size: int, *, truncated: bool = False) -> SealedFile:
        """Tell about the file."""
        return SealedFile.of(
            self.path,
            self.copies.header,
            size=self.found.st_size,
            plain_size=plain_size,
            degraded=self.copies.degraded,
            truncated=truncated,
        )

    def _fetcher(self) -> Callable[[memoryview, int], int]:
        read, start = self.disk.read, self.copies.header.fixed.body_offset
        return lambda into, offset: read(self.descriptor, into, start + offset)
