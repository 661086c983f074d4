"""Reading the two header copies: which one counts, and whether the pair is whole."""

from __future__ import annotations

from typing import Final

import attrs

from pbxprivacy.errors import DamagedError, NotSealedError, UnsupportedFormatError, VaultError
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.format import HEADER_SIZES, FixedPart, Header

__all__ = ["Copies", "read_copies"]

_USUAL: Final = 8192  # two copies of the usual size, in one read
_BOTH_BAD: Final = "both copies of the header are damaged"


@attrs.frozen
class Copies:
    """The two header copies of a file, as they were found.

    Attributes:
        header: the one that counts: valid, and of the higher generation.
        first: the copy at the start of the file, None where it is bad.
        second: the copy behind it, None where it is bad.
    """

    header: Header
    first: Header | None
    second: Header | None

    @property
    def degraded(self) -> bool:
        """One copy is bad, or the two differ."""
        return self.first is not self.second and self.first != self.second

    @property
    def stale(self) -> int:
        """Which copy a rotation writes first: 0 or 1; never the one that counts."""
        return 0 if self.first is not self.header else 1


def read_copies(disk: Disk, descriptor: int, *, locked: bool = False) -> Copies:
    """Read both copies; ``locked`` where the caller holds the lock of the file already.

    Raises:
        NotSealedError: neither copy is one of a sealed recording.
        UnsupportedFormatError: version, suite or a flag is unknown.
        DamagedError: both are damaged, or they are of different recordings.
    """
    try:
        return _read(disk, descriptor)
    except DamagedError:
        if locked:
            raise
        # A rotation may have written the second copy while we read the first, and the other way round.
        disk.share(descriptor)
        try:
            return _read(disk, descriptor)
        finally:
            disk.unlock(descriptor)


def _read(disk: Disk, descriptor: int) -> Copies:
    start = _fetch(disk, descriptor, 0, _USUAL)

    def piece(offset: int, length: int) -> bytes:
        inside = offset + length <= len(start)
        return start[offset : offset + length] if inside else _fetch(disk, descriptor, offset, length)

    first = second = None
    fault: VaultError | None = None
    sizes: tuple[int, ...] = HEADER_SIZES
    try:
        fixed = FixedPart.decode(start)
        size = fixed.header_size
        whole = piece(0, size)
        first = Header.decode(whole, fixed)
        if piece(size, size) == whole:
            return Copies(first, first, first)
        sizes = (size,)
    except VaultError as error:
        fault = error
    for size in sizes:
        try:
            copy = Header.decode(piece(size, size))
        except NotSealedError:
            continue
        except VaultError as error:
            fault = fault if isinstance(fault, UnsupportedFormatError) else error
            continue
        if copy.fixed.header_size == size:
            second = copy
            break
    return _choose(first, second, fault or NotSealedError("this is not a sealed recording"))


def _choose(first: Header | None, second: Header | None, fault: VaultError) -> Copies:
    if first and second:
        if first.fixed != second.fixed:
            raise DamagedError("the two copies of the header are of different recordings")
        return Copies(max(first, second, key=lambda copy: copy.generation), first, second)
    header = first or second
    if header is None:
        raise DamagedError(_BOTH_BAD) if isinstance(fault, DamagedError) else fault
    return Copies(header, first, second)


def _fetch(disk: Disk, descriptor: int, offset: int, length: int) -> bytes:
    buffer = memoryview(bytearray(length))
    return bytes(buffer[: disk.read(descriptor, buffer, offset)])
