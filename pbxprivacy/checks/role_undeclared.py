"""Nobody declared what a recipient is: processor, controller or else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    for name, party in case.recipients.items():
        if party.role is None:
            what = f"the role of {name} is MISSING."
            yield CHECK.finding(case, name, what, recipient=name, knobs=(f"parties.{name}.role",))


CHECK: Final = Check(
    id="role-undeclared",
    severity=Severity.INFO,
    title="A recipient's role is MISSING",
    why="Contract, register and notice depend on it; a configuration cannot tell it.",
    mend="declare parties.NAME.role",
    sources=("GDPR Art. 4(7) to (9), Art. 28, Art. 30",),
    find=_find,
)
