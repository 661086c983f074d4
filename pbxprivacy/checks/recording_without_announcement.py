"""Voices are recorded, and no way into the recordings announces it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.terms import Safeguard


def _find(case: Case) -> Iterator[Finding]:
    for recorded in case.recorded:
        if recorded.silent and not recorded.announced:
            calls = ", ".join(shown(source) for source, _ in recorded.silent)
            what = f"voices of {calls} are recorded in {shown(recorded.held.id)}, and nobody announces it."
            knobs = tuple(dict.fromkeys(knob for _, flow in recorded.silent for knob in flow.because))
            yield CHECK.finding(case, recorded.held.id, what, recipient=recorded.held.recipient, knobs=knobs)


CHECK: Final = Check(
    id="recording-without-announcement",
    severity=Severity.HIGH,
    title="Calls are recorded without an announcement",
    why=f"The parties cannot know it, and cannot object ({Safeguard.ANNOUNCED} is missing on every path). A beep tells"
    " that something happens, not what.",
    mend="write announcement: prompt and announced_to_all: true",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Call Recordings: a prompt can tell both parties",
        "GDPR Art. 13",
    ),
    find=_find,
)
