"""Half-written files that a crash left: they are locked while they are written, so what is not locked is nobody's."""

from __future__ import annotations

from pathlib import Path

from pbxprivacy.vault.disk import PARTIAL_SUFFIX, Disk, refusals

__all__ = ["tidy"]


def tidy(disk: Disk, folder: Path) -> int:
    """Remove what crashes left half written; see `pbxprivacy.vault.Vault.tidy`."""
    removed = 0
    with refusals(folder, "the folder cannot be tidied"):
        for path in folder.glob(f".*{PARTIAL_SUFFIX}"):
            if path.is_symlink():  # the vault makes none
                continue
            descriptor = disk.open(path, write=True)
            try:
                disk.lock(descriptor)
                disk.remove(path)
                removed += 1
            except BlockingIOError:
                continue
            finally:
                disk.close(descriptor)
    return removed
