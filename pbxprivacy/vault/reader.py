"""A sealed recording as a seekable, read-only binary file whose every byte was authenticated."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pbxprivacy.errors import VaultError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.envelope import data_key
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys.interface import IdentitySource
from pbxprivacy.vault.open import OpenFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = ["SealedReader"]


class SealedReader(io.RawIOBase):
    """The plain recording; seekable, read-only, never a byte whose tag was not checked.

    It keeps reading the file it opened, whatever is done with the name meanwhile. Not for several threads at
    once. Reading raises `DamagedError` at the first chunk that was changed.

    Attributes:
        info: what is known about the sealed file.
        size: bytes of the recording; certain, since the last chunk was checked on opening.
    """

    info: SealedFile
    size: int

    def __init__(self, disk: Disk, path: Path, associated: AssociatedData, identities: IdentitySource) -> None:
        """Open a recording; see `pbxprivacy.vault.Vault.open`."""
        self._at = 0
        self._file = OpenFile(disk, path)
        try:
            with refusals(path, "the sealed recording cannot be read"):
                key = data_key(self._file.copies.header, identities)
                self._body = self._file.body(key, associated)
                self.size = self._body.check_length()
        except BaseException:
            self._file.close()
            raise
        self.info = self._file.info(self.size)
        self._reading = refusals(path, "the recording cannot be read")

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position, in bytes of the recording."""
        self._check_open()
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to a position and return it; beyond the end there is nothing to read."""
        self._check_open()
        start = 0 if whence == os.SEEK_SET else {os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("a position before the start")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer; fewer bytes only at the end."""
        self._check_open()
        with memoryview(buffer).cast("B") as into:
            try:
                got = self._body.read_into(into, self._at)
            except (OSError, VaultError):
                with self._reading:
                    raise
        self._at += got
        return got

    def read(self, size: int | None = -1, /) -> bytes:
        """Return that many bytes, or everything to the end; fewer only at the end."""
        self._check_open()
        length = self.size - self._at if size is None or size < 0 else size
        try:
            data = self._body.read(self._at, length)
        except (OSError, VaultError):
            with self._reading:  # entered only here, since every range passes by
                raise
        self._at += len(data)
        return data

    def readall(self) -> bytes:
        """Return everything from here to the end."""
        return self.read()

    def write(self, data: ReadableBuffer, /) -> NoReturn:  # noqa: ARG002 - the signature is that of io.RawIOBase
        """Refuse: a sealed recording is read-only."""
        raise io.UnsupportedOperation("a sealed recording is read-only")

    def close(self) -> None:
        """Close the sealed file."""
        if not self.closed:
            self._file.close()
        super().close()

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("this recording was closed")
