"""A party to a recorded call cannot stop its recording."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy import places
from pbxprivacy.case import Case, Check
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.recording import Control, Mode


def _find(case: Case) -> Iterator[Finding]:
    if not case.reach.present(places.RECORDINGS):
        return
    for knob, control in _in_force(case.tenant.call_recording):
        if control is Control.EXTENSION:
            what = f"{shown(knob)} lets the extension stop a recording, and not the other party."
            yield CHECK.finding(case, knob, what, knobs=(knob,))
        elif control is Control.NOBODY:
            what = f"{shown(knob)} lets no party stop a recording."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


def _in_force(recording: CallRecording) -> Iterator[tuple[str, Control]]:
    """Yield who may stop a recording, for each setting of it that some recorded call follows."""
    is_on = recording.mode is not Mode.OFF
    if is_on or any(rule.stop is None and rule.mode not in (None, Mode.OFF) for rule in recording.rules.values()):
        yield "call_recording.stop", recording.stop
    for scope, rule in recording.rules.items():
        if rule.stop is not None and (is_on if rule.mode is None else rule.mode is not Mode.OFF):
            yield f"call_recording.rules[{scope}].stop", rule.stop


CHECK: Final = Check(
    id="recording-stop-missing",
    severity=Severity.MEDIUM,
    title="A party to a call cannot stop its recording",
    why="Who is recorded, and objects, can only end the call.",
    mend="write stop: everyone",
    sources=("TheVoco Cloud-PBX privacy policy, Call Recordings: call parties can stop or interrupt a recording",),
    find=_find,
)
