"""Somebody may listen in on calls, and nobody tells the parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    listening = case.tenant.listening_in
    if listening.enabled and not listening.announced:
        what = f"{listening.who} may listen in on calls ({listening.calls}), and the parties are not told."
        yield CHECK.finding(case, "listening_in.announced", what, knobs=("listening_in.announced",))


CHECK: Final = Check(
    id="listening-in-unannounced",
    severity=Severity.MEDIUM,
    title="Calls are listened to unannounced",
    why="Neither the agent nor the party outside can know that a third person hears them.",
    mend="write listening_in.announced: true",
    sources=(
        "Asterisk 22 ChanSpy: option q is silent",
        "GDPR Art. 13",
    ),
    find=_find,
)
