"""Data goes to a party that nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import UNKNOWN_PARTY


def _find(case: Case) -> Iterator[Finding]:
    for held in case.received:
        if held.holder == UNKNOWN_PARTY:
            what = f"{shown(held.id)} receives {kinds(held.bits)}, and nobody said whose it is."
            yield CHECK.finding(case, held.id, what, recipient=UNKNOWN_PARTY, knobs=held.place.because)


CHECK: Final = Check(
    id="recipient-unknown",
    severity=Severity.MEDIUM,
    title="A recipient is unknown",
    why="Recipients belong into notice and register; nobody can ask an unknown one to delete.",
    mend="name the party in this setting, and add it under parties",
    sources=("GDPR Art. 13(1)(e), Art. 30(1)(d)",),
    find=_find,
)
