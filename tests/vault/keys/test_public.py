import json
import os
from importlib.resources import files
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault.keys import Secret, X25519Identity, X25519Recipient, XWingIdentity, XWingRecipient

X_WING = 0x647A
PUBLISHED = [
    vector
    for vector in json.loads((files("cryptography_vectors") / "HPKE" / "hpke-pq-test-vectors.json").read_text())
    if vector["kem_id"] == X_WING
]
KDFS = {1: KDF.HKDF_SHA256, 17: KDF.SHAKE256}
PAIRS = [XWingIdentity.generate(), X25519Identity.generate()]


@pytest.mark.parametrize("vector", PUBLISHED, ids=lambda vector: f"kdf-{vector['kdf_id']}")
def test_a_seed_of_the_published_x_wing_vectors_gives_their_public_key_and_opens_them(vector: dict[str, Any]) -> None:
    identity = XWingIdentity(bytes(16), 1, Secret(bytes.fromhex(vector["skRm"])))
    assert identity.recipient.public.hex() == vector["pkRm"]
    suite = Suite(KEM.MLKEM768_X25519, KDFS[vector["kdf_id"]], AEAD.CHACHA20_POLY1305)
    private = MLKEM768X25519PrivateKey(*identity._parts())
    first = vector["encryptions"][0]
    opened = openssl.hpke._decrypt_with_aad(
        suite,
        bytes.fromhex(vector["enc"] + first["ct"]),
        private,
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )
    assert opened.hex() == first["pt"]


def test_there_are_published_x_wing_vectors() -> None:
    assert len(PUBLISHED) >= 2


@pytest.mark.parametrize("identity", PAIRS, ids=lambda identity: identity.slot_type.name)
def test_what_a_recipient_wraps_its_identity_alone_unwraps(identity: XWingIdentity | X25519Identity) -> None:
    key = Secret(os.urandom(32))
    payload = identity.recipient.wrap(key, b"aad")
    assert len(payload) == identity.recipient.payload_length
    assert identity.unwrap(payload, b"aad") == key
    other = type(identity).generate()
    for wrong, aad in ((identity, b"other"), (other, b"aad")):
        with pytest.raises(UnwrapError):
            wrong.unwrap(payload, aad)


def test_payloads_have_the_lengths_of_the_format() -> None:
    assert (XWingRecipient.payload_length, X25519Recipient.payload_length) == (1168, 80)


@pytest.mark.parametrize("identity", PAIRS, ids=lambda identity: identity.slot_type.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_payload_with_any_bit_flipped_or_cut_is_refused(
    identity: XWingIdentity | X25519Identity, data: st.DataObject
) -> None:
    payload = bytearray(identity.recipient.wrap(Secret(bytes(32)), b"aad"))
    at = data.draw(st.integers(0, len(payload) - 1))
    if data.draw(st.booleans()):
        payload[at] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del payload[at:]
    with pytest.raises(UnwrapError):
        identity.unwrap(bytes(payload), b"aad")


def test_public_keys_and_private_ones_of_the_wrong_size_are_refused() -> None:
    for wrong in (
        lambda: XWingRecipient(bytes(16), 1, bytes(1215)),
        lambda: X25519Recipient(bytes(16), 1, bytes(31)),
        lambda: XWingIdentity(bytes(16), 1, Secret(bytes(31))),
        lambda: X25519Identity(bytes(16), 1, Secret(bytes(33))),
        lambda: X25519Identity(bytes(15), 1, Secret(bytes(32))),
        lambda: X25519Identity(bytes(16), 0, Secret(bytes(32))),
    ):
        with pytest.raises(KeyringError):
            wrong()
