"""A sealed recording as a seekable, read-only binary file whose every byte was authenticated."""

from __future__ import annotations

import io

from pbxprivacy.vault.info import SealedFile

__all__ = ["SealedReader"]


class SealedReader(io.RawIOBase):
    """The plain recording; `size` bytes, known for certain since the last chunk was checked on opening.

    Attributes:
        info: what is known about the sealed file.
        size: bytes of the plain recording.
    """

    info: SealedFile
    size: int
