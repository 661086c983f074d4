import os
from pathlib import Path

import pytest

from pbxprivacy.errors import ExistsError, MismatchError, TruncatedError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

CALL = AssociatedData("acme", "call-1")
PLAIN = os.urandom(5 * 16_384 + 77)
KEY = LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY]))
BODY, CHUNK = 8192 + 56, 16_400


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    return VAULT.seal([PLAIN], tmp_path / "sealed", CALL).path


@pytest.mark.parametrize(
    "left", [BODY, BODY + 1, BODY + CHUNK - 1, BODY + CHUNK, BODY + CHUNK + 15, BODY + 3 * CHUNK + 99]
)
def test_the_full_chunks_of_a_truncated_recording_are_saved(left: int, sealed: Path, tmp_path: Path) -> None:
    os.truncate(sealed, left)
    out = tmp_path / "out.wav"
    with pytest.raises(TruncatedError):
        VAULT.open(sealed, CALL)
    chunks = (left - BODY) // CHUNK
    salvaged = VAULT.salvage(sealed, CALL, out)
    assert out.read_bytes() == PLAIN[: chunks * 16_384]
    assert (salvaged.saved, salvaged.complete) == (chunks * 16_384, False)
    assert salvaged.lost == left - BODY - chunks * CHUNK
    assert out.stat().st_mode & 0o077 == 0


def test_it_stops_at_the_first_chunk_that_was_changed(sealed: Path, tmp_path: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[BODY + 2 * CHUNK + 5] ^= 1
    sealed.write_bytes(data)
    salvaged = VAULT.salvage(sealed, CALL, tmp_path / "out.wav")
    assert (tmp_path / "out.wav").read_bytes() == PLAIN[: 2 * 16_384]
    assert (salvaged.saved, salvaged.complete, salvaged.lost) == (2 * 16_384, False, 3 * CHUNK + 77 + 16)


@pytest.mark.parametrize("size", [0, 5, 16_384, 20_000])
def test_a_whole_recording_is_told_to_be_complete(size: int, tmp_path: Path) -> None:
    path = VAULT.seal([PLAIN[:size]], tmp_path, CALL).path
    salvaged = VAULT.salvage(path, CALL, tmp_path / "out.wav")
    assert (tmp_path / "out.wav").read_bytes() == PLAIN[:size]
    assert (salvaged.saved, salvaged.lost, salvaged.complete) == (size, 0, True)


def test_nothing_is_overwritten_and_nothing_released_to_the_wrong_call(sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    with pytest.raises(MismatchError):
        VAULT.salvage(sealed, AssociatedData("acme", "call-2"), out)
    assert not out.exists()
    out.write_bytes(b"mine")
    with pytest.raises(ExistsError):
        VAULT.salvage(sealed, CALL, out)
    assert out.read_bytes() == b"mine"
    assert {path.name for path in tmp_path.iterdir()} == {"out.wav", "sealed"}
