"""Some calls come into the recordings announced, others do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown


def _find(case: Case) -> Iterator[Finding]:
    for recorded in case.recorded:
        if recorded.silent and recorded.announced:
            told = ", ".join(shown(source) for source in recorded.announced)
            place = recorded.held.id
            for source, flow in recorded.silent:
                what = (
                    f"voices of {shown(source)} come into {shown(place)} without an announcement,"
                    f" and lie there with those of {told}, which are announced."
                )
                yield CHECK.finding(
                    case,
                    f"{source} > {place}",
                    what,
                    recipient=recorded.held.recipient,
                    knobs=flow.because,
                    path=(source, place),
                )


CHECK: Final = Check(
    id="recording-announced-on-some-paths",
    severity=Severity.HIGH,
    title="Some recorded calls are announced and others are not",
    why="Whoever reads the recordings hears voices of people who were not told, and cannot tell them apart.",
    mend="announce these calls too, or do not record them",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Call Recordings: a prompt can tell both parties",
        "GDPR Art. 13",
    ),
    find=_find,
)
