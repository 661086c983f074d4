"""A store keeps everything for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.retention import UNLIMITED


def _find(case: Case) -> Iterator[Finding]:
    for held in case.kept:
        # Phone books and the like have no retention: a card is there until somebody deletes it.
        if held.place.retention is UNLIMITED or held.place.retention == UNLIMITED:
            knobs = tuple(knob for knob in held.place.because if knob.endswith("retention"))
            if knobs:
                what = f"{shown(held.id)} keeps {kinds(held.bits)} without limit."
                yield CHECK.finding(case, held.id, what, knobs=knobs)


CHECK: Final = Check(
    id="retention-unlimited",
    severity=Severity.LOW,
    title="A store keeps what it has without limit",
    why="Personal data is kept no longer than its purpose needs (GDPR Art. 5(1)(e)).",
    mend="write a retention in whole days, such as P90D",
    sources=("GDPR Art. 5(1)(e), Art. 25(2)",),
    find=_find,
)
