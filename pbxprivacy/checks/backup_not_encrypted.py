"""Backups lie unencrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown


def _find(case: Case) -> Iterator[Finding]:
    backups = case.tenant.backups
    if not backups.enabled or backups.encrypted:
        return
    for held in (*case.kept, *case.received):
        if held.place.name == "backups":
            what = f"{shown(held.id)} holds {kinds(held.bits)} unencrypted."
            yield CHECK.finding(case, held.id, what, recipient=held.recipient, knobs=("backups.encrypted",))


CHECK: Final = Check(
    id="backup-not-encrypted",
    severity=Severity.MEDIUM,
    title="Backups are not encrypted at rest",
    why="A backup holds what the stores hold, without what guards them there.",
    mend="write backups.encrypted: true",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Security: all data is encrypted at rest",
        "GDPR Art. 32",
    ),
    find=_find,
)
