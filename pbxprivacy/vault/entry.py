"""What the catalogue knows of one recording."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import attrs

from pbxprivacy.errors import UsageError
from pbxprivacy.vault.numbers import refuse_numbers

__all__ = ["COLUMNS", "NO_CONSENT", "Consent", "Entry", "State", "milliseconds", "moment_of"]

COLUMNS: Final = (
    "name, tenant, call_id, path, recorded, seconds, bytes, media_type, kept_until, hold, state, scope, "
    "announced, prompt, opted_in_by"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MEDIA_TYPE: Final = re.compile(r"(audio|video)/[A-Za-z0-9][A-Za-z0-9.+\-]{0,63}|application/octet-stream")
_NAME: Final = re.compile(r"[0-9a-f]{32}")


class State(StrEnum):
    """Where a recording is in its life."""

    SEALED = "sealed"
    """It can be played and exported."""
    QUARANTINED = "quarantined"
    """It came without a consent stamp, where the tenant records by opt-in only."""
    DESTROYING = "destroying"
    """Its destruction began; it is never played again, and the next purge finishes it."""
    DESTROYED = "destroyed"
    """Its file and its parties are gone; what stays says that it was there."""


@attrs.frozen
class Consent:
    """The stamp that a recording was announced or opted into.

    Attributes:
        announced: when the announcement was played, or None.
        prompt: by which prompt, such as ``privacy/recorded-en``.
        opted_in_by: who opted in, as a role such as ``remote party, keypress``; never a number.
    """

    announced: datetime | None = None
    prompt: str = ""
    opted_in_by: str = ""

    @property
    def is_opt_in(self) -> bool:
        """Whether somebody opted in; an announcement alone is none."""
        return bool(self.opted_in_by)


NO_CONSENT: Final = Consent()


@attrs.frozen
class Entry:
    """One recording.

    Attributes:
        name: the file id of the sealed file at its ingest, 32 hexadecimal digits; it stays over a reseal.
        tenant: whose it is.
        call_id: the call's identifier; empty once it is destroyed.
        path: the sealed file; empty once it is destroyed.
        recorded: when the recording was made (the modification time of the plain file).
        size: length of the plain recording in bytes.
        seconds: length of the plain recording in time, where known.
        media_type: such as ``audio/wav``.
        kept_until: the last day on which it is kept; None is unlimited.
        hold: the legal hold's reason; None where there is none.
        state: see `State`.
        scope: the id of the key-table key that opens it; None where no key of the table does.
        consent: see `Consent`.
    """

    name: str
    tenant: str
    call_id: str = attrs.field(repr=False)
    path: str
    recorded: datetime
    size: int
    seconds: float | None = None
    media_type: str = "application/octet-stream"
    kept_until: date | None = None
    hold: str | None = None
    state: State = State.SEALED
    scope: bytes | None = attrs.field(default=None, repr=False)
    consent: Consent = NO_CONSENT

    def check(self) -> None:
        """Check what people wrote; the catalogue does so before it adds an entry.

        Raises:
            UsageError: something does not fit, or looks like a phone number; the message does not repeat it.
        """
        if not _NAME.fullmatch(self.name):
            raise UsageError("a recording's name is its file id: 32 hexadecimal digits")
        if not _MEDIA_TYPE.fullmatch(self.media_type):
            raise UsageError("a recording's media type is audio/…, video/… or application/octet-stream")
        if self.recorded.tzinfo is None or (self.consent.announced and self.consent.announced.tzinfo is None):
            raise UsageError("the moment of a recording needs a time zone", mend="use datetime(..., tzinfo=UTC)")
        refuse_numbers(self.consent.prompt, "prompt")
        refuse_numbers(self.consent.opted_in_by, "opt-in")

    def row(self) -> tuple[Any, ...]:
        """Return the values of `COLUMNS`."""
        return (
            self.name,
            self.tenant,
            self.call_id,
            self.path,
            milliseconds(self.recorded),
            self.seconds,
            self.size,
            self.media_type,
            self.kept_until.toordinal() if self.kept_until else None,
            self.hold,
            self.state.value,
            self.scope,
            milliseconds(self.consent.announced) if self.consent.announced else None,
            self.consent.prompt,
            self.consent.opted_in_by,
        )

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> Entry:
        """Read the values of `COLUMNS`."""
        return cls(
            name=row[0],
            tenant=row[1],
            call_id=row[2] or "",
            path=row[3] or "",
            recorded=moment_of(row[4]),
            seconds=row[5],
            size=row[6],
            media_type=row[7],
            kept_until=date.fromordinal(row[8]) if row[8] is not None else None,
            hold=row[9],
            state=State(row[10]),
            scope=row[11],
            consent=Consent(moment_of(row[12]) if row[12] is not None else None, row[13] or "", row[14] or ""),
        )


def milliseconds(moment: datetime) -> int:
    """Return the milliseconds from 1970 to a moment."""
    return round((moment - _EPOCH) / timedelta(milliseconds=1))


def moment_of(milliseconds: int) -> datetime:
    """Return the moment that is so many milliseconds after 1970, in UTC."""
    return _EPOCH + timedelta(milliseconds=milliseconds)
