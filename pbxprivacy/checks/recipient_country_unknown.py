"""Nobody said in which country a third party holds the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    told: set[str] = set()
    for held in case.received:
        party = case.recipients.get(held.holder)
        if party and party.country is None and held.place.countries is None and held.holder not in told:
            told.add(held.holder)
            what = f"in which country {held.holder} holds {kinds(held.bits)} is not known."
            knob = f"parties.{held.holder}.country"
            yield CHECK.finding(case, held.holder, what, recipient=held.holder, knobs=(knob,))


CHECK: Final = Check(
    id="recipient-country-unknown",
    severity=Severity.MEDIUM,
    title="A recipient's country is unknown",
    why="Without the country nobody can tell whether the transfer needs a mechanism (GDPR Art. 44).",
    mend="declare parties.NAME.country, or the region in the feature that names the party",
    sources=("GDPR Art. 13(1)(f), Art. 30(1)(e), Art. 44",),
    find=_find,
)
