"""Sealing: written beside the target, flushed and read back, named; and only then is the plain file removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Self

import attrs
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from pbxprivacy.errors import AlreadySealedError, ExistsError, MismatchError, ReadBackError, UsageError
from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.body import CHUNK, PREFIX, SEALED_CHUNK, sealed_size
from pbxprivacy.vault.disk import Disk, refusals, shown
from pbxprivacy.vault.envelope import new_data_key, new_header
from pbxprivacy.vault.format import MAGIC, Header
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.keys.interface import IdentitySource, Recipient
from pbxprivacy.vault.keys.keyring import Keyring
from pbxprivacy.vault.keys.secret import Secret
from pbxprivacy.vault.source import BUFFER, PlainFile, Source, opened, scratch

__all__ = ["Draft", "Sealing", "check_tenant", "seal", "write_sealed"]

_BLOCK: Final = 131_072  # written at multiples of it, so that the kernel can keep the file in large folios
_SEALED_BUFFER: Final = PREFIX + (BUFFER // CHUNK + 1) * SEALED_CHUNK


@attrs.frozen
class Sealing:
    """How a recording is sealed; see `pbxprivacy.vault.Vault.seal`."""

    recipients: tuple[Recipient, ...]
    header_size: int = 4096
    suffix: str = ".pbxr"
    durable: bool = True
    keep_source: bool = False
    replace: bool = False
    mtime_ns: int | None = None


def check_tenant(keyring: Keyring, associated: AssociatedData) -> None:
    """Raise `MismatchError` where a keyring is used for another tenant's recording."""
    if keyring.tenant != associated.tenant:
        raise MismatchError(
            "this keyring is of another tenant", where=associated.tenant, mend="load that tenant's keyring"
        )


@attrs.frozen
class Draft:
    """A recording that is being sealed: its header, and the data key while it is still at hand."""

    disk: Disk
    header: Header
    key: Secret
    context: bytes = attrs.field(repr=False)

    @classmethod
    def new(cls, disk: Disk, associated: AssociatedData, how: Sealing) -> Self:
        """Make a data key and wrap it for the recipients."""
        key = new_data_key()
        header = new_header(how.recipients, key, how.header_size)
        return cls(disk, header, key, header.fixed.body_context(associated.canon()))

    def write(self, descriptor: int, plain: Source) -> int:
        """Write header and body; return the bytes of the recording."""
        encryptor = Cobblestone256Encryptor(self.key.reveal(), self.context)
        out = scratch(_BLOCK + _SEALED_BUFFER)
        copy = self.header.encode()
        held = 2 * len(copy)  # bytes at the start of `out` that wait until they fill a block
        out[:held] = copy + copy
        at = size = 0
        for piece in plain.pieces():
            if not size and bytes(piece[: len(MAGIC)]) == MAGIC:
                raise AlreadySealedError(
                    "this recording is sealed already", mend="open it, or seal it anew with reseal"
                )
            size += len(piece)
            held += encryptor.update_into(piece, out[held:])
            whole = held - held % _BLOCK
            self.disk.write(descriptor, out[:whole], at)
            at, held = at + whole, held - whole
            out[:held] = out[whole : whole + held]
        end = encryptor.finalize()
        out[held : held + len(end)] = end
        self.disk.write(descriptor, out[: held + len(end)], at)
        return size

    def read_back(self, descriptor: int, size: int, identities: IdentitySource) -> None:
        """Raise `ReadBackError` unless the file system gives back what was written, and our keys open it.

        That may come out of memory: that the disk took it is what `Disk.flush` promises, and what the disk makes of
        it later is found by `pbxprivacy.vault.Vault.verify`.
        """
        buffer, out = scratch(BUFFER), scratch(_SEALED_BUFFER)
        copy, at = self.header.encode(), self.header.fixed.body_offset
        same = self.disk.read(descriptor, buffer[:at], 0) == at and buffer[:at] == copy + copy
        decryptor = Cobblestone256Decryptor(self.key.reveal(), self.context)
        opened_size = 0
        try:
            while got := self.disk.read(descriptor, buffer, at):
                opened_size += decryptor.update_into(buffer[:got], out)
                at += got
            opened_size += len(decryptor.finalize())
        except InvalidTag:
            same = False
        for slot in self.header.slots:
            if identity := identities.identity(slot.slot_type, slot.key_id, slot.version):
                same = same and identity.unwrap(slot.payload, slot.aad_in(self.header.fixed)) == self.key
        if not same or opened_size != size:
            raise ReadBackError(
                "what was read back is not what was written", mend="check the disk; the plain file was kept"
            )

    def bytes(self, plain: bytes) -> bytes:
        """Return a recording that is in memory, sealed in memory."""
        encryptor = Cobblestone256Encryptor(self.key.reveal(), self.context)
        copy, start = self.header.encode(), self.header.fixed.body_offset
        sealed = BytesIO(bytes(start + sealed_size(len(plain))))  # it gives its bytes away without copying them
        with sealed.getbuffer() as out:
            out[:start] = copy + copy
            end = start + encryptor.update_into(plain, out[start:])
            out[end:] = encryptor.finalize()
        return sealed.getvalue()


