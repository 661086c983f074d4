"""The envelope in front of a sealed body, byte for byte (docs/reference/sealed-recording.md).

Two identical copies of a header, so that a rotation in place survives a crash at any byte. Nothing here needs
a key: the header's checksum finds damage, the slots and the body authenticate themselves.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cached_property
from typing import Final, Self

import attrs

from pbxprivacy.errors import DamagedError, NotSealedError, UnsupportedFormatError, UsageError

__all__ = ["FIXED_BYTES", "HEADER_SIZES", "MAGIC", "MAX_SLOTS", "FixedPart", "Header", "Slot"]

MAGIC: Final = b"\x89PBXR\r\n\x1a"
VERSION: Final = 1
COBBLESTONE_256: Final = 1
ASSOCIATED_SCHEMA: Final = 1
FIXED_BYTES: Final = 64
HEADER_SIZES: Final = (2048, 4096, 8192, 16384)
MAX_SLOTS: Final = 16

_FIXED: Final = struct.Struct(">8sBBHI16sH30s")
_CHANGING: Final = struct.Struct(">QHH")
_SLOT: Final = struct.Struct(">BBH16sI")
_SLOTS_AT: Final = FIXED_BYTES + _CHANGING.size
_CHECKSUM_BYTES: Final = 32
_FIELDS: Final = ("version", "suite", "flag", "schema of associated data", "value in a reserved byte")
_KNOWN: Final = (VERSION, COBBLESTONE_256, 0, ASSOCIATED_SCHEMA, bytes(30))
_SLOT_LABEL: Final = b"pbxrec/slot/v1\0"
_BODY_LABEL: Final = b"pbxrec/body/v1\0"


@attrs.frozen
class FixedPart:
    """The first 64 bytes: the same in both copies, never changed, bound into every slot and the body.

    Attributes:
        header_size: bytes of one header copy, one of `HEADER_SIZES`; the body starts at twice that.
        file_id: 16 random bytes that name the recording.
    """

    header_size: int
    file_id: bytes = attrs.field(repr=bytes.hex)

    def __attrs_post_init__(self) -> None:
        if self.header_size not in HEADER_SIZES:
            raise UsageError(f"a header of {self.header_size} bytes", mend=f"choose one of {HEADER_SIZES}")

    @cached_property
    def encoded(self) -> bytes:
        """The 64 bytes."""
        return _FIXED.pack(
            MAGIC, VERSION, COBBLESTONE_256, 0, self.header_size, self.file_id, ASSOCIATED_SCHEMA, bytes(30)
        )

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read the 64 bytes.

        Raises:
            NotSealedError: other magic bytes, or fewer than 64.
            UnsupportedFormatError: another version, suite, schema, header size, or a flag or zero set.
        """
        if len(data) < FIXED_BYTES or not data.startswith(MAGIC):
            raise NotSealedError("this is not a sealed recording")
        _, version, suite, flags, size, file_id, schema, zero = _FIXED.unpack_from(data)
        fields = (version, suite, flags, schema, zero)
        if fields != _KNOWN or size not in HEADER_SIZES:
            pairs = zip(_FIELDS, fields, _KNOWN, strict=True)
            unknown = next((name for name, value, known in pairs if value != known), "header size")
            raise UnsupportedFormatError(
                f"a sealed recording with an unknown {unknown}", mend="open it with a newer release"
            )
        return cls(size, file_id)

    @property
    def body_offset(self) -> int:
        """Where the body starts, in bytes from the start of the file."""
        return 2 * self.header_size

    def body_context(self, canon: bytes) -> bytes:
        """Return the context that binds the body to this file and to its associated data."""
        return _BODY_LABEL + self.encoded + canon


@attrs.frozen
class Slot:
    """The data key, wrapped for one recipient.

    Attributes:
        slot_type: a `SlotType`, or the number of one that this release does not know.
        key_id: 16 bytes that name the recipient's key.
        version: the version of that key.
        payload: the wrapped data key.
    """

    slot_type: int
    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int
    payload: bytes = attrs.field(repr=False)

    @staticmethod
    def aad(fixed: FixedPart, slot_type: int, payload_length: int, key_id: bytes, version: int) -> bytes:
        """Return what a slot's payload is bound to: the file, and the slot's own header."""
        head = _SLOT.pack(slot_type, 0, payload_length, key_id, version)
        return _SLOT_LABEL + fixed.encoded + head

    def aad_in(self, fixed: FixedPart) -> bytes:
        """Return what this slot's payload is bound to in a file."""
        return self.aad(fixed, self.slot_type, len(self.payload), self.key_id, self.version)

    def encode(self) -> bytes:
        """Return header and payload."""
        return _SLOT.pack(self.slot_type, 0, len(self.payload), self.key_id, self.version) + self.payload


@attrs.frozen
class Header:
    """One copy of the header.

    Attributes:
        fixed: the part that never changes.
        generation: counts rotations; the valid copy with the higher one is read.
        slots: 1 to 16, in the order of the file.
    """

    fixed: FixedPart
    generation: int
    slots: tuple[Slot, ...] = attrs.field()

    def encode(self) -> bytes:
        """Return the header copy, padded and with its checksum.

        Raises:
            UsageError: no slot, more than 16, or more than fit; nothing was written.
        """
        slots = b"".join(slot.encode() for slot in self.slots)
        room = self.fixed.header_size - _CHECKSUM_BYTES - _SLOTS_AT
        if not 1 <= len(self.slots) <= MAX_SLOTS:
            raise UsageError(
                f"a sealed recording with {len(self.slots)} slots", mend=f"name 1 to {MAX_SLOTS} recipients"
            )
        if len(slots) > room:
            raise UsageError(
                f"{len(slots)} bytes of slots do not fit the {room} that the header has for them",
                mend="seal with fewer recipients or a larger header_size",
            )
        head = self.fixed.encoded + _CHANGING.pack(self.generation, len(self.slots), len(slots)) + slots
        head = head.ljust(self.fixed.header_size - _CHECKSUM_BYTES, b"\0")
        return head + hashlib.sha256(head).digest()

    @classmethod
    def decode(cls, data: bytes, fixed: FixedPart | None = None) -> Self:
        """Read one header copy, of exactly its own size.

        Args:
            data: the copy.
            fixed: its fixed part, where that was read already.

        Raises:
            NotSealedError: no magic bytes.
            UnsupportedFormatError: see `FixedPart.decode`.
            DamagedError: the checksum, a length, a count or the padding is wrong.
        """
        fixed = fixed or FixedPart.decode(data)
        head, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
        if len(data) != fixed.header_size or hashlib.sha256(head).digest() != checksum:
            raise DamagedError("the header's checksum is wrong")
        generation, count, length = _CHANGING.unpack_from(head, FIXED_BYTES)
        end = _SLOTS_AT + length
        if not 1 <= count <= MAX_SLOTS or end > len(head) or head[end:] != bytes(len(head) - end):
            raise DamagedError("the header's slot table is wrong")
        return cls(fixed, generation, _slots(head[_SLOTS_AT:end], count))


def _slots(data: bytes, count: int) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    at = 0
    for _ in range(count):
        if at + _SLOT.size > len(data):
            raise DamagedError("a slot of the header ends too early")
        slot_type, flags, length, key_id, version = _SLOT.unpack_from(data, at)
        at += _SLOT.size + length
        if flags or at > len(data):
            raise DamagedError("a slot of the header is wrong")
        slots.append(Slot(slot_type, key_id, version, data[at - length : at]))
    if at != len(data):
        raise DamagedError("the slots of the header do not fill their length")
    return tuple(slots)
