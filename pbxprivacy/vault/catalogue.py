"""The catalogue: what recordings there are, whose, until when, and which party is in which.

It holds no phone number and no key. Parties stand in it as keyed pseudonyms (see `pbxprivacy.vault.pseudonym`), so
a stolen catalogue tells how many recordings a tenant has and when they were made, and not with whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, Final, Self, cast

import attrs

from pbxprivacy.errors import UsageError, VaultError
from pbxprivacy.vault.database import Database
from pbxprivacy.vault.entry import COLUMNS, Consent, Entry, State, milliseconds
from pbxprivacy.vault.numbers import refuse_numbers
from pbxprivacy.vault.pseudonym import Party, PseudonymKey
from pbxprivacy.vault.schema import CATALOGUE, CATALOGUE_APPLICATION, CATALOGUE_VERSION

__all__ = ["LONGEST_LEAP", "Catalogue", "Hit"]

LONGEST_LEAP: Final = 31
"""Days without any work on a catalogue, beyond which the clock is doubted."""

_PAGE: Final = 1000
# CROSS JOIN and + keep SQLite from walking all recordings of the tenant in order of time
_BY_PARTY: Final = (
    f"SELECT {COLUMNS}, party.role FROM party CROSS JOIN recording ON recording.id = party.recording"  # noqa: S608 - constants
    " WHERE party.pseudonym = ? AND party.exact = ? AND +recording.tenant = ? ORDER BY recorded"
)
_LIVE: Final = (State.SEALED, State.QUARANTINED)


@attrs.frozen
class Hit:
    """A recording that a number is in; ``exact`` is false where only the last digits agree."""

    entry: Entry
    role: str
    exact: bool


class Catalogue:
    """One SQLite file that knows every recording.

    Args:
        path: the file; created when absent.

    Raises:
        VaultError: the file is something else, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.database = Database(path, application=CATALOGUE_APPLICATION, version=CATALOGUE_VERSION, schema=CATALOGUE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def together(self) -> AbstractContextManager[object]:
        """Make one transaction of several calls."""
        return self.database.writing()

    def add(self, entry: Entry, parties: Iterable[Party] = (), key: PseudonymKey | None = None) -> None:
        """Add a recording, and its parties under ``key``.

        Raises:
            UsageError: parties without a key, a role that looks like a number, or a name that is there already.
        """
        entry.check()
        parties = tuple(parties)
        if parties and key is None:
            raise UsageError("parties are kept as pseudonyms only, and no pseudonym key was given")
        with self.database.writing() as connection:
            marks = ", ".join("?" * (COLUMNS.count(",") + 1))
            cursor = connection.execute(
                f"INSERT OR IGNORE INTO recording ({COLUMNS}) VALUES ({marks})",  # noqa: S608 - constants
                entry.row(),
            )
            if not cursor.rowcount:
                raise UsageError("this recording is in the catalogue already", where=entry.name)
            for party in parties:
                assert key is not None  # noqa: S101 - checked above, for the type checker
                connection.executemany(
                    "INSERT OR IGNORE INTO party (pseudonym, recording, role, exact) VALUES (?, ?, ?, ?)",
                    [
                        (pseudonym, cursor.lastrowid, refuse_numbers(party.role, "role of a party"), exact)
                        for pseudonym, exact in _kinds(key, party.address)
                    ],
                )

    def get(self, name: str) -> Entry | None:
        """Return the recording of this name, or None."""
        rows = self._entries("WHERE name = ?", (name,))
        return rows[0] if rows else None

    def find(self, tenant: str, key: PseudonymKey, address: str) -> list[Hit]:
        """Return the recordings that a number or SIP address is in, exact hits first, then by time."""
        pseudonyms = key.of(address)
        wanted = [(pseudonyms.exact, 1)] + ([(pseudonyms.tail, 0)] if pseudonyms.tail else [])
        hits: dict[tuple[str, str], Hit] = {}
        for pseudonym, exact in wanted:
            rows = self.database.rows(_BY_PARTY, (pseudonym, exact, tenant))
            for row in rows:
                name = cast("tuple[str, str]", (row[0], row[-1]))
                if name not in hits:
                    hits[name] = Hit(Entry.of_row(row[:-1]), name[1], bool(exact))
        return list(hits.values())

    def of_tenant(self, tenant: str | None = None, *, states: Iterable[State] = _LIVE) -> Iterator[Entry]:
        """Yield the recordings of a tenant (of all, where None), by page, so that memory stays constant."""
        chosen = [state.value for state in states]
        clause = f"id > ? AND state IN ({', '.join('?' * len(chosen))})"
        fixed: tuple[object, ...] = tuple(chosen)
        if tenant is not None:
            clause += " AND tenant = ?"
            fixed += (tenant,)
        last = 0
        while True:
            rows = self.database.rows(
                f"SELECT {COLUMNS}, id FROM recording WHERE {clause} ORDER BY id LIMIT ?",  # noqa: S608 - constants
                (last, *fixed, _PAGE),
            )
            yield from (Entry.of_row(row[:-1]) for row in rows)
            if len(rows) < _PAGE:
                return
            last = cast("int", rows[-1][-1])

    def of_scope(self, scopes: Iterable[bytes]) -> list[Entry]:
        """Return the recordings that keys of the key table open, destroyed ones left out."""
        return [
            entry
            for scope in scopes
            for entry in self._entries("WHERE scope = ? AND state <> 'destroyed' ORDER BY id", (scope,))
        ]

    def due(self, today: date, limit: int = _PAGE) -> list[Entry]:
        """Return recordings whose last day has passed and that no legal hold keeps."""
        return self._entries(
            "WHERE kept_until IS NOT NULL AND kept_until < ? AND hold IS NULL"
            " AND state IN ('sealed', 'quarantined') ORDER BY kept_until LIMIT ?",
            (today.toordinal(), limit),
        )

    def count_due(self, today: date) -> tuple[int, int, int]:
        """Return how many recordings are due, how many plain bytes they are, and how many due ones a hold keeps."""
        row = self.database.rows(
            "SELECT count(*), coalesce(sum(bytes), 0) FROM recording WHERE kept_until IS NOT NULL"
            " AND kept_until < ? AND hold IS NULL AND state IN ('sealed', 'quarantined')",
            (today.toordinal(),),
        )[0]
        held = self.database.rows(
            "SELECT count(*) FROM recording WHERE kept_until < ? AND hold IS NOT NULL AND state <> 'destroyed'",
            (today.toordinal(),),
        )[0]
        return cast("int", row[0]), cast("int", row[1]), cast("int", held[0])

    def of_call(self, tenant: str, call_id: str) -> list[Entry]:
        """Return a call's recordings that were not destroyed."""
        return self._entries("WHERE tenant = ? AND call_id = ? ORDER BY id", (tenant, call_id))

    def hold(self, names: Iterable[str], reason: str) -> int:
        """Set a legal hold; return how many recordings it reached.

        Raises:
            UsageError: no reason, one that looks like a number, or a recording whose destruction began.
        """
        if not reason:
            raise UsageError("a legal hold has a reason", mend="name the case")
        refuse_numbers(reason, "reason of a hold")
        return self._change("hold = ?", (reason,), names)

    def release(self, names: Iterable[str]) -> int:
        """End a legal hold; return how many recordings it reached."""
        return self._change("hold = NULL", (), names)

    def stamp(self, name: str, consent: Consent, kept_until: date | None) -> None:
        """Give a recording its consent stamp; a quarantined one that was opted into can be played from then on."""
        refuse_numbers(consent.prompt, "prompt")
        refuse_numbers(consent.opted_in_by, "opt-in")
        self._change(
            "state = CASE WHEN state = 'quarantined' AND ? THEN 'sealed' ELSE state END, kept_until = ?,"
            " announced = ?, prompt = ?, opted_in_by = ?",
            (
                consent.is_opt_in,
                kept_until.toordinal() if kept_until else None,
                milliseconds(consent.announced) if consent.announced else None,
                consent.prompt,
                consent.opted_in_by,
            ),
            [name],
        )

    def moved(self, name: str, path: str) -> None:
        """Say where a recording's sealed file is now."""
        self._change("path = ?", (path,), [name])

    def begin_destruction(self, names: Iterable[str]) -> list[str]:
        """Mark recordings for destruction; return those that were marked: no held one, none that is gone."""
        with self.database.writing() as connection:
            return [
                name
                for name in names
                if connection.execute(
                    "UPDATE recording SET state = 'destroying'"
                    " WHERE name = ? AND hold IS NULL AND state IN ('sealed', 'quarantined', 'destroying')",
                    (name,),
                ).rowcount
            ]

    def forget_scope(self, names: Iterable[str]) -> None:
        """Take back that a key of the key table alone opens these recordings."""
        with self.database.writing() as connection:
            connection.executemany("UPDATE recording SET scope = NULL WHERE name = ?", [(name,) for name in names])

    def end_destruction(self, names: Iterable[str]) -> None:
        """Take out everything of destroyed recordings but that they were there."""
        with self.database.writing() as connection:
            for name in names:
                connection.execute(
                    "DELETE FROM party WHERE recording = (SELECT id FROM recording WHERE name = ?)", (name,)
                )
                connection.execute(
                    "UPDATE recording SET state = 'destroyed', call_id = NULL, path = NULL WHERE name = ?",
                    (name,),
                )

    def saw(self, today: date, *, sure: bool = False) -> None:
        """Note that work was done today, for the guard against a clock that jumps.

        A day that is itself a jump (back, or more than `LONGEST_LEAP` days on) is not noted unless it is ``sure``.
        """
        with self.database.writing() as connection:
            last = self.last_seen()
            if sure or last is None or 0 < (today - last).days <= LONGEST_LEAP:
                connection.execute("INSERT OR REPLACE INTO seen (only, day) VALUES (1, ?)", (today.toordinal(),))

    def last_seen(self) -> date | None:
        """Return the day of the last work, or None."""
        rows = self.database.rows("SELECT day FROM seen")
        return date.fromordinal(cast("int", rows[0][0])) if rows else None

    def counts(self, tenant: str | None = None) -> dict[State, int]:
        """Return how many recordings there are in each state."""
        rows = self.database.rows(
            "SELECT state, count(*) FROM recording WHERE ?1 IS NULL OR tenant = ?1 GROUP BY state", (tenant,)
        )
        return {State(cast("str", state)): cast("int", number) for state, number in rows}

    def _change(self, what: str, values: tuple[object, ...], names: Iterable[str]) -> int:
        reached = 0
        with self.database.writing() as connection:
            for name in names:
                cursor = connection.execute(
                    f"UPDATE recording SET {what} WHERE name = ? AND state IN ('sealed', 'quarantined')",  # noqa: S608 - constants
                    (*values, name),
                )
                if not cursor.rowcount:
                    raise VaultError(
                        "is not in the catalogue, or is being destroyed",
                        where=name,
                        mend="look it up with find",
                    )
                reached += 1
        return reached

    def _entries(self, clause: str, values: tuple[Any, ...]) -> list[Entry]:
        return [
            Entry.of_row(row)
            for row in self.database.rows(f"SELECT {COLUMNS} FROM recording {clause}", values)  # noqa: S608 - constants
        ]


def _kinds(key: PseudonymKey, address: str) -> list[tuple[bytes, int]]:
    pseudonyms = key.of(address)
    return [(pseudonyms.exact, 1)] + ([(pseudonyms.tail, 0)] if pseudonyms.tail else [])
