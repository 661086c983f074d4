"""Saving what is left of a recording whose end is missing, or that was damaged."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pbxprivacy.errors import DamagedError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.body import CHUNK, PREFIX, Body, sealed_size
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.envelope import data_key
from pbxprivacy.vault.info import Salvaged
from pbxprivacy.vault.keys.interface import IdentitySource
from pbxprivacy.vault.open import OpenFile

__all__ = ["salvage"]


def salvage(disk: Disk, path: Path, associated: AssociatedData, out: Path, identities: IdentitySource) -> Salvaged:
    """Write in the clear what can be saved; see `pbxprivacy.vault.Vault.salvage`."""
    with OpenFile(disk, path) as file, refusals(path, "the recording cannot be salvaged"):
        body = file.body(data_key(file.copies.header, identities), associated)
        with refusals(out, "the salvaged recording cannot be written"):
            descriptor, partial = disk.create(out.parent)
            try:
                saved, complete = _copy(disk, descriptor, body)
                disk.flush(descriptor)
                disk.publish(partial, out, replace=False)
            except BaseException:
                with suppress(OSError):
                    disk.remove(partial)
                raise
            finally:
                disk.close(descriptor)
        used = sealed_size(saved) if complete else PREFIX + saved // CHUNK * (CHUNK + 16)
        return Salvaged(out, saved, file.body_size - used, complete)


def _copy(disk: Disk, descriptor: int, body: Body) -> tuple[int, bool]:
    """Copy chunk after chunk up to the first that is bad; tell whether the last one was among them."""
    buffer, at = memoryview(bytearray(CHUNK)), 0
    try:
        while (got := body.read_into(buffer, at)) == CHUNK:
            disk.write(descriptor, buffer, at)
            at += got
    except DamagedError:
        return at, False
    disk.write(descriptor, buffer[:got], at)
    return at + got, body.ends_at(at + got)
