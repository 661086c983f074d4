"""The vault: one tenant's keyring, and everything that is done with sealed recordings under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from pbxprivacy.errors import UsageError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.info import Salvaged, SealedFile
from pbxprivacy.vault.inspect import inspect
from pbxprivacy.vault.keys import Keyring, Recipient
from pbxprivacy.vault.reader import SealedReader
from pbxprivacy.vault.reseal import reseal
from pbxprivacy.vault.rotate import change_slots, rotate
from pbxprivacy.vault.salvage import salvage
from pbxprivacy.vault.seal import Draft, Sealing, check_tenant, seal
from pbxprivacy.vault.tidy import tidy
from pbxprivacy.vault.verify import verify

__all__ = ["Vault"]


class Vault:
    """Sealed recordings of one tenant.

    Every method leaves either the old or the new state, whenever it is interrupted. None releases a byte
    whose tag was not checked. The errors are those of `pbxprivacy.errors.VaultError`; a disk that refuses is a
    `StorageError`.

    Args:
        keyring: the tenant's keys.
        disk: the file system; another one is for tests.
    """

    def __init__(self, keyring: Keyring, *, disk: Disk | None = None) -> None:
        self.keyring = keyring
        self.disk = disk or Disk()

    def seal(
        self,
        source: Path | BinaryIO | Iterable[bytes],
        target: Path,
        associated: AssociatedData,
        *,
        recipients: Sequence[Recipient] | None = None,
        header_size: int = 4096,
        suffix: str = ".pbxr",
        durable: bool = True,
        keep_source: bool = False,
        replace: bool = False,
        mtime_ns: int | None = None,
    ) -> SealedFile:
        """Seal a recording.

        The sealed file is written beside the target, read back and checked, and only then named; then the
        plain file, where the source was a path, is removed. That unlinks it: what the disk still holds of it
        is told in the documentation.

        Args:
            source: a path, a file opened in binary mode, or pieces of bytes. A path is locked meanwhile; a
                path that is still written is refused (`ChangedError`) when it changes before the end.
            target: the sealed file; or a folder that exists, where the name is the file id and the suffix. The
                target may be the source itself: then the sealed one takes its place.
            associated: what the recording is bound to.
            recipients: whom to seal for, instead of the keyring's recipients.
            header_size: 2048, 4096, 8192 or 16384 bytes; fixed for the life of the file.
            suffix: of the name in a folder.
            durable: flush to the disk before anything is removed; without it a power failure may take the
                recording along.
            keep_source: leave the plain file where it is.
            replace: overwrite a target that exists.
            mtime_ns: modification time of the sealed file; that of the source where it is a path.

        Raises:
            ChangedError: the source changed or vanished meanwhile.
            BusyError: another process is sealing the source.
            ExistsError: the target is there already.
            ReadBackError: the disk gave back something else; the plain file was kept.
            StorageError: the disk is full, the folder is read-only, the source cannot be read.
        """
        how = Sealing(
            tuple(self.keyring.newest() if recipients is None else recipients),
            header_size=header_size,
            suffix=suffix,
            durable=durable,
            keep_source=keep_source,
            replace=replace,
            mtime_ns=mtime_ns,
        )
        return seal(self.disk, self.keyring, source, target, associated=associated, how=how)

    def seal_bytes(self, plain: bytes, associated: AssociatedData, *, header_size: int = 4096) -> bytes:
        """Return a recording sealed in memory, such as a voicemail that goes to an object store."""
        check_tenant(self.keyring, associated)
        how = Sealing(self.keyring.newest(), header_size=header_size)
        return Draft.new(self.disk, associated, how).bytes(plain)

    def open(self, path: Path, associated: AssociatedData) -> SealedReader:
        """Open a recording for reading; header, key, commitment and length are checked before this returns.

        Raises:
            NotSealedError, UnsupportedFormatError, DamagedError, TruncatedError: about the file.
            NoKeyError, UnwrapError: about the keyring.
            MismatchError: another tenant or call, or a header that is not of this body.
        """
        check_tenant(self.keyring, associated)
        return SealedReader(self.disk, path, associated, self.keyring)

    def read_range(self, path: Path, associated: AssociatedData, start: int, stop: int) -> bytes:
        """Return the bytes from ``start`` to before ``stop``, cut at the end of the recording."""
        if not 0 <= start <= stop:
            raise UsageError("a range that ends before it starts", mend="give 0 <= start <= stop")
        with self.open(path, associated) as recording:
            recording.seek(start)
            return recording.read(min(stop, max(start, recording.size)) - start)

    def verify(self, path: Path, associated: AssociatedData) -> SealedFile:
        """Check every byte of a recording; errors as in `open`."""
        check_tenant(self.keyring, associated)
        return verify(self.disk, path, associated, self.keyring)

    def inspect(self, path: Path) -> SealedFile:
        """Tell what can be told without a key. Nothing of it is authenticated."""
        return inspect(self.disk, path)

    def rotate(self, path: Path, *, durable: bool = True) -> SealedFile:
        """Wrap the data key anew for the newest versions of the keys it is wrapped for, in place.

        Adds no recipient and drops none: a slot whose key has a newer version among the keyring's recipients
        is replaced, all others stay as they are. Body, size and modification time stay. Repairs a degraded
        header.
        """
        return rotate(self.disk, path, self.keyring, durable=durable)

    def change_slots(
        self,
        path: Path,
        *,
        add: Sequence[Recipient] = (),
        drop: Sequence[tuple[int, bytes]] = (),
        durable: bool = True,
    ) -> SealedFile:
        """Add recipients and drop others in place, in one step that a crash does not halve.

        At ingest: ``add=[shred_key], drop=[(slot.slot_type, slot.key_id) ...]`` of the public-key slots.
        Whoever held a dropped key and saw the file before can still open it: for a compromised key, `reseal`.

        Args:
            path: the sealed file.
            add: new recipients; one of the same type and key id replaces its slot.
            drop: slot type and key id of slots to remove.
            durable: flush each copy to the disk.
        """
        return change_slots(self.disk, path, self.keyring, add=add, drop=drop, durable=durable)

    def reseal(
        self,
        path: Path,
        associated: AssociatedData,
        *,
        recipients: Sequence[Recipient] | None = None,
        to: AssociatedData | None = None,
        durable: bool = True,
    ) -> SealedFile:
        """Seal a recording anew, under a new data key and file id, and put it in the place of the old one."""
        check_tenant(self.keyring, associated)
        check_tenant(self.keyring, to or associated)
        how = Sealing(
            tuple(self.keyring.newest() if recipients is None else recipients),
            header_size=inspect(self.disk, path).header_size,
            durable=durable,
        )
        return reseal(self.disk, path, associated, keyring=self.keyring, to=to or associated, how=how)

    def tidy(self, folder: Path) -> int:
        """Remove what crashes left half written in a folder, and return how many files that were.

        A file that another process is writing is left alone.
        """
        return tidy(self.disk, folder)

    def salvage(self, path: Path, associated: AssociatedData, out: Path) -> Salvaged:
        """Write in the clear what a damaged recording still has, up to its first bad chunk."""
        check_tenant(self.keyring, associated)
        return salvage(self.disk, path, associated, out, self.keyring)
