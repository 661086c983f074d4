"""Voiceprints are made, and no condition of Art. 9 is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.items import items
from pbxprivacy.terms import Data

_PRINTS: Final = items(Data.VOICE_PRINT)


def _find(case: Case) -> Iterator[Finding]:
    if case.tenant.organisation.special_categories is not None:
        return
    for held in (*case.received, *case.kept):
        if held.bits & _PRINTS:
            what = f"{shown(held.id)} holds voiceprints; a condition of GDPR Art. 9(2) is MISSING."
            yield CHECK.finding(case, held.id, what, recipient=held.recipient, knobs=held.place.because)


CHECK: Final = Check(
    id="voiceprint-without-condition",
    severity=Severity.HIGH,
    title="Voiceprints without a declared condition",
    why="Data measured to tell a person by it is a special category: it needs a condition of GDPR Art. 9(2), which the"
    " controller names. A recording alone is none.",
    mend="declare organisation.special_categories, or switch the measuring off",
    sources=(
        "GDPR Art. 4(14), Art. 9",
        "Aculab Cloud privacy policy: voiceprints under legitimate interests alone",
    ),
    find=_find,
)
