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
from pbxprivacy.vault.source import opened

DISK = Disk()


def read(source: Path | BinaryIO | Iterable[bytes], size: int = 10) -> bytes:
    found = bytearray()
    buffer = memoryview(bytearray(size))
    with opened(DISK, source, size) as plain:
        while got := plain.read_into(buffer):
            found += buffer[:got]
        plain.check()
    return bytes(found)


@given(st.lists(st.binary(max_size=40)), st.integers(1, 30))
def test_pieces_of_any_size_fill_a_buffer_of_any_size(pieces: list[bytes], size: int) -> None:
    assert read(pieces, size) == b"".join(pieces)
    assert read(io.BytesIO(b"".join(pieces)), size) == b"".join(pieces)


def test_a_pipe_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(b"spoken" * 100)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        assert read(pipe) == b"spoken" * 100


def test_a_file_is_locked_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(b"spoken")
    with opened(DISK, path, 10), pytest.raises(BusyError), opened(DISK, path, 10):
        raise AssertionError
    assert read(path) == b"spoken"


def test_a_file_that_was_not_read_to_its_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(b"spoken")
    with opened(DISK, path, 10) as plain:
        plain.read_into(memoryview(bytearray(3)))
        with pytest.raises(ChangedError):
            plain.check()


@pytest.mark.parametrize("source", ["path", b"bytes", bytearray(b"bytes"), memoryview(b"bytes"), io.StringIO("text")])
def test_text_and_bare_bytes_are_refused(source: BinaryIO) -> None:
    with pytest.raises(UsageError):
        read(source)
