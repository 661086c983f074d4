"""Nobody said how long a store keeps what it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.retention import UNSTATED


def _find(case: Case) -> Iterator[Finding]:
    for held in case.kept:
        if held.place.retention in (None, UNSTATED):
            knobs = tuple(knob for knob in held.place.because if knob.endswith("retention"))
            what = f"how long {shown(held.id)} keeps {kinds(held.bits)} is not stated."
            yield CHECK.finding(case, held.id, what, knobs=knobs)


CHECK: Final = Check(
    id="retention-unstated",
    severity=Severity.INFO,
    title="A retention is MISSING",
    why="How long data is kept, or by what that is decided, belongs into notice and register.",
    mend="write a retention in whole days, such as P90D, or unlimited",
    sources=(
        "GDPR Art. 13(2)(a), Art. 30(1)(f)",
        "TheVoco Cloud-PBX privacy policy, Data Retention: no figure at all",
    ),
    find=_find,
)
