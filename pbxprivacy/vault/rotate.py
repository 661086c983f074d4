"""Changing the slots of a sealed file in place: the body, its size and its times stay.

The copy that does not count is written first and read back; then the other. Whenever this is interrupted, at least
one copy is whole, and the reader takes the newest that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pbxprivacy.errors import DamagedError, ReadBackError, UsageError
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.envelope import agreed_key, wrap
from pbxprivacy.vault.format import Header, Slot
from pbxprivacy.vault.header import Copies
from pbxprivacy.vault.info import SealedFile
from pbxprivacy.vault.inspect import told
from pbxprivacy.vault.keys.interface import Recipient
from pbxprivacy.vault.keys.keyring import Keyring, check_mixture
from pbxprivacy.vault.keys.secret import Secret
from pbxprivacy.vault.open import OpenFile

__all__ = ["change_slots", "rotate"]

_LAST_GENERATION: Final = (1 << 64) - 1


def rotate(disk: Disk, path: Path, keyring: Keyring, *, durable: bool = True) -> SealedFile:
    """Wrap the data key for newer versions of the same keys; see `pbxprivacy.vault.Vault.rotate`."""
    newest = {(recipient.slot_type, recipient.key_id): recipient for recipient in keyring.newest()}

    def renewed(header: Header, key: Secret) -> tuple[Slot, ...]:
        slots = []
        for slot in header.slots:
            recipient = newest.get((slot.slot_type, slot.key_id))
            newer = recipient is not None and recipient.version > slot.version
            slots.append(wrap(header.fixed, recipient, key) if recipient and newer else slot)
        return tuple(slots)

    return _change(disk, path, keyring, renewed, durable=durable)


def change_slots(
    disk: Disk,
    path: Path,
    keyring: Keyring,
    *,
    add: Sequence[Recipient],
    drop: Sequence[tuple[int, bytes]],
    durable: bool = True,
) -> SealedFile:
    """Add recipients and drop others; see `pbxprivacy.vault.Vault.change_slots`."""
    gone = {*drop, *((recipient.slot_type, recipient.key_id) for recipient in add)}

    def changed(header: Header, key: Secret) -> tuple[Slot, ...]:
        kept = [slot for slot in header.slots if (slot.slot_type, slot.key_id) not in gone]
        slots = (*kept, *(wrap(header.fixed, recipient, key) for recipient in add))
        if not slots:
            raise UsageError("a recording that nobody could open again", mend="keep or add a recipient")
        check_mixture({slot.slot_type for slot in slots})
        return slots

    return _change(disk, path, keyring, changed, durable=durable)


def _change(
    disk: Disk,
    path: Path,
    keyring: Keyring,
    slots: Callable[[Header, Secret], tuple[Slot, ...]],
    *,
    durable: bool,
) -> SealedFile:
    with OpenFile(disk, path, write=True) as file, refusals(path, "the slots cannot be changed"):
        old = file.copies.header
        key = agreed_key(old, keyring)
        wanted = slots(old, key)
        header = old
        if wanted != old.slots or file.copies.degraded:
            if old.generation == _LAST_GENERATION:
                raise DamagedError("its count of rotations is used up, which no rotation did", mend="reseal it")
            header = Header(old.fixed, old.generation + 1, wanted)
            _write(file, header, durable=durable, check=lambda: _check(old, header, key, keyring))
        file.copies = Copies(header, header, header)
        return told(file)


def _write(file: OpenFile, header: Header, *, durable: bool, check: Callable[[], None]) -> None:
    disk, descriptor = file.disk, file.descriptor
    encoded = header.encode()
    buffer = bytearray(len(encoded))
    for copy in (file.copies.stale, 1 - file.copies.stale):
        disk.write(descriptor, encoded, copy * len(encoded))
        # the time at once: whenever this is interrupted afterwards, the file must not show when it was
        disk.set_times(descriptor, file.found.st_mtime_ns)
        if durable:
            disk.flush(descriptor)
        disk.read(descriptor, memoryview(buffer), copy * len(encoded))
        if buffer != encoded:
            raise ReadBackError("a copy of the header was not written as it should", mend="check the disk")
        if copy == file.copies.stale:
            check()


def _check(old: Header, new: Header, key: Secret, keyring: Keyring) -> None:
    """Raise `ReadBackError` where a new slot does not hold the data key, as far as our keys can tell."""
    for slot in new.slots:
        identity = None if slot in old.slots else keyring.identity(slot.slot_type, slot.key_id, slot.version)
        if identity and identity.unwrap(slot.payload, slot.aad_in(new.fixed)) != key:
            raise ReadBackError("a new slot does not hold the data key")
