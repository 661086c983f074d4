"""A party to a recorded call cannot stop its recording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.recording import Control


def _find(case: Case) -> Iterator[Finding]:
    for knob, control in case.controls("stop"):
        if control is Control.EXTENSION:
            what = f"{shown(knob)} lets the extension stop a recording, and not the other party."
            yield CHECK.finding(case, knob, what, knobs=(knob,))
        elif control is Control.NOBODY:
            what = f"{shown(knob)} lets no party stop a recording."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


CHECK: Final = Check(
    id="recording-stop-missing",
    severity=Severity.MEDIUM,
    title="A party to a call cannot stop its recording",
    why="Who is recorded, and objects, can only end the call.",
    mend="write stop: everyone",
    sources=("TheVoco Cloud-PBX privacy policy, Call Recordings: call parties can stop or interrupt a recording",),
    find=_find,
)
