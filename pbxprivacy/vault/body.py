"""The body of a sealed recording: Cobblestone-256, and random access to it.

``salt[24] ‖ commitment[32] ‖ chunks``; a chunk is 16 384 bytes of recording and a tag of 16; the last chunk
is always shorter, possibly empty, so that a missing end is found by the length alone
(C2SP, chunked-encryption; AES-256-GCM with HKDF-Expand-SHA-512).

`cryptography.cobblestone` seals and opens from the first byte to the last. What is here reads any part, out of
the same library's AES-GCM and HKDF.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Final, Protocol

import attrs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512, HashAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from pbxprivacy.errors import DamagedError, MismatchError, TruncatedError
from pbxprivacy.vault.keys.secret import KEY_BYTES, Secret

__all__ = ["CHUNK", "COBBLESTONE_256", "PREFIX", "SEALED_CHUNK", "Body", "Suite", "plain_size", "sealed_size"]

CHUNK: Final = 16_384
TAG: Final = 16
SEALED_CHUNK: Final = CHUNK + TAG
SALT: Final = 24
COMMITMENT: Final = 32
PREFIX: Final = SALT + COMMITMENT
_NONCE: Final = 12
_BATCH: Final = 16  # chunks fetched and opened at once: 256 KiB


class _Aead(Protocol):
    def decrypt_into(self, nonce: bytes, data: memoryview, associated_data: None, buf: memoryview) -> int: ...


@attrs.frozen
class Suite:
    """An instance of chunked encryption; the published test vectors cover several, a recording uses one.

    Attributes:
        name: as the specification spells the cipher.
        key_bytes: of the data key and of the cipher's key.
        hash: the hash of HKDF-Expand.
        cipher: makes the cipher of a key.
    """

    name: str
    key_bytes: int
    hash: HashAlgorithm
    cipher: Callable[[bytes], _Aead]

    def derive(self, data_key: Secret, prefix: bytes, context: bytes) -> tuple[_Aead, int]:
        """Return the cipher and the base nonce of a body.

        Raises:
            MismatchError: the commitment is another: other key, other context, or another body.
        """
        salt, commitment = prefix[:SALT], prefix[SALT:]
        label = b"c2sp.org/chunked-encryption@v1+" + self.name.encode() + b"\0"
        expand = HKDFExpand(self.hash, self.key_bytes + _NONCE + COMMITMENT, label + salt + context)
        derived = expand.derive(data_key.reveal())
        if len(data_key) != self.key_bytes or not hmac.compare_digest(derived[-COMMITMENT:], commitment):
            raise MismatchError(
                "key, tenant, call and recording do not belong together",
                mend="name the tenant and the call that it was sealed for",
            )
        nonce = derived[self.key_bytes : self.key_bytes + _NONCE]
        return self.cipher(derived[: self.key_bytes]), int.from_bytes(nonce)


COBBLESTONE_256: Final = Suite("AEAD_AES_256_GCM", KEY_BYTES, SHA512(), AESGCM)


def sealed_size(plain: int) -> int:
    """Return how many bytes the body of a recording has."""
    chunks, rest = divmod(plain, CHUNK)
    return PREFIX + chunks * SEALED_CHUNK + rest + TAG


def plain_size(sealed: int) -> int:
    """Return how many bytes a recording has whose body is that long.

    Raises:
        TruncatedError: no body has that length.
    """
    chunks, rest = divmod(sealed - PREFIX, SEALED_CHUNK)
    if sealed < PREFIX or rest < TAG:
        raise TruncatedError("the end of the recording is missing", mend="salvage gives back what is there")
    return chunks * CHUNK + rest - TAG


class Body:
    """Random access to a body; every byte that comes out of it was authenticated.

    Args:
        fetch: fills a buffer from an offset of the body, and returns how many bytes there were.
        size: bytes of the body.
        data_key: 32 bytes.
        context: what the body is bound to.
        suite: another than that of the format is for test vectors.

    Raises:
        TruncatedError: not even the commitment is there.
        MismatchError: the commitment is another: other key, other context, or another body.
    """

    def __init__(
        self,
        fetch: Callable[[memoryview, int], int],
        size: int,
        data_key: Secret,
        context: bytes,
        suite: Suite = COBBLESTONE_256,
    ) -> None:
        prefix = bytearray(PREFIX)
        if size < PREFIX or fetch(memoryview(prefix), 0) < PREFIX:
            raise TruncatedError("the recording ends before it starts")
        self._aead, self._base_nonce = suite.derive(data_key, bytes(prefix), context)
        self._fetch = fetch
        self._sealed_size = size
        self._chunks = -(-(size - PREFIX) // SEALED_CHUNK)  # the last one included, however short it is
        self._opened = range(0)  # chunks that lie open in `_plain`
        self._plain = self._sealed_room = self._plain_room = memoryview(b"")
        self._rooms: list[tuple[memoryview, memoryview]] = []  # the two, cut into chunks once for all reads

    def check_length(self) -> int:
        """Check the last chunk, which proves the length; return the bytes of the recording.

        Raises:
            TruncatedError: the end is missing, or is not the end.
        """
        size = plain_size(self._sealed_size)
        try:
            self._open(range(self._chunks - 1, self._chunks))
        except DamagedError:
            raise TruncatedError(
                "the end of the recording is missing or was changed", mend="salvage gives back what is there"
            ) from None
        return size

    def ends_at(self, size: int) -> bool:
        """Whether a recording of that many bytes fills the body, so that nothing is missing."""
        return sealed_size(size) == self._sealed_size

    def read(self, start: int, length: int) -> bytes:
        """Return the recording from ``start``; fewer bytes only at its end; errors as in `read_into`."""
        pieces = []
        while length > 0 and (piece := self._piece(start, length)):
            pieces.append(bytes(piece))
            start += len(piece)
            length -= len(piece)
        return b"".join(pieces)

    def read_into(self, into: memoryview, start: int) -> int:
        """Fill a buffer with the recording from ``start``; fewer bytes only at its end.

        Raises:
            DamagedError: a chunk was changed; the buffer holds authenticated bytes only.
        """
        filled, length = 0, len(into)
        while filled < length and (piece := self._piece(start + filled, length - filled)):
            into[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _piece(self, start: int, length: int) -> memoryview:
        """Return what is opened at once of the recording from ``start``; it is good until the next is asked for."""
        first = start // CHUNK
        if first not in self._opened:
            last = min(-(-(start + length) // CHUNK), first + _BATCH, self._chunks)
            if last <= first:
                return memoryview(b"")
            self._open(range(first, last))
        at = start - self._opened.start * CHUNK
        return self._plain[at : at + length]

    def _open(self, chunks: range) -> None:
        """Open some chunks into a buffer of our own: where a tag fails, the caller sees nothing."""
        self._opened = range(0)
        count = len(chunks)
        if len(self._rooms) < count:
            self._make_rooms(count)
        rooms = self._rooms[:count]
        at, length = PREFIX + chunks.start * SEALED_CHUNK, count * SEALED_CHUNK
        missing = 0
        if at + length > self._sealed_size:  # the last chunk is shorter
            missing = at + length - self._sealed_size
            sealed, plain = rooms[-1]
            rooms[-1] = sealed[:-missing], plain[: max(0, CHUNK - missing)]
        if self._fetch(self._sealed_room[: length - missing], at) < length - missing:
            raise TruncatedError("the recording became shorter while it was read")
        decrypt, base_nonce = self._aead.decrypt_into, self._base_nonce
        for number, (sealed, plain) in enumerate(rooms, chunks.start):
            try:
                decrypt((base_nonce ^ number).to_bytes(_NONCE), sealed, None, plain)
            except InvalidTag:
                raise DamagedError(f"chunk {number} of the recording was changed") from None
        self._plain = self._plain_room[: count * CHUNK - missing]
        self._opened = chunks

    def _make_rooms(self, chunks: int) -> None:
        self._sealed_room = memoryview(bytearray(chunks * SEALED_CHUNK))
        self._plain_room = memoryview(bytearray(chunks * CHUNK))
        self._rooms = [
            (
                self._sealed_room[number * SEALED_CHUNK : (number + 1) * SEALED_CHUNK],
                self._plain_room[number * CHUNK : (number + 1) * CHUNK],
            )
            for number in range(chunks)
        ]
