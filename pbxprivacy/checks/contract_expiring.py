"""A contract with a third party ends within 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity

_NOTICE: Final = timedelta(days=30)


def _find(case: Case) -> Iterator[Finding]:
    for name, party in case.recipients.items():
        ends = party.contract and party.contract.expires
        if ends and case.today <= ends <= case.today + _NOTICE:
            what = f"the contract with {name} ends on {ends}."
            yield CHECK.finding(case, name, what, recipient=name, knobs=(f"parties.{name}.contract",))


CHECK: Final = Check(
    id="contract-expiring",
    severity=Severity.LOW,
    title="A contract is about to expire",
    why="After its last day, data goes to a party with which nothing is agreed.",
    mend="renew the contract and declare its new end",
    sources=("GDPR Art. 28(3)",),
    find=_find,
)
