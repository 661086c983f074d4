import hashlib
import os

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import DamagedError, NotSealedError, UnsupportedFormatError, UsageError, VaultError
from pbxprivacy.vault.format import FIXED_BYTES, HEADER_SIZES, FixedPart, Header, Slot

SLOTS = st.lists(
    st.builds(
        Slot,
        st.integers(0, 255),
        st.binary(min_size=16, max_size=16),
        st.integers(0, 2**32 - 1),
        st.binary(max_size=80),
    ),
    min_size=1,
    max_size=16,
)
HEADERS = st.builds(
    Header,
    st.builds(FixedPart, st.sampled_from(HEADER_SIZES), st.binary(min_size=16, max_size=16)),
    st.integers(0, 2**64 - 1),
    SLOTS.map(tuple),
)
ONE = Header(FixedPart(2048, bytes(range(16))), 7, (Slot(1, bytes(16), 1, bytes(104)),))


def summed(head: bytes) -> bytes:
    return head + hashlib.sha256(head).digest()


@given(HEADERS)
def test_what_was_written_is_read_again(header: Header) -> None:
    data = header.encode()
    assert len(data) == header.fixed.header_size
    assert Header.decode(data) == header


def test_the_bytes_are_those_of_the_specification() -> None:
    data = ONE.encode()
    assert data[:16] == bytes.fromhex("89504258520d0a1a 01 01 0000 00000800")
    assert data[16:32] == bytes(range(16))
    assert data[32:64] == b"\x00\x01" + bytes(30)
    assert data[64:76] == bytes.fromhex("0000000000000007 0001 0080")
    assert data[76:100] == bytes.fromhex("01 00 0068") + bytes(16) + bytes.fromhex("00000001")
    assert not any(data[100:-32])
    assert data[-32:] == hashlib.sha256(data[:-32]).digest()


def test_a_slot_is_bound_to_its_own_header_and_to_the_file() -> None:
    slot = ONE.slots[0]
    head = bytes.fromhex("01 00 0068") + bytes(16) + bytes.fromhex("00000001")
    assert slot.aad_in(ONE.fixed) == b"pbxrec/slot/v1\0" + ONE.fixed.encoded + head


def test_a_body_is_bound_to_the_file_and_its_associated_data() -> None:
    assert ONE.fixed.body_context(b"canon") == b"pbxrec/body/v1\0" + ONE.fixed.encoded + b"canon"


@given(st.integers(0, 8 * 2048 - 1))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    data = bytearray(ONE.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(VaultError):
        Header.decode(bytes(data))


@settings(max_examples=300)
@given(st.integers(0, 8 * (2048 - 32) - 1))
def test_a_flipped_bit_with_the_checksum_recomputed_is_refused_or_told(bit: int) -> None:
    data = bytearray(ONE.encode()[:-32])
    data[bit // 8] ^= 1 << bit % 8
    try:
        header = Header.decode(summed(bytes(data)))
    except VaultError:
        return
    assert header != ONE


@given(st.binary(max_size=4200))
def test_arbitrary_bytes_never_raise_anything_else(data: bytes) -> None:
    with pytest.raises(VaultError):
        Header.decode(data)
    with pytest.raises(VaultError):
        Header.decode(ONE.encode()[:8] + data)


@pytest.mark.parametrize(
    ("at", "value", "error"),
    [
        (0, 0x88, NotSealedError),
        (8, 2, UnsupportedFormatError),
        (9, 2, UnsupportedFormatError),
        (10, 0x80, UnsupportedFormatError),
        (11, 1, UnsupportedFormatError),
        (14, 0x09, UnsupportedFormatError),
        (33, 2, UnsupportedFormatError),
        (34, 1, UnsupportedFormatError),
        (63, 1, UnsupportedFormatError),
        (73, 0, DamagedError),
        (73, 2, DamagedError),
        (73, 17, DamagedError),
        (72, 1, DamagedError),
        (74, 0xFF, DamagedError),
        (75, 0x7F, DamagedError),
        (75, 0x81, DamagedError),
        (77, 1, DamagedError),
        (78, 0xFF, DamagedError),
        (79, 0x67, DamagedError),
        (79, 0x69, DamagedError),
        (400, 1, DamagedError),
    ],
)
def test_each_field_that_is_wrong_is_refused_even_with_a_good_checksum(
    at: int, value: int, error: type[VaultError]
) -> None:
    data = bytearray(ONE.encode()[:-32])
    data[at] = value
    with pytest.raises(error):
        Header.decode(summed(bytes(data)))


@pytest.mark.parametrize("length", [0, 1, 8, FIXED_BYTES - 1, FIXED_BYTES, 2047, 2049])
def test_another_length_than_its_own_is_refused(length: int) -> None:
    with pytest.raises(VaultError):
        Header.decode(ONE.encode().ljust(length, b"\0")[:length])


def test_seventeen_slots_and_none_are_refused() -> None:
    for count in (0, 17):
        with pytest.raises(UsageError):
            attrs.evolve(ONE, slots=ONE.slots * count).encode()


def test_three_x_wing_slots_fit_the_default_header_and_four_do_not() -> None:
    slot = Slot(2, os.urandom(16), 1, bytes(1168))
    fixed = FixedPart(4096, bytes(16))
    assert Header(fixed, 0, (slot,) * 3).encode()
    with pytest.raises(UsageError, match="header_size"):
        Header(fixed, 0, (slot,) * 4).encode()


def test_a_header_of_another_size_is_refused() -> None:
    with pytest.raises(UsageError):
        FixedPart(4097, bytes(16))


def test_an_unknown_kind_of_slot_is_kept_as_it_is() -> None:
    header = attrs.evolve(ONE, slots=(Slot(0x55, bytes(16), 9, b"whatever"),))
    assert Header.decode(header.encode()) == header
