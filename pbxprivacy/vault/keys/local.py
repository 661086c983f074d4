"""Symmetric keys: the tenant's own (slot 01), and those of the erasure scopes' key table (slot 14).

The data key is wrapped in Cobblestone-256, which commits to the key: a slot opens under one key alone.
"""

from __future__ import annotations

import os
from typing import ClassVar, Final, Self

import attrs
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault.keys.interface import SlotType
from pbxprivacy.vault.keys.secret import KEY_BYTES, Secret

__all__ = ["KEY_ID_BYTES", "LocalKey", "ShredKey", "check_key_id", "check_version"]

KEY_ID_BYTES: Final = 16
_WRAPPED_BYTES: Final = 24 + 32 + KEY_BYTES + 16  # salt, commitment, data key, tag


def check_key_id(key_id: bytes) -> None:
    """Raise `KeyringError` unless the name of a key has 16 bytes."""
    if len(key_id) != KEY_ID_BYTES:
        raise KeyringError(f"a key id has {KEY_ID_BYTES} bytes, this one has {len(key_id)}")


def check_version(version: int) -> None:
    """Raise `KeyringError` unless a version fits the format (1 to 2^32 - 1)."""
    if not 1 <= version < 1 << 32:
        raise KeyringError(f"a key version is 1 or more and fits 32 bits, this one is {version}")


@attrs.frozen
class LocalKey:
    """A 32-byte key that both seals and opens (slot 01).

    Raises:
        KeyringError: a key id, version or secret of the wrong size.
    """

    slot_type: ClassVar[SlotType] = SlotType.LOCAL
    payload_length: ClassVar[int] = _WRAPPED_BYTES

    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int
    secret: Secret = attrs.field(eq=False)

    def __attrs_post_init__(self) -> None:
        check_key_id(self.key_id)
        check_version(self.version)
        if len(self.secret) != KEY_BYTES:
            raise KeyringError(f"a local key has {KEY_BYTES} bytes, this one has {len(self.secret)}")

    @classmethod
    def generate(cls, *, key_id: bytes | None = None, version: int = 1) -> Self:
        """Make a new random key; with the ``key_id`` of an older one and a higher version, its successor."""
        return cls(key_id or os.urandom(KEY_ID_BYTES), version, Secret(os.urandom(KEY_BYTES)))

    def wrap(self, data_key: Secret, aad: bytes) -> bytes:
        """Return the data key in Cobblestone-256 under this key, with ``aad`` as its context."""
        encryptor = Cobblestone256Encryptor(self.secret.reveal(), aad)
        return encryptor.update(data_key.reveal()) + encryptor.finalize()

    def unwrap(self, payload: bytes, aad: bytes) -> Secret:
        """Return the data key.

        Raises:
            UnwrapError: the payload was not made with this key and ``aad``.
        """
        decryptor = Cobblestone256Decryptor(self.secret.reveal(), aad)
        try:
            return Secret(decryptor.update(payload) + decryptor.finalize())
        except InvalidTag:
            raise UnwrapError(f"key {self.key_id.hex()} does not open its slot") from None


@attrs.frozen
class ShredKey(LocalKey):
    """A key out of the key table of an erasure scope (slot 14): once it is destroyed, so is the recording."""

    slot_type: ClassVar[SlotType] = SlotType.SHRED
