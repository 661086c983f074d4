"""A rendering into a folder: each file whole or not at all, what is as it should be is not touched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.adapters.asterisk.render.files import MADE_BY
from pbxprivacy.adapters.asterisk.render.render import Rendering
from pbxprivacy.adapters.asterisk.render.told import RenderReport
from pbxprivacy.errors import PbxPrivacyError, UsageError

__all__ = ["FolderError", "write"]

_MARK: Final = MADE_BY.encode()
_HEAD: Final = 400
_READABLE: Final = 0o644  # no secret is in them


class FolderError(PbxPrivacyError):
    """The folder cannot be written to; each file in it is whole, as it was or as it should be."""


def write(rendering: Rendering, folder: Path) -> RenderReport:
    """Write the files, and make files of an earlier rendering that are no longer part of it say so.

    Raises:
        UsageError: a file of somebody else is where one should be written; nothing was changed.
        FolderError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        wanted = {name: text.encode() for name, text in rendering.files.items()}
        foreign = sorted(name for name in wanted if not _is_ours(folder / name, absent=True))
        if foreign:
            raise UsageError(
                f"{', '.join(foreign)}: somebody else's file is there, and is not overwritten",
                where=str(folder),
                mend="render into a folder of its own, and #include from there",
            )
        for path in sorted(folder.glob("*.conf")):
            if path.name not in wanted and _is_ours(path, absent=False):
                wanted[path.name] = (
                    f"; {MADE_BY}\n; It is no longer part of what is rendered; it says nothing.\n".encode()
                )
        written = [name for name, data in sorted(wanted.items()) if _written(folder / name, data)]
    except OSError as error:
        raise FolderError(
            f"cannot be written: {error.strerror or error}", where=str(folder), mend="check the path and its rights"
        ) from None
    unchanged = tuple(name for name in sorted(wanted) if name not in written)
    return attrs.evolve(rendering.report, written=tuple(written), unchanged=unchanged)


def _is_ours(path: Path, *, absent: bool) -> bool:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return False
    if not path.exists():
        return absent
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD)


def _written(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else _READABLE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
