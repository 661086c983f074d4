"""Purge: destroying what has been kept for its days. A dry run, unless it is told to go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from pbxprivacy.errors import VaultError
from pbxprivacy.vault.catalogue import LONGEST_LEAP
from pbxprivacy.vault.destruction import Destruction, Ground, destroy
from pbxprivacy.vault.entry import State

__all__ = ["Purge", "purge"]


@attrs.frozen
class Purge:
    """What a purge did, or would do.

    Attributes:
        due: how many recordings were due.
        due_bytes: their length in plain bytes.
        held: how many more were due, and are kept by a legal hold.
        resumed: how many an earlier run had marked.
        done: what was destroyed; None for a dry run.
        scrubbed: whether no destroyed key was found in the key table's files; None where none was destroyed.
    """

    due: int
    due_bytes: int
    held: int
    resumed: int = 0
    done: Destruction | None = None
    scrubbed: bool | None = None


def purge(
    ground: Ground,
    today: date,
    *,
    yes: bool = False,
    clock_is_right: bool = False,
    actor: str = "",
    reason: str = "",
    told: Callable[[int], None] = lambda _: None,
) -> Purge:
    """Destroy recordings whose last day has passed, quarantined ones among them; held ones are kept.

    It can be killed at any moment; the next run finishes what this one began.

    Args:
        ground: catalogue, journal and key table.
        today: a recording goes when its last day is before this one.
        yes: go on; without it nothing is changed.
        clock_is_right: go on even where the clock seems to have jumped.
        actor: who does it, for the journal.
        reason: why, for the journal.
        told: hears of each batch how many recordings it was.

    Raises:
        VaultError: today is before the last day of work on the catalogue, or more than `LONGEST_LEAP` days after.
    """
    due, due_bytes, held = ground.catalogue.count_due(today)
    if not yes:
        return Purge(due, due_bytes, held)
    if not clock_is_right:
        _check_clock(ground.catalogue.last_seen(), today)
    ground.catalogue.saw(today, sure=True)
    unfinished = ground.catalogue.of_tenant(states=[State.DESTROYING])
    resumed = destroy(ground, unfinished, event="purge", actor=actor, reason=reason)
    done = Destruction()
    while page := ground.catalogue.due(today):
        done += destroy(ground, page, event="purge", actor=actor, reason=reason, told=told)
    done = resumed + done
    ground.catalogue.database.scrub()  # calls and parties stand in its log still
    scrubbed = ground.keys.scrub(done.keys) if ground.keys and done.keys.ids else None
    return Purge(due, due_bytes, held, len(resumed.names), done, scrubbed)


def _check_clock(last: date | None, today: date) -> None:
    if last is not None and not 0 <= (today - last).days <= LONGEST_LEAP:
        raise VaultError(
            f"the clock says {today}, and the last work on this catalogue was on {last}; nothing was destroyed",
            mend="set the clock, or say that it is right",
        )
