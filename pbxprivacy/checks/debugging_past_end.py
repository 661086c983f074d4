"""A debug log or a packet capture is on though its last day is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity

_TOOLS: Final = ("debug_log", "packet_capture")


def _find(case: Case) -> Iterator[Finding]:
    for name in _TOOLS:
        tool = getattr(case.tenant, name)
        if tool.enabled and tool.until is not None and tool.until < case.today:
            what = f"{name} is on, though it was needed until {tool.until} only."
            yield CHECK.finding(case, f"{name}.until", what, knobs=(f"{name}.until", f"{name}.enabled"))


CHECK: Final = Check(
    id="debugging-past-end",
    severity=Severity.MEDIUM,
    title="Debugging is on past its end",
    why="It was needed until a day that is over; the PBX does not end it by itself.",
    mend="switch it off, and delete what it wrote",
    sources=("TheVoco Cloud-PBX privacy policy, System Logs and Troubleshooting: off unless started",),
    find=_find,
)
