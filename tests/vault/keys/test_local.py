import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault.keys import Identity, LocalKey, Recipient, Secret, ShredKey, SlotType

KEY = LocalKey.generate()
WRAPPED = KEY.wrap(Secret(bytes(range(32))), b"aad")


def test_a_local_key_wraps_in_104_bytes_and_unwraps() -> None:
    assert len(WRAPPED) == KEY.payload_length == 104
    assert KEY.unwrap(WRAPPED, b"aad").reveal() == bytes(range(32))
    assert isinstance(KEY, Recipient)
    assert isinstance(KEY, Identity)


@given(st.integers(0, 103), st.integers(0, 7))
def test_any_flipped_bit_is_refused(at: int, bit: int) -> None:
    payload = bytearray(WRAPPED)
    payload[at] ^= 1 << bit
    with pytest.raises(UnwrapError):
        KEY.unwrap(bytes(payload), b"aad")


@given(st.integers(0, 103))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises(UnwrapError):
        KEY.unwrap(WRAPPED[:length], b"aad")


def test_another_key_or_another_aad_is_refused() -> None:
    for key, aad in ((LocalKey.generate(), b"aad"), (KEY, b"another")):
        with pytest.raises(UnwrapError):
            key.unwrap(WRAPPED, aad)


def test_a_successor_keeps_the_key_id_and_counts_up() -> None:
    successor = LocalKey.generate(key_id=KEY.key_id, version=2)
    assert (successor.key_id, successor.version) == (KEY.key_id, 2)
    assert successor.secret != KEY.secret


def test_a_shred_key_is_a_local_key_in_a_slot_of_its_own_kind() -> None:
    key = ShredKey(os.urandom(16), 1, Secret(os.urandom(32)))
    assert key.slot_type is SlotType.SHRED
    assert key.unwrap(key.wrap(Secret(bytes(32)), b""), b"") == Secret(bytes(32))


@pytest.mark.parametrize(
    ("key_id", "version", "size"), [(15, 1, 32), (17, 1, 32), (16, 0, 32), (16, 1 << 32, 32), (16, 1, 16)]
)
def test_what_is_not_a_key_is_refused(key_id: int, version: int, size: int) -> None:
    with pytest.raises(KeyringError):
        LocalKey(bytes(key_id), version, Secret(bytes(size)))
