"""Names that were met before, and where each was first."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from pbxprivacy.errors import PbxPrivacyError

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Seen"]

_FEW: Final = 1000  # names that are kept in memory, before the many of a fleet go to disk

Where = tuple[str, int]


class Seen:
    """Names that were met before: a few in memory, many in a temporary database, so that memory does not grow."""

    def __init__(self) -> None:
        self._few: dict[str, Where] = {}
        self._many: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._many is not None:
            self._many.close()

    def first(self, name: str, where: Where) -> Where | None:
        """Return where a name was met before, at first; None if it was not, and ``where`` is the first.

        Args:
            name: any text.
            where: a file, and a line or a row of it.

        Raises:
            PbxPrivacyError: the temporary folder is full.
        """
        if self._many is None:
            if name in self._few:
                return self._few[name]
            if len(self._few) < _FEW:
                self._few[name] = where
                return None
            self._many = _database()
            for other, there in self._few.items():
                _add(self._many, other, there)
            self._few.clear()
        return None if _add(self._many, name, where) else _found(self._many, name)


def _database() -> Connection:
    import sqlite3  # noqa: PLC0415 - only a fleet needs it

    # An empty name is a temporary file, which goes when it is closed. Who reads tenants may go on in another thread.
    many = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    many.execute("PRAGMA journal_mode = OFF")
    many.execute("CREATE TABLE seen (name BLOB PRIMARY KEY, file BLOB, line INTEGER) WITHOUT ROWID")
    many.execute("BEGIN")
    return many


def _add(many: Connection, name: str, where: Where) -> bool:
    """Note a name; return whether it is new."""
    from sqlite3 import OperationalError  # noqa: PLC0415 - as above

    row = (_bytes(name), _bytes(where[0]), where[1])
    try:
        return bool(many.execute("INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount)
    except OperationalError as error:
        what = f"the names of tenants that were read could not be noted in the temporary folder: {error}"
        raise PbxPrivacyError(what, mend="make room there, or name another folder in SQLITE_TMPDIR") from error


def _found(many: Connection, name: str) -> Where:
    file, line = many.execute("SELECT file, line FROM seen WHERE name = ?", (_bytes(name),)).fetchone()
    return file.decode("utf-8", "surrogatepass"), line


def _bytes(text: str) -> bytes:
    # A name of a file may hold bytes that are no text; a database takes text alone.
    return text.encode("utf-8", "surrogatepass")
