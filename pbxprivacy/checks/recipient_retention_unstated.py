"""A third party holds copies, and nobody said for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.items import ItemSet
from pbxprivacy.retention import UNLIMITED, UNSTATED


def _find(case: Case) -> Iterator[Finding]:
    held_by: dict[str, ItemSet] = {}
    for held in case.received:
        ages = case.reach.kept[held.id]
        if UNSTATED in ages or UNLIMITED in ages:
            held_by[held.holder] = held_by.get(held.holder, 0) | held.bits
    for recipient, bits in held_by.items():
        if recipient in case.recipients:
            said = "without limit" if case.recipients[recipient].retention == UNLIMITED else "for an unstated time"
            what = f"{recipient} has copies of {kinds(bits)}, which deleting in the PBX does not reach, {said}."
            yield CHECK.finding(case, recipient, what, recipient=recipient, knobs=(f"parties.{recipient}.retention",))


CHECK: Final = Check(
    id="recipient-retention-unstated",
    severity=Severity.LOW,
    title="Deleting does not reach a third party's copies",
    why="A promise to delete ends at the PBX: copies at a third party live by its own rules.",
    mend="declare parties.NAME.retention from the contract, or stop handing the data on",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Data Retention: deletion in the portal, whoever has copies",
        "GDPR Art. 17(2), Art. 28(3)(g)",
    ),
    find=_find,
)
