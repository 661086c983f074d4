"""The vectors of the specification: each file has one fault, and comes out as it says."""

import hashlib
import zlib
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import (
    DamagedError,
    MismatchError,
    NoKeyError,
    NotSealedError,
    TruncatedError,
    UnsupportedFormatError,
    UnwrapError,
    VaultError,
)
from pbxprivacy.vault import (
    AssociatedData,
    Identity,
    Keyring,
    LocalKey,
    Secret,
    ShredKey,
    Vault,
    X25519Identity,
    XWingIdentity,
)

FILES = sorted((Path(__file__).parent / "vectors").glob("*.pbxrec"))
OUTCOMES: dict[type[VaultError] | None, str] = {
    None: "success",
    NotSealedError: "not sealed",
    UnsupportedFormatError: "unsupported",
    DamagedError: "damaged",
    TruncatedError: "truncated",
    MismatchError: "mismatch",
    NoKeyError: "no key",
    UnwrapError: "unwrap",
}
KINDS = {"01": LocalKey, "02": XWingIdentity, "03": X25519Identity, "14": ShredKey}


@attrs.frozen
class Vector:
    expect: str
    degraded: bool
    released: int
    sha256: str
    call: AssociatedData
    keys: list[Identity]
    data: bytes


def read(path: Path) -> Vector:
    head, _, packed = path.read_bytes().partition(b"\n\n")
    first, *lines = head.decode().split("\n")
    assert first == "pbxrec test vector 1"
    pairs = [tuple(line.split(": ", 1)) for line in lines]
    one = dict(pairs)
    keys: list[Identity] = []
    for kind, key_id, version, secret in (value.split() for name, value in pairs if name == "key"):
        keys.append(KINDS[kind](bytes.fromhex(key_id), int(version), Secret(bytes.fromhex(secret))))
    extra = dict(value.split("=", 1) for name, value in pairs if name == "extra")
    return Vector(
        one["expect"],
        one["degraded"] == "yes",
        int(one["released"]),
        one["sha256"],
        AssociatedData(one["tenant"], one["call-id"], extra=extra),
        keys,
        zlib.decompress(packed),
    )


def test_there_are_as_many_vectors_as_were_published() -> None:
    assert len(FILES) >= 90


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_comes_out_as_it_says(path: Path, tmp_path: Path) -> None:
    vector = read(path)
    file = tmp_path / "sealed"
    file.write_bytes(vector.data)
    vault = Vault(Keyring(vector.call.tenant, [], vector.keys))
    released, error = b"", None
    try:
        with vault.open(file, vector.call) as recording:
            assert recording.info.degraded == vector.degraded
            while piece := recording.read(16_384):
                released += piece
    except VaultError as caught:
        error = type(caught)
    assert OUTCOMES[error] == vector.expect
    assert len(released) == vector.released
    assert hashlib.sha256(released).hexdigest() == vector.sha256


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_verifying_a_vector_agrees_with_reading_it(path: Path, tmp_path: Path) -> None:
    vector = read(path)
    file = tmp_path / "sealed"
    file.write_bytes(vector.data)
    vault = Vault(Keyring(vector.call.tenant, [], vector.keys))
    try:
        found = vault.verify(file, vector.call)
    except VaultError as error:
        assert OUTCOMES[type(error)] == vector.expect  # noqa: PT017 - the outcome is in the file
    else:
        assert vector.expect == "success"
        assert (found.plain_size, found.degraded) == (vector.released, vector.degraded)
