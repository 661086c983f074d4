"""What can be told about a sealed recording: without a key, and after work on it."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import attrs

from pbxprivacy.vault.format import Header, Slot
from pbxprivacy.vault.keys.interface import SlotType

__all__ = ["Salvaged", "SealedFile", "SlotInfo"]


@attrs.frozen
class SlotInfo:
    """Who a recording is sealed for.

    Attributes:
        slot_type: a `SlotType`, or the number of one that this release does not know.
        key_id: the 16 bytes that name the key.
        version: the version of the key.
    """

    slot_type: int
    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int

    @classmethod
    def of(cls, slot: Slot) -> Self:
        """Tell about a slot."""
        return cls(slot.slot_type, slot.key_id, slot.version)

    @property
    def kind(self) -> str:
        """The slot type in words."""
        names = {kind.value: kind.name.lower().replace("_", "-") for kind in SlotType}
        return names.get(self.slot_type, f"unknown-{self.slot_type:02x}")


@attrs.frozen
class SealedFile:
    """A sealed recording, as far as it can be told without a key.

    Attributes:
        path: where it is.
        file_id: 16 random bytes, in the header; the name of the file where none was asked for.
        header_size: bytes of one header copy.
        generation: how often its slots were changed.
        slots: who it is sealed for.
        size: bytes of the sealed file.
        plain_size: bytes of the recording; believed only once it was opened or verified, since it follows
            from the size of the file.
        degraded: one header copy is bad or behind the other; `Vault.rotate` mends that.
        truncated: the end is missing, as the length tells; `plain_size` is then what full chunks may still give.
    """

    path: Path
    file_id: bytes = attrs.field(repr=bytes.hex)
    header_size: int
    generation: int
    slots: tuple[SlotInfo, ...]
    size: int
    plain_size: int
    degraded: bool
    truncated: bool = False

    @classmethod
    def of(
        cls, path: Path, header: Header, *, size: int, plain_size: int, degraded: bool, truncated: bool = False
    ) -> Self:
        """Tell about a header that was read from, or written to, a path."""
        slots = tuple(SlotInfo.of(slot) for slot in header.slots)
        fixed = header.fixed
        return cls(
            path,
            fixed.file_id,
            fixed.header_size,
            header.generation,
            slots,
            size,
            plain_size,
            degraded,
            truncated,
        )


@attrs.frozen
class Salvaged:
    """What could be saved of a damaged or truncated recording.

    Attributes:
        out: where the plain recording was written.
        saved: bytes that were authenticated and written, all from the start of the recording.
        lost: bytes of the sealed body behind them that were given up; 0 when only the end was missing.
        complete: nothing was missing after all.
    """

    out: Path
    saved: int
    lost: int
    complete: bool
