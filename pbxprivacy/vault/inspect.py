"""What can be told of a sealed file without a key; none of it is authenticated."""

from __future__ import annotations

from pathlib import Path

from pbxprivacy.errors import TruncatedError
from pbxprivacy.vault.body import CHUNK, PREFIX, SEALED_CHUNK, plain_size
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.open import OpenFile

__all__ = ["inspect", "told"]


def inspect(disk: Disk, path: Path) -> SealedFile:
    """Tell about a sealed file; see `pbxprivacy.vault.Vault.inspect`."""
    with OpenFile(disk, path) as file:
        return told(file)


def told(file: OpenFile) -> SealedFile:
    """Tell about a sealed file that is open."""
    try:
        return file.info(plain_size(file.body_size))
    except TruncatedError:
        chunks = max(0, file.body_size - PREFIX) // SEALED_CHUNK
        return file.info(chunks * CHUNK, truncated=True)
