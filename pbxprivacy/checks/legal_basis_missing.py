"""Nobody declared on which legal basis something is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    declared, purposes = case.tenant.organisation.legal_basis, case.reach.spread.purposes
    missing = [purpose for purpose in purposes if purpose not in declared] if declared else purposes
    if missing:
        what = f"no legal basis is declared for {', '.join(missing)}."
        yield CHECK.finding(case, "organisation.legal_basis", what)


CHECK: Final = Check(
    id="legal-basis-missing",
    severity=Severity.INFO,
    title="A legal basis is MISSING",
    why="Each purpose needs a ground of GDPR Art. 6(1), which the controller names; a configuration cannot tell it.",
    mend="declare organisation.legal_basis for these purposes",
    sources=("GDPR Art. 6(1), Art. 13(1)(c), Art. 30",),
    find=_find,
)
