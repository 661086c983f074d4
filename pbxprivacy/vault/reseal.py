"""Sealing anew under a new data key: what helps when a key was compromised, which rotation does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.body import Body
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.envelope import agreed_key
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys.keyring import Keyring
from pbxprivacy.vault.open import OpenFile
from pbxprivacy.vault.seal import Draft, Sealing, write_sealed
from pbxprivacy.vault.source import BUFFER, PlainStream

__all__ = ["reseal"]


def reseal(
    disk: Disk, path: Path, associated: AssociatedData, *, keyring: Keyring, to: AssociatedData, how: Sealing
) -> SealedFile:
    """Put a recording sealed anew in the place of the old one; see `pbxprivacy.vault.Vault.reseal`."""
    with OpenFile(disk, path, write=True) as file, refusals(path, "the recording cannot be sealed anew"):
        body = file.body(agreed_key(file.copies.header, keyring), associated)
        body.check_length()
        how = attrs.evolve(how, replace=True, mtime_ns=file.found.st_mtime_ns)
        plain = PlainStream(_pieces(body))
        plain.mode = file.found.st_mode & 0o666
        return write_sealed(Draft.new(disk, to, how), plain, path, how=how, identities=keyring)


def _pieces(body: Body) -> Iterator[memoryview]:
    buffer, at = memoryview(bytearray(BUFFER)), 0
    while got := body.read_into(buffer, at):
        yield buffer[:got]
        at += got
