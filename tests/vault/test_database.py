"""One SQLite file: its settings, its rights, and what becomes of an error of SQLite."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import StorageError, VaultError
from pbxprivacy.vault.database import Database

SCHEMA = "CREATE TABLE thing (name TEXT NOT NULL) STRICT;"


def made(path: Path) -> Database:
    return Database(path, application=7, version=1, schema=SCHEMA)


def test_what_is_committed_survives_the_loss_of_power_and_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    database = made(tmp_path / "it.db")
    wanted = {"synchronous": 2, "secure_delete": 1, "journal_mode": "wal", "foreign_keys": 1}
    assert {name: database.rows(f"PRAGMA {name}")[0][0] for name in wanted} == wanted
    database.close()


def test_a_wide_umask_opens_no_file_of_it_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        database = made(tmp_path / "it.db")
        with database.writing() as connection:
            connection.execute("INSERT INTO thing VALUES ('x')")
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
        database.close()
    finally:
        os.umask(before)


def test_a_statement_that_fails_is_an_error_of_ours_and_the_transaction_is_undone(tmp_path: Path) -> None:
    database = made(tmp_path / "it.db")

    def failing() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO thing VALUES ('x')")
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StorageError, match="disk is full"):
        failing()
    assert database.rows("SELECT * FROM thing") == []
    with pytest.raises(StorageError, match="cannot be read"):
        database.rows("SELECT * FROM nothing")
    database.close()


def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "it.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(VaultError, match="something else"):
        made(path)
    assert path.read_bytes() == before
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(VaultError, match="cannot be used"):
        made(path)


@pytest.mark.parametrize("suffix", ["", "-wal", "-journal"])
@given(
    secrets=st.lists(st.binary(min_size=1, max_size=9), max_size=3),
    before=st.integers(0, 40),
    piece=st.integers(1, 12),
)
def test_what_is_left_is_found_wherever_it_stands_and_however_the_file_is_read(
    suffix: str, secrets: list[bytes], before: int, piece: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("pbxprivacy.vault.database._PIECE", piece)
        database = made(Path(folder) / "it.db")
        database.close()
        image = database.path.with_name(f"it.db{suffix}")
        database.path.write_bytes(b"")
        content = bytes(before) + b"".join(secrets[:2]) + bytes(3)
        image.write_bytes(content)
        assert database.residue(secrets) == sum(secret in content for secret in secrets)


def test_looking_for_what_is_left_takes_little_memory(tmp_path: Path) -> None:
    database = made(tmp_path / "it.db")
    database.close()
    with database.path.open("ab") as file:
        file.truncate(64 << 20)
    tracemalloc.start()
    try:
        assert database.residue([b"secret"]) == 0
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
