"""Checking every byte of a recording, both header copies, and every slot that our keys open."""

from __future__ import annotations

from pathlib import Path

from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.body import Body
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.envelope import agreed_key
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys.interface import IdentitySource
from pbxprivacy.vault.open import OpenFile
from pbxprivacy.vault.source import BUFFER

__all__ = ["verify"]


def verify(disk: Disk, path: Path, associated: AssociatedData, identities: IdentitySource) -> SealedFile:
    """Check a recording from its first byte to its last; see `pbxprivacy.vault.Vault.verify`."""
    with OpenFile(disk, path) as file, refusals(path, "the sealed recording cannot be verified"):
        body = file.body(agreed_key(file.copies.header, identities), associated)
        size = body.check_length()
        _read_all(body)
        return file.info(size)


def _read_all(body: Body) -> None:
    buffer, at = memoryview(bytearray(BUFFER)), 0
    while got := body.read_into(buffer, at):
        at += got
