"""Taking in one plain recording: sealed exactly once, whatever crashes, with what is known of it beside.

The order, so that either the plain file or the sealed one is whole at any moment, and never two sealed ones:

1. seal to ``.<token>.part`` in the folder, the plain file kept; the token names this very plain file,
2. seal the manifest beside,
3. name the sealed file by its file id (a second name of the same file), and tell the hook,
4. remove the plain file, then the first name.

After a crash the token finds the ``.part`` again. With its second name it was finished, and only 4 is left; without,
it is sealed again over it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import BusyError, ChangedError, StorageError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.disk import refusals, shown
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.manifest import Manifest, path_of
from pbxprivacy.vault.vault import Vault

__all__ = ["PART", "SUFFIX", "Hook", "sweep", "take_in"]

SUFFIX: Final = ".pbxr"
PART: Final = ".part"
_NO_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)

Hook = Callable[[Path, Path], None]
"""Hears the plain file's path and the sealed one's, before the plain file is removed; perhaps twice after a crash."""


def take_in(
    vault: Vault,
    source: Path,
    folder: Path,
    manifest: Manifest,
    *,
    suffix: str = SUFFIX,
    hook: Hook | None = None,
    beside: Sequence[Path] = (),
) -> SealedFile:
    """Seal a plain recording into a folder, with its manifest, and remove the plain file.

    Args:
        vault: whom to seal for; one that can only seal is enough.
        source: the plain recording, closed by its recorder.
        folder: where the sealed file goes; its name there is the file id.
        manifest: what is known of it; it goes beside, sealed.
        suffix: of the sealed file's name.
        hook: hears of the new path.
        beside: plain files that go with it, such as its call file.

    Raises:
        BusyError: another process takes the same file in.
        ChangedError: the file changed or vanished meanwhile.
        VaultError: anything else that keeps it from being sealed; the plain file is still there.
    """
    try:
        seen = source.lstat()
        token = _token(seen)
    except FileNotFoundError:
        raise ChangedError("is not there (any more)", where=shown(source)) from None
    except OSError as error:
        raise StorageError(f"cannot be read: {error.strerror}", where=shown(source)) from None
    part = folder / f".{token}{PART}"
    with _claim(folder / f".{token}.lock", source), refusals(source, "the recording cannot be taken in"):
        if not source.exists():
            raise ChangedError("was taken in by another process", where=shown(source))
        sealed = _finished(vault, part, folder, suffix)
        if sealed is None:
            associated = AssociatedData(vault.keyring.tenant, manifest.call_id)
            sealed = vault.seal(source, part, associated, keep_source=True, replace=True)
            if _token(source.lstat()) != token:
                raise ChangedError("changed while it was being sealed", where=shown(source))
            manifest.seal(vault, folder, sealed.file_id)
            _name(part, _named(folder, sealed, suffix))
            _flush(folder)
        path = _named(folder, sealed, suffix)
        if hook:
            hook(source, path)
        if _replaced(source, seen):
            raise ChangedError("another recording took its name; that one was kept", where=shown(source))
        for plain in (*beside, source):
            if os.path.lexists(plain):
                plain.unlink(missing_ok=True)
        _flush(source.parent)
        part.unlink(missing_ok=True)
    return attrs.evolve(sealed, path=path)


def sweep(folder: Path, before: float) -> int:
    """Remove first names that a crash left after the plain file was gone.

    Args:
        folder: where sealed files are.
        before: seconds since 1970; what is younger may still be at work, and is left.

    Returns:
        How many were removed. A first name without a second is left: it may be the only copy.
    """
    swept = 0
    for part in folder.glob(f".*{PART}"):
        seen = part.stat()
        if seen.st_nlink > 1 and seen.st_ctime < before:
            part.unlink(missing_ok=True)
            part.with_suffix(".lock").unlink(missing_ok=True)
            swept += 1
    return swept


def _token(seen: os.stat_result) -> str:
    """Name this very file: the same after a crash, another after any change, and no hint of the path."""
    # the change time too: a new file may get the inode of one that is gone, and a recorder may set its times
    text = f"{seen.st_dev} {seen.st_ino} {seen.st_ctime_ns} {seen.st_mtime_ns} {seen.st_size}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _replaced(source: Path, seen: os.stat_result) -> bool:
    """Whether the name means another content by now; a file that is gone was not replaced."""
    try:
        now = source.lstat()
    except FileNotFoundError:
        return False
    return any(getattr(now, part) != getattr(seen, part) for part in ("st_dev", "st_ino", "st_size", "st_mtime_ns"))


def _name(part: Path, path: Path) -> None:
    """Give the sealed file its second name; where there are no hard links, the only one.

    A crash may then seal the recording twice, which ingest finds out.
    """
    try:
        path.hardlink_to(part)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        part.rename(path)


def _named(folder: Path, sealed: SealedFile, suffix: str) -> Path:
    return folder / f"{sealed.file_id.hex()}{suffix}"


def _finished(vault: Vault, part: Path, folder: Path, suffix: str) -> SealedFile | None:
    """Return the sealed file of an earlier run that got as far as its second name; clear away one that did not."""
    if not part.exists():
        return None
    sealed = vault.inspect(part)
    path = _named(folder, sealed, suffix)
    if path.exists() and path.samefile(part):
        return sealed
    path_of(folder, sealed.file_id).unlink(missing_ok=True)
    return None


def _flush(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _claim(lock: Path, source: Path) -> Iterator[None]:
    """Hold the one lock of a plain file; it goes away with the process, and the lock file with the work."""
    try:
        number = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"cannot be written: {error.strerror}",
            where=str(lock.parent),
            mend="mend the rights of the folder",
        ) from None
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            current = lock.stat().st_ino == os.fstat(number).st_ino
        except OSError:  # held, or finished and removed between the two calls
            current = False
        if not current:
            raise BusyError("is being taken in by another process", where=shown(source))
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        os.close(number)
