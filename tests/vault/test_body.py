import base64
import hashlib
import json
import os
import zlib
from importlib.resources import files
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import DamagedError, MismatchError, TruncatedError, VaultError
from pbxprivacy.vault.body import CHUNK, COBBLESTONE_256, SEALED_CHUNK, Body, Suite, plain_size, sealed_size
from pbxprivacy.vault.keys import Secret

PUBLISHED = json.loads((files("cryptography_vectors") / "chunked-encryption" / "vectors.json").read_text())["vectors"]
# The published vectors are of the instances with HKDF-SHA-256; a recording's has SHA-512 and is proved against
# the library's own implementation below.
SUITES = {
    "AEAD_AES_128_GCM": Suite("AEAD_AES_128_GCM", 16, SHA256(), AESGCM),
    "AEAD_AES_256_GCM": Suite("AEAD_AES_256_GCM", 32, SHA256(), AESGCM),
    "AEAD_CHACHA20_POLY1305": Suite("AEAD_CHACHA20_POLY1305", 32, SHA256(), ChaCha20Poly1305),
}
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 16 * CHUNK - 1, 16 * CHUNK, 16 * CHUNK + 1, 33 * CHUNK + 7]
KEY = os.urandom(32)


def body_of(sealed: bytes, key: bytes = KEY, context: bytes = b"c", suite: Suite = COBBLESTONE_256) -> Body:
    def fetch(into: memoryview, offset: int) -> int:
        piece = sealed[offset : offset + len(into)]
        into[: len(piece)] = piece
        return len(piece)

    return Body(fetch, len(sealed), Secret(key), context, suite)


def read(body: Body, start: int = 0, length: int = 1 << 23) -> bytes:
    buffer = bytearray(length)
    return bytes(buffer[: body.read_into(memoryview(buffer), start)])


def sealed_natively(plain: bytes, context: bytes = b"c") -> bytes:
    encryptor = Cobblestone256Encryptor(KEY, context)
    return encryptor.update(plain) + encryptor.finalize()


@pytest.mark.parametrize("vector", PUBLISHED, ids=[vector["name"] for vector in PUBLISHED])
def test_every_published_vector_comes_out_as_it_says(vector: dict[str, Any]) -> None:
    sealed = base64.b64decode(vector["ciphertext"] or "")
    if vector.get("compressed"):
        sealed = zlib.decompress(sealed)
    released = b""
    try:
        body = body_of(sealed, bytes.fromhex(vector["key"]), vector["context"].encode(), SUITES[vector["aead"]])
        while piece := read(body, len(released), CHUNK):
            released += piece
        assert body.check_length() == len(released)
    except VaultError:
        outcome = "failure"
    else:
        outcome = "success"
    assert outcome == vector["expect"]
    if "payload_sha256" in vector:  # what is released before a failure is a prefix of the truth
        assert hashlib.sha256(released).hexdigest() == vector["payload_sha256"]
    else:
        assert released == b""


def test_there_are_as_many_published_vectors_as_when_this_was_written() -> None:
    assert len(PUBLISHED) >= 102


@pytest.mark.parametrize("size", EDGES)
def test_what_the_library_sealed_is_read_from_any_position(size: int) -> None:
    plain = os.urandom(size)
    sealed = sealed_natively(plain)
    assert len(sealed) == sealed_size(size)
    assert plain_size(len(sealed)) == size
    body = body_of(sealed)
    assert body.check_length() == size
    assert read(body) == plain
    for start in {0, 1, size // 2, max(0, size - 1), size, size + CHUNK}:
        assert read(body_of(sealed), start, 70_000) == plain[start : start + 70_000]


@pytest.mark.parametrize("size", EDGES)
def test_the_library_reads_what_the_library_sealed_with_the_same_sizes(size: int) -> None:
    decryptor = Cobblestone256Decryptor(KEY, b"c")
    sealed = sealed_natively(bytes(size))
    assert len(decryptor.update(sealed)) + len(decryptor.finalize()) == size


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 70_000), st.lists(st.tuples(st.integers(0, 80_000), st.integers(0, 40_000)), max_size=6))
def test_any_order_of_ranges_gives_the_same_bytes(size: int, ranges: list[tuple[int, int]]) -> None:
    plain = os.urandom(size)
    body = body_of(sealed_natively(plain))
    for start, length in ranges:
        assert read(body, start, length) == plain[start : start + length]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_readers_agree_about_a_changed_body(data: st.DataObject) -> None:
    plain = os.urandom(data.draw(st.sampled_from([0, 5, CHUNK, CHUNK + 9, 3 * CHUNK])))
    sealed = bytearray(sealed_natively(plain))
    at = data.draw(st.integers(0, len(sealed) - 1))
    match data.draw(st.sampled_from(["flip", "cut", "append", "remove", "insert"])):
        case "flip":
            sealed[at] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del sealed[at:]
        case "append":
            sealed += data.draw(st.binary(min_size=1, max_size=40))
        case "remove":
            del sealed[at]
        case _:
            sealed.insert(at, data.draw(st.integers(0, 255)))
    released = b""
    with pytest.raises(VaultError):  # noqa: PT012 - it may fail on opening or later; what came before counts
        body = body_of(bytes(sealed))
        while piece := read(body, len(released), 5_000):
            released += piece
        body.check_length()
    assert plain.startswith(released)
    decryptor = Cobblestone256Decryptor(KEY, b"c")
    with pytest.raises(InvalidTag):  # noqa: PT012 - the same
        decryptor.update(bytes(sealed))
        decryptor.finalize()


