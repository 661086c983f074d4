"""What a tenant's settings say about keeping recordings, as the vault obeys it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import attrs

from pbxprivacy.errors import UsageError
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.vault.entry import Consent, State
from pbxprivacy.vault.keytable import ScopeKind

__all__ = ["Keeping", "Rules"]

_A_WEEK: Final = Retention(7)
_CLOCKS_WERE_SET_BY: Final = date(2000, 1, 1)


@attrs.frozen
class Keeping:
    """What the rules say of one recording.

    Attributes:
        state: sealed, or quarantined.
        kept_until: its last day; None is unlimited.
        clock_doubted: its time lies in the future, or before any clock was set; its days count from today.
    """

    state: State
    kept_until: date | None
    clock_doubted: bool


@attrs.frozen
class Rules:
    """What a tenant's settings say.

    Attributes:
        retention: how long a recording is kept from the day it was made.
        opt_in_only: whether the tenant records by opt-in only; what comes without a stamp is quarantined.
        quarantine: how long a quarantined recording is kept from the day it came.
        scope: how much one key of the key table opens; None leaves the recipients as they are, and then no
            erasure by key is possible.
        backups: how long copies of the key table are kept; it decides from when on an erasure is true.

    Raises:
        UsageError: a retention that nobody stated.
    """

    retention: Retention
    opt_in_only: bool = False
    quarantine: Retention = _A_WEEK
    scope: ScopeKind | None = None
    backups: Retention = UNSTATED

    def __attrs_post_init__(self) -> None:
        if not self.retention.is_stated or not self.quarantine.is_stated:
            raise UsageError("nobody said how long recordings are kept", mend="say it in days, such as P28D")
        if self.quarantine == UNLIMITED:
            raise UsageError("a quarantine has an end", mend="say it in days, such as P7D")

    def keep(self, recorded: datetime, consent: Consent, today: date) -> Keeping:
        """Decide about one recording.

        A recorder whose clock stands in 1970 would have its recordings destroyed at once, and one whose clock
        runs ahead would have them kept for too long; so the days of both count from today.
        """
        day = recorded.date()
        doubted = day < _CLOCKS_WERE_SET_BY or day > today + timedelta(days=1)
        if self.opt_in_only and not consent.is_opt_in:
            return Keeping(State.QUARANTINED, _after(today, self.quarantine), doubted)
        return Keeping(State.SEALED, _after(today if doubted else day, self.retention), doubted)


def _after(day: date, length: Retention) -> date | None:
    return None if length.days is None else day + timedelta(days=length.days)
