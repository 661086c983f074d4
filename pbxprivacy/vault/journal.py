"""The journal: one line of JSON for each thing that was done with a recording, appended and never changed.

Fields are few and closed, so that no phone number, name or key slips in: words that a person typed (a
reason, an actor) are refused when they look like a phone number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pbxprivacy.errors import StorageError, UsageError
from pbxprivacy.vault.numbers import refuse_numbers

__all__ = ["FIELDS", "Journal"]

FIELDS: Final = frozenset(
    {"tenant", "recording", "actor", "reason", "result", "key", "bytes", "range", "count", "state", "path"}
)
"""What a line may say besides its time and event."""

_TYPED: Final = frozenset({"actor", "reason", "result"})


class Journal:
    """An append-only file of JSON lines.

    One line is one ``write`` on a file opened for appending, so lines of several processes do not mix.

    Args:
        path: the file; created with mode 0600 when absent.
        clock: what tells the time of a line, in UTC.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] | None = None) -> None:
        self.path = path
        self.now = clock or _now

    def write(self, event: str, **fields: object) -> None:
        """Append one line and make it durable.

        Args:
            event: what was done, such as ``purge``.
            **fields: what else to say; only names of `FIELDS`.

        Raises:
            UsageError: a field is not known, or holds what looks like a phone number.
            StorageError: the line cannot be written.
        """
        self.write_all([(event, fields)])

    def write_all(self, lines: list[tuple[str, Mapping[str, object]]]) -> None:
        """Append several lines and make them durable at once."""
        moment = self.now().astimezone(UTC).isoformat(timespec="milliseconds")
        text = "".join(_line(moment, event, fields) for event, fields in lines).encode()
        try:
            number = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                if _cut_short(number):
                    text = b"\n" + text
                written = os.write(number, text)
                os.fsync(number)
            finally:
                os.close(number)
        except OSError as error:
            raise StorageError(
                "cannot be written", where=str(self.path), mend="make room, or mend its rights"
            ) from error
        if written != len(text):
            raise StorageError("was written only in part", where=str(self.path), mend="make room on the disk")

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Read the lines back; a last line that a crash cut short is left out."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                yield entry


def _now() -> datetime:
    return datetime.now(UTC)


def _cut_short(number: int) -> bool:
    """Return whether a crash, or a full disk, left the last line without its end."""
    size = os.fstat(number).st_size
    return size > 0 and os.pread(number, 1, size - 1) != b"\n"


def _line(moment: str, event: str, fields: Mapping[str, object]) -> str:
    if unknown := sorted(fields.keys() - FIELDS):
        raise UsageError(f"a journal line has no field {unknown[0]}", mend=f"it has {', '.join(sorted(FIELDS))}")
    for name in sorted(_TYPED & fields.keys()):
        refuse_numbers(str(fields[name]), name)
    kept = {name: value for name, value in fields.items() if value is not None}
    return json.dumps({"at": moment, "event": event, **kept}, ensure_ascii=True) + "\n"