def test_every_cut_at_and_around_a_chunk_boundary_is_found_on_opening() -> None:
    sealed = sealed_natively(os.urandom(3 * CHUNK + 100))
    boundaries = [56 + number * SEALED_CHUNK for number in range(4)]
    for boundary in boundaries:
        for cut in (boundary - 1, boundary, boundary + 1, boundary + 15, boundary + 16, boundary + 17):
            with pytest.raises(TruncatedError):
                body_of(sealed[:cut]).check_length()


@pytest.mark.parametrize("extra", range(1, 41))
def test_bytes_appended_are_found_on_opening(extra: int) -> None:
    for size in (CHUNK - 20, CHUNK, 10):
        with pytest.raises(TruncatedError):
            body_of(sealed_natively(bytes(size)) + bytes(extra)).check_length()


def test_chunks_that_were_swapped_doubled_or_spliced_are_never_released() -> None:
    plain = os.urandom(3 * CHUNK + 5)
    sealed, other = sealed_natively(plain), sealed_natively(plain)
    head, rest = sealed[:56], sealed[56:]
    chunks = [rest[at : at + SEALED_CHUNK] for at in range(0, len(rest), SEALED_CHUNK)]
    foreign = other[56 + SEALED_CHUNK : 56 + 2 * SEALED_CHUNK]
    for order, good in (
        ([chunks[1], chunks[0], *chunks[2:]], 0),
        ([chunks[0], chunks[0], *chunks[2:]], 1),
        ([chunks[0], foreign, *chunks[2:]], 1),
        ([chunks[0], chunks[2], chunks[3]], 1),
    ):
        body = body_of(head + b"".join(order))
        assert read(body, 0, good * CHUNK) == plain[: good * CHUNK]
        with pytest.raises(DamagedError):
            read(body, good * CHUNK, 10)


def test_a_buffer_keeps_its_bytes_where_a_tag_fails() -> None:
    sealed = bytearray(sealed_natively(os.urandom(CHUNK + 5)))
    sealed[56 + 100] ^= 1
    buffer = bytearray(b"#" * 1000)
    with pytest.raises(DamagedError):
        body_of(bytes(sealed)).read_into(memoryview(buffer), 0)
    assert buffer == b"#" * 1000


def test_another_key_context_salt_or_commitment_fails_before_anything_is_decrypted() -> None:
    sealed, other = sealed_natively(b"x" * 100), sealed_natively(b"x" * 100)
    for changed, key, context in (
        (sealed, os.urandom(32), b"c"),
        (sealed, KEY, b"d"),
        (other[:24] + sealed[24:], KEY, b"c"),
        (sealed[:24] + other[24:56] + sealed[56:], KEY, b"c"),
        (sealed, KEY + b"\0", b"c"),
        (sealed, KEY[:16], b"c"),
    ):
        with pytest.raises(MismatchError):
            body_of(changed, key, context)


def test_a_body_that_shrinks_while_it_is_read_is_told() -> None:
    sealed = bytearray(sealed_natively(os.urandom(2 * CHUNK)))

    def fetch(into: memoryview, offset: int) -> int:
        piece = sealed[offset : offset + len(into)]
        into[: len(piece)] = piece
        return len(piece)

    body = Body(fetch, len(sealed), Secret(KEY), b"c")
    del sealed[CHUNK:]
    with pytest.raises(TruncatedError):
        read(body)
