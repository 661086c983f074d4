"""Nobody can pause a recording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.recording import Control


def _find(case: Case) -> Iterator[Finding]:
    for knob, control in case.controls("pause"):
        if control is Control.NOBODY:
            yield CHECK.finding(case, knob, f"{shown(knob)} lets no party pause a recording.", knobs=(knob,))


CHECK: Final = Check(
    id="recording-pause-missing",
    severity=Severity.LOW,
    title="Nobody can pause a recording",
    why="What must not be kept, such as a card's security code, is in the recording as soon as it is said.",
    mend="write pause: extension, or everyone",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Call Recordings: call parties can interrupt a recording",
        "PCI DSS 4 requirement 3.3.1; its council's FAQ 1210: audio too",
    ),
    find=_find,
)
