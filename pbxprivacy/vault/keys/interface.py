"""What a key must be able to do: wrap a data key (a recipient), or unwrap it (an identity).

The two stand apart, so that a PBX node can hold recipients alone, and seal what it cannot open.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol, runtime_checkable

from pbxprivacy.vault.keys.secret import Secret

__all__ = ["Identity", "IdentitySource", "Recipient", "SlotType"]


class SlotType(IntEnum):
    """How the data key is wrapped in a slot of the header."""

    LOCAL = 0x01
    X_WING = 0x02
    X25519 = 0x03
    AWS_KMS = 0x10
    GCP_KMS = 0x11
    TRANSIT = 0x12
    PKCS11 = 0x13
    SHRED = 0x14
    SIGNATURE = 0x7F


@runtime_checkable
class Recipient(Protocol):
    """Whoever a data key can be wrapped for."""

    @property
    def slot_type(self) -> int:
        """The `SlotType` of the slots it makes."""

    @property
    def key_id(self) -> bytes:
        """16 bytes that name the key, the same for all its versions."""

    @property
    def version(self) -> int:
        """Which version of the key, counted from 1."""

    @property
    def payload_length(self) -> int:
        """How many bytes `wrap` returns; they are authenticated, so they are known before."""

    def wrap(self, data_key: Secret, aad: bytes) -> bytes:
        """Return the slot's payload, bound to ``aad``."""


@runtime_checkable
class Identity(Protocol):
    """Whoever can unwrap a data key."""

    @property
    def slot_type(self) -> int:
        """The `SlotType` of the slots it opens."""

    @property
    def key_id(self) -> bytes:
        """16 bytes that name the key, the same for all its versions."""

    @property
    def version(self) -> int:
        """Which version of the key, counted from 1."""

    def unwrap(self, payload: bytes, aad: bytes) -> Secret:
        """Return the data key.

        Raises:
            UnwrapError: the payload was not made for this key, or not with this ``aad``.
        """


class IdentitySource(Protocol):
    """Where identities are looked up by name: a `Keyring`, or the key table of the erasure scopes."""

    def identity(self, slot_type: int, key_id: bytes, version: int) -> Identity | None:
        """Return the identity that this slot names, or None where it is not (or no longer) held."""
