"""One SQLite file: opened so that it survives a crash, and so that what was deleted is gone from its pages.

The settings, and why (https://sqlite.org/pragma.html):

- ``journal_mode=WAL``: readers go on while one process writes.
- ``synchronous=FULL``: what was committed survives the loss of power.
- ``secure_delete=ON``: deleted content is overwritten with zeros in the file.
- mode 0600: nobody else on the machine reads it.

What SQLite cannot overwrite is told by `residue`: blocks that the file system freed, snapshots, backups.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pbxprivacy.errors import StorageError, VaultError

__all__ = ["Database"]

_BUSY_SECONDS: Final = 30
_PIECE: Final = 1 << 20


class Database:
    """A SQLite file of one schema, shared by the threads of a process and by several processes.

    Args:
        path: the file; created with mode 0600 when it is absent.
        application: the four bytes that mark the file as ours (``PRAGMA application_id``).
        version: the version of the schema (``PRAGMA user_version``).
        schema: the statements that make it.

    Raises:
        VaultError: the file is no database, is of another application or version, or cannot be used.
    """

    def __init__(self, path: Path, *, application: int, version: int, schema: str) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self.connection = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise VaultError(
                "cannot be opened for writing",
                where=str(path),
                mend="look at the rights of the file and its folder",
            ) from error
        try:
            self._prepare(application, version, schema)
        except sqlite3.Error as error:
            self.connection.close()
            raise VaultError(f"cannot be used: {error}", where=str(path), mend="name the right file") from error
        except VaultError:
            self.connection.close()
            raise

    def _prepare(self, application: int, version: int, schema: str) -> None:
        run = self.connection.execute
        run("PRAGMA synchronous=FULL")
        run("PRAGMA secure_delete=ON")
        run("PRAGMA foreign_keys=ON")
        # looked at before anything is written: a database of something else is left as it is
        self._check(application, version)
        run("PRAGMA journal_mode=WAL")
        with self.writing():
            if self._check(application, version):
                return
            for statement in filter(str.strip, schema.split(";")):
                run(statement)
            run(f"PRAGMA application_id={application}")
            run(f"PRAGMA user_version={version}")

    def _check(self, application: int, version: int) -> bool:
        """Return whether the schema is there; false where the file is empty."""
        run = self.connection.execute
        found: int = run("PRAGMA application_id").fetchone()[0]
        if found == 0 and run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            return False
        if found != application:
            raise VaultError("is a database of something else", where=str(self.path), mend="name the right file")
        if (its := run("PRAGMA user_version").fetchone()[0]) != version:
            raise VaultError(f"has version {its} of its schema, and this program knows {version}", where=str(self.path))
        return True

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction that holds the write lock: all of it is kept, or none."""
        with self._lock:
            if self.connection.in_transaction:
                yield self.connection
                return
            try:
                self.connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise VaultError(
                    f"cannot be written: {error}",
                    where=str(self.path),
                    mend="try again when the other job is done",
                ) from error
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise self._refused("written", error) from error
                raise

    def rows(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Return what a query answers."""
        with self._lock:
            try:
                return self.connection.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise self._refused("read", error) from error

    def _refused(self, doing: str, error: sqlite3.Error) -> StorageError:
        return StorageError(f"cannot be {doing}: {error}", where=str(self.path), mend="make room, or mend the disk")

    def scrub(self) -> bool:
        """Write everything into the main file, cut the log to nothing, and free no page with old content.

        Returns:
            Whether the log could be emptied; not while another process reads.
        """
        with self._lock:
            busy: int = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def residue(self, secrets: list[bytes]) -> int:
        """Return how many of ``secrets`` still stand in a file of this database (main, log, index of the log)."""
        held: set[bytes] = set()
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                held |= _held_in(self.path.with_name(self.path.name + suffix), set(secrets) - held)
        return sum(secret in held for secret in secrets)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def _held_in(image: Path, secrets: set[bytes]) -> set[bytes]:
    """Return which of these stand in a file; it is read in pieces that overlap, so none hides between two."""
    overlap = max(map(len, secrets), default=1) - 1
    held: set[bytes] = set()
    window = b""
    with image.open("rb") as file:
        while piece := file.read(_PIECE):
            window = window[max(0, len(window) - overlap) :] + piece
            held |= {secret for secret in secrets - held if secret in window}
    return held
