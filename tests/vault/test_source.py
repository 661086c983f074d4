import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import BusyError, ChangedError, UsageError
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.source import BUFFER, opened

DISK = Disk()


def read(source: Path | BinaryIO | Iterable[bytes]) -> bytes:
    with opened(DISK, source) as plain:
        pieces = []
        for piece in plain.pieces():
            assert len(piece) <= BUFFER
            pieces.append(bytes(piece))
        plain.check()
    return b"".join(pieces)


@given(st.lists(st.binary(max_size=40)))
def test_pieces_of_any_size_come_out_as_they_are(pieces: list[bytes]) -> None:
    assert read(pieces) == b"".join(pieces)
    assert read(io.BytesIO(b"".join(pieces))) == b"".join(pieces)


@pytest.mark.parametrize("size", [BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER + 5])
def test_large_pieces_are_handed_on_in_small_ones(size: int, tmp_path: Path) -> None:
    data = os.urandom(size)
    (tmp_path / "plain").write_bytes(data)
    assert read([data]) == read([memoryview(data).cast("H")] if size % 2 == 0 else [data]) == data
    assert read(tmp_path / "plain") == data


def test_a_pipe_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(b"spoken" * 100)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        assert read(pipe) == b"spoken" * 100


def test_a_pipe_that_has_nothing_yet_is_not_taken_for_ended() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with os.fdopen(reading, "rb", buffering=0) as pipe, pytest.raises(UsageError, match="blocking"):
        read(pipe)
    os.close(writing)


def test_a_file_is_locked_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(b"spoken")
    with opened(DISK, path), pytest.raises(BusyError), opened(DISK, path):
        raise AssertionError
    assert read(path) == b"spoken"


def test_a_file_that_was_not_read_to_its_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(bytes(BUFFER + 1))
    with opened(DISK, path) as plain:
        next(plain.pieces())
        with pytest.raises(ChangedError):
            plain.check()


@pytest.mark.parametrize("source", ["path", b"bytes", bytearray(b"bytes"), memoryview(b"bytes"), io.StringIO("text")])
def test_text_and_bare_bytes_are_refused(source: BinaryIO) -> None:
    with pytest.raises(UsageError):
        read(source)