@contextmanager
def _flushed(disk: Disk, descriptor: int) -> Iterator[None]:
    """Have a file flushed at the end of the block; meanwhile the block need not wait for the disk."""
    with ThreadPoolExecutor(1) as pool:
        flush = pool.submit(disk.flush, descriptor)
        yield
        flush.result()


def seal(
    disk: Disk,
    keyring: Keyring,
    source: Path | BinaryIO | Iterable[bytes],
    target: Path,
    *,
    associated: AssociatedData,
    how: Sealing,
) -> SealedFile:
    """Seal a recording; see `pbxprivacy.vault.Vault.seal`."""
    check_tenant(keyring, associated)
    draft = Draft.new(disk, associated, how)
    if target.is_dir():
        target = target / (draft.header.fixed.file_id.hex() + how.suffix)
    with opened(disk, source) as plain:
        in_place = isinstance(plain, PlainFile) and target.exists() and target.samefile(plain.path)
        if in_place and how.keep_source:
            raise UsageError("a recording cannot be kept and replaced", mend="choose another target")
        if target.exists() and not (in_place or how.replace):
            raise ExistsError(
                "the target is there already", where=shown(target), mend="choose another, or say to replace it"
            )
        how = attrs.evolve(how, replace=in_place or how.replace)
        sealed = write_sealed(draft, plain, target, how=how, identities=keyring)
        if isinstance(plain, PlainFile) and not (how.keep_source or in_place):
            plain.check()
            plain.remove()
            if how.durable:
                with refusals(plain.path, "the folder cannot be flushed"):
                    disk.flush_folder(plain.path.parent)
    return sealed


def write_sealed(draft: Draft, plain: Source, target: Path, *, how: Sealing, identities: IdentitySource) -> SealedFile:
    """Write a sealed file beside its target, flush it and read it back, and then give it its name."""
    disk = draft.disk
    with refusals(target, "the sealed recording cannot be written"):
        descriptor, partial = disk.create(target.parent)
        try:
            size = draft.write(descriptor, plain)
            plain.check()
            disk.set_mode(descriptor, plain.mode)
            mtime_ns = plain.mtime_ns if how.mtime_ns is None else how.mtime_ns
            if mtime_ns is not None:
                disk.set_times(descriptor, mtime_ns)
            with _flushed(disk, descriptor) if how.durable else nullcontext():
                if how.durable or not how.keep_source:
                    draft.read_back(descriptor, size, identities)
                    plain.check()
            disk.publish(partial, target, replace=how.replace)
            if how.durable:
                disk.flush_folder(target.parent)
        except BaseException:
            with suppress(OSError):  # published already, or the disk is gone: what is left is sealed
                disk.remove(partial)
            raise
        finally:
            disk.close(descriptor)
    total = draft.header.fixed.body_offset + sealed_size(size)
    return SealedFile.of(target, draft.header, size=total, plain_size=size, degraded=False)
