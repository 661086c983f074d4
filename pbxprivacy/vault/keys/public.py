"""Key pairs: a public key that seals and never opens, and its private key that opens (slots 02 and 03).

HPKE (RFC 9180, base mode) does the wrapping. X-Wing is ML-KEM-768 with X25519: it holds as long as either
does. X25519 alone is for places where post-quantum algorithms are refused by policy.
"""

from __future__ import annotations

import os
from typing import ClassVar, Final, Self

import attrs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault.keys.interface import SlotType
from pbxprivacy.vault.keys.local import KEY_ID_BYTES, check_key_id, check_version
from pbxprivacy.vault.keys.secret import KEY_BYTES, Secret

__all__ = ["X25519Identity", "X25519Recipient", "XWingIdentity", "XWingRecipient"]

_X_WING: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_X25519: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MLKEM_PUBLIC_BYTES: Final = 1184
_MLKEM_SEED_BYTES: Final = 64
_TAG_BYTES: Final = 16


@attrs.frozen
class _HpkeRecipient:
    """A public key, and what HPKE does with it."""

    slot_type: ClassVar[SlotType]
    payload_length: ClassVar[int]
    suite: ClassVar[Suite]

    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int
    public: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_key_id(self.key_id)
        check_version(self.version)
        self._key()

    def wrap(self, data_key: Secret, aad: bytes) -> bytes:
        """Return encapsulation and wrapped data key, with ``aad`` as the info of HPKE."""
        return self.suite.encrypt(data_key.reveal(), self._key(), info=aad)

    def _key(self) -> MLKEM768X25519PublicKey | X25519PublicKey:
        raise NotImplementedError


@attrs.frozen
class _HpkeIdentity:
    """A private key, and what HPKE does with it."""

    slot_type: ClassVar[SlotType]
    suite: ClassVar[Suite]
    title: ClassVar[str]

    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int
    private: Secret = attrs.field(eq=False)

    def __attrs_post_init__(self) -> None:
        check_key_id(self.key_id)
        check_version(self.version)
        if len(self.private) != KEY_BYTES:
            raise KeyringError(f"{self.title} has {KEY_BYTES} bytes, this one has {len(self.private)}")

    @classmethod
    def generate(cls, *, key_id: bytes | None = None, version: int = 1) -> Self:
        """Make a new random key; with the ``key_id`` of an older one and a higher version, its successor."""
        return cls(key_id or os.urandom(KEY_ID_BYTES), version, Secret(os.urandom(KEY_BYTES)))

    def unwrap(self, payload: bytes, aad: bytes) -> Secret:
        """Return the data key.

        Raises:
            UnwrapError: the payload was not made for this key and ``aad``.
        """
        try:
            return Secret(self.suite.decrypt(payload, self._key(), info=aad))
        except InvalidTag:
            raise UnwrapError(f"key {self.key_id.hex()} does not open its slot") from None

    def _key(self) -> MLKEM768X25519PrivateKey | X25519PrivateKey:
        raise NotImplementedError


@attrs.frozen
class XWingRecipient(_HpkeRecipient):
    """A public X-Wing key of 1216 bytes (slot 02, payload 1168 bytes).

    Raises:
        KeyringError: a key id, version or public key that is not one.
    """

    slot_type: ClassVar[SlotType] = SlotType.X_WING
    payload_length: ClassVar[int] = KEM.MLKEM768_X25519.enc_length() + KEY_BYTES + _TAG_BYTES
    suite: ClassVar[Suite] = _X_WING

    def _key(self) -> MLKEM768X25519PublicKey:
        mlkem, x25519 = self.public[:_MLKEM_PUBLIC_BYTES], self.public[_MLKEM_PUBLIC_BYTES:]
        try:
            return MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(mlkem), X25519PublicKey.from_public_bytes(x25519)
            )
        except ValueError:
            raise KeyringError("this is not a public X-Wing key") from None


@attrs.frozen
class XWingIdentity(_HpkeIdentity):
    """A private X-Wing key: a seed of 32 bytes.

    Raises:
        KeyringError: a key id, version or seed of the wrong size.
    """

    slot_type: ClassVar[SlotType] = SlotType.X_WING
    suite: ClassVar[Suite] = _X_WING
    title: ClassVar[str] = "an X-Wing seed"

    @property
    def recipient(self) -> XWingRecipient:
        """The public half."""
        mlkem, x25519 = self._parts()
        public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        return XWingRecipient(self.key_id, self.version, public)

    def _key(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(*self._parts())

    def _parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # SHAKE256 expands the seed: draft-connolly-cfrg-xwing-kem-10, section 5.2
        shake = hashes.Hash(hashes.SHAKE256(_MLKEM_SEED_BYTES + KEY_BYTES))
        shake.update(self.private.reveal())
        expanded = shake.finalize()
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:]),
        )


@attrs.frozen
class X25519Recipient(_HpkeRecipient):
    """A public X25519 key of 32 bytes (slot 03, payload 80 bytes).

    Raises:
        KeyringError: a key id, version or public key that is not one.
    """

    slot_type: ClassVar[SlotType] = SlotType.X25519
    payload_length: ClassVar[int] = KEM.X25519.enc_length() + KEY_BYTES + _TAG_BYTES
    suite: ClassVar[Suite] = _X25519

    def _key(self) -> X25519PublicKey:
        try:
            return X25519PublicKey.from_public_bytes(self.public)
        except ValueError:
            raise KeyringError("this is not a public X25519 key") from None


@attrs.frozen
class X25519Identity(_HpkeIdentity):
    """A private X25519 key of 32 bytes.

    Raises:
        KeyringError: a key id, version or private key of the wrong size.
    """

    slot_type: ClassVar[SlotType] = SlotType.X25519
    suite: ClassVar[Suite] = _X25519
    title: ClassVar[str] = "a private X25519 key"

    @property
    def recipient(self) -> X25519Recipient:
        """The public half."""
        return X25519Recipient(self.key_id, self.version, self._key().public_key().public_bytes_raw())

    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.private.reveal())
