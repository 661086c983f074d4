"""A contract with a third party is over, and it still gets data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    for name, party in case.recipients.items():
        ends = party.contract and party.contract.expires
        if ends and ends < case.today:
            what = f"the contract with {name} expired on {ends}, and {name} still receives data."
            yield CHECK.finding(case, name, what, recipient=name, knobs=(f"parties.{name}.contract",))


CHECK: Final = Check(
    id="contract-expired",
    severity=Severity.MEDIUM,
    title="A contract has expired",
    why="Data goes to a party with which nothing is agreed any more.",
    mend="renew the contract and declare its new end, or stop handing data on",
    sources=("GDPR Art. 28(3)",),
    find=_find,
)
