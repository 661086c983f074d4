"""Damage to the two header copies: the right recording and `degraded`, or a refusal; never silence."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import DamagedError, NotSealedError, UnsupportedFormatError, VaultError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

CALL = AssociatedData("acme", "call-1")
PLAIN = os.urandom(20_000)
KEY = LocalKey.generate()
NEWER = LocalKey.generate(key_id=KEY.key_id, version=2)
VAULT = Vault(Keyring("acme", [KEY], [KEY]))
SIZE = 2048


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return VAULT.seal([PLAIN], tmp_path_factory.mktemp("kept") / "sealed", CALL, header_size=SIZE).path


def outcome(path: Path, data: bytes) -> str:
    """Open a changed file; any bytes that come out must be the right ones."""
    changed = path.with_name("changed")
    changed.write_bytes(data)
    try:
        with VAULT.open(changed, CALL) as recording:
            assert recording.read() == PLAIN
            return "degraded" if recording.info.degraded else "whole"
    except VaultError:
        return "refused"


def with_checksum(copy: bytes) -> bytes:
    return copy[:-32] + hashlib.sha256(copy[:-32]).digest()


def flipped(copy: bytes, bit: int) -> bytes:
    changed = bytearray(copy)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


BITS = [*range(240 * 8), *range(240 * 8, SIZE * 8, 97), *range((SIZE - 32) * 8, SIZE * 8, 5)]


def test_each_header_bit_flipped_in_one_copy_gives_the_recording_and_degraded(sealed: Path) -> None:
    data = sealed.read_bytes()
    for bit in BITS:
        for copy in (0, 1):
            part = data[copy * SIZE : (copy + 1) * SIZE]
            bad = data[: copy * SIZE] + flipped(part, bit) + data[(copy + 1) * SIZE :]
            assert outcome(sealed, bad) == "degraded", (copy, bit)


def test_each_header_bit_flipped_in_one_copy_with_the_checksum_recomputed_is_never_silent(sealed: Path) -> None:
    data = sealed.read_bytes()
    for bit in [bit for bit in BITS if bit < (SIZE - 32) * 8]:
        for copy in (0, 1):
            part = data[copy * SIZE : (copy + 1) * SIZE]
            bad = data[: copy * SIZE] + with_checksum(flipped(part, bit)) + data[(copy + 1) * SIZE :]
            assert outcome(sealed, bad) in {"degraded", "refused"}, (copy, bit)


def test_each_header_bit_flipped_in_both_copies_is_refused_unless_it_counts_generations(sealed: Path) -> None:
    data = sealed.read_bytes()
    for bit in BITS:
        part = flipped(data[:SIZE], bit)
        assert outcome(sealed, part + part + data[2 * SIZE :]) == "refused", bit
        if bit < (SIZE - 32) * 8:
            part = with_checksum(part)
            expected = "whole" if 64 * 8 <= bit < 72 * 8 else "refused"  # denial, not forgery: see the specification
            assert outcome(sealed, part + part + data[2 * SIZE :]) == expected, bit


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_bytes_written_over_the_headers_are_never_silent(sealed: Path, data: st.DataObject) -> None:
    whole = sealed.read_bytes()
    at = data.draw(st.integers(0, 2 * SIZE - 1))
    piece = data.draw(st.binary(min_size=1, max_size=64))
    changed = (whole[:at] + piece + whole[at + len(piece) :])[: len(whole)]
    if changed != whole:
        assert outcome(sealed, changed) != "whole"


def test_a_header_size_that_differs_between_the_copies_is_never_silent(sealed: Path) -> None:
    data = sealed.read_bytes()
    for size in (b"\0\0\x10\0", b"\0\0\x20\0", b"\0\0\x40\0"):
        first = with_checksum(data[:12] + size + data[16:SIZE])
        second = with_checksum(data[SIZE : SIZE + 12] + size + data[SIZE + 16 : 2 * SIZE])
        assert outcome(sealed, first + data[SIZE:]) == "degraded"
        assert outcome(sealed, data[:SIZE] + second + data[2 * SIZE :]) in {"degraded", "refused"}
        assert outcome(sealed, first + second + data[2 * SIZE :]) == "refused"


def test_the_copy_of_the_higher_generation_counts(sealed: Path) -> None:
    old = sealed.read_bytes()
    path = sealed.with_name("rotated")
    path.write_bytes(old)
    ring = Keyring("acme", [NEWER], [KEY, NEWER])
    Vault(ring).rotate(path)
    new = path.read_bytes()
    for mixed in (old[:SIZE] + new[SIZE:], new[:SIZE] + old[SIZE:]):
        path.write_bytes(mixed)
        found = Vault(ring).verify(path, CALL)
        assert (found.generation, found.degraded, found.slots[0].version) == (1, True, 2)
        mended = Vault(ring).rotate(path)
        assert (mended.generation, mended.degraded) == (2, False)


def test_the_header_of_another_recording_is_refused(sealed: Path) -> None:
    other = VAULT.seal([PLAIN], sealed.with_name("other"), CALL, header_size=SIZE, replace=True).path.read_bytes()
    data = sealed.read_bytes()
    assert outcome(sealed, other[: 2 * SIZE] + data[2 * SIZE :]) == "refused"
    assert outcome(sealed, other[:SIZE] + data[SIZE:]) == "refused"
    assert outcome(sealed, data[:SIZE] + other[SIZE : 2 * SIZE] + data[2 * SIZE :]) == "refused"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotSealedError),
        (b"RIFF\x24\x00\x00\x00WAVE", NotSealedError),
        (bytes(100_000), NotSealedError),
        (b"\x89PBXR\r\n\x1a", NotSealedError),
        (b"\x89PBXR\r\n\x1a\x02".ljust(9_000, b"\0"), UnsupportedFormatError),
        (b"\x89PBXR\r\n\x1a\x01\x01\0\0\0\0\x10\0".ljust(16, b"\0") + bytes(16) + b"\0\1" + bytes(9_000), DamagedError),
    ],
)
def test_foreign_and_empty_files_are_told_apart(data: bytes, error: type[VaultError], tmp_path: Path) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        VAULT.inspect(path)
    assert str(path) in str(caught.value)
