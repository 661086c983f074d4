"""Calls are recorded without anybody having opted in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy import places
from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.terms import Safeguard


def _find(case: Case) -> Iterator[Finding]:
    for recorded in case.recorded:
        if recorded.held.id != places.RECORDINGS:
            continue
        silent = {source: flow for source, flow in recorded.flows if Safeguard.CONSENTED not in flow.gives}
        if silent:
            what = f"{', '.join(map(shown, silent))}: recorded without anybody having opted in."
            knobs = tuple(dict.fromkeys(knob for flow in silent.values() for knob in flow.because))
            yield CHECK.finding(case, recorded.held.id, what, knobs=knobs)


CHECK: Final = Check(
    id="recording-not-opted-in",
    severity=Severity.LOW,
    title="Calls are recorded that nobody opted in for",
    why="Recording always, or whenever a party starts it, takes more than was asked for (GDPR Art. 25(2)).",
    mend="write mode: opt_in",
    sources=("TheVoco Cloud-PBX privacy policy, Call Recordings: off, and opt-in where they are on",),
    find=_find,
)
