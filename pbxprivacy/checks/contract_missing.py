"""A processor, and no contract with it is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.terms import Role

_ON_BEHALF: Final = (Role.PROCESSOR, Role.SUB_PROCESSOR)


def _find(case: Case) -> Iterator[Finding]:
    for name, party in case.recipients.items():
        if party.role not in _ON_BEHALF:
            continue
        contract, knob = party.contract, f"parties.{name}.contract"
        if contract is None:
            what = f"{name} is declared a {party.role}; a contract with it is MISSING."
        elif contract.signed is None:
            what = f"the contract with {name} is declared, and the day on which it was signed is MISSING."
        elif contract.signed > case.today:
            what = f"the contract with {name} is signed on {contract.signed} only."
        else:
            continue
        yield CHECK.finding(case, name, what, recipient=name, knobs=(knob,))


CHECK: Final = Check(
    id="contract-missing",
    severity=Severity.MEDIUM,
    title="A processor without a declared contract",
    why="Who processes on behalf of another needs a contract (GDPR Art. 28(3)).",
    mend="declare parties.NAME.contract with the day on which it was signed",
    sources=("GDPR Art. 28(3)",),
    find=_find,
)
