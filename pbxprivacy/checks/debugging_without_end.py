"""A debug log or a packet capture is on, and nobody said until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity

_TOOLS: Final = ("debug_log", "packet_capture")


def _find(case: Case) -> Iterator[Finding]:
    for name in _TOOLS:
        tool = getattr(case.tenant, name)
        if tool.enabled and tool.until is None:
            knob = f"{name}.until"
            yield CHECK.finding(case, knob, f"{name} is on, and {knob} is not set.", knobs=(knob, f"{name}.enabled"))


CHECK: Final = Check(
    id="debugging-without-end",
    severity=Severity.MEDIUM,
    title="Debugging is on without an end",
    why="It is switched on for an hour and forgotten; the PBX does not end it by itself.",
    mend="write until: the last day on which it is needed, or switch it off",
    sources=("TheVoco Cloud-PBX privacy policy, System Logs and Troubleshooting: off unless started",),
    find=_find,
)
