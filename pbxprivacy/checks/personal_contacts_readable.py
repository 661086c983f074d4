"""Somebody besides its owner can read a personal phone book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy import places
from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT


def _find(case: Case) -> Iterator[Finding]:
    if not case.reach.present(places.PERSONAL_CONTACTS):
        return
    for flow in case.flows:
        if flow.target != places.OWNER_SCREEN and places.PERSONAL_CONTACTS in case.sources(flow):
            place = case.reach.places[flow.target]
            what = f"personal contacts reach {shown(flow.target)}, and not their owner alone."
            yield CHECK.finding(
                case,
                flow.target,
                what,
                recipient="" if place.holder in (TENANT, OPERATOR) else place.holder,
                knobs=flow.because,
                path=(places.PERSONAL_CONTACTS, flow.target),
            )


CHECK: Final = Check(
    id="personal-contacts-readable",
    severity=Severity.MEDIUM,
    title="Personal contacts are readable by others",
    why="They are cards of persons outside, which an extension's user keeps for nobody else.",
    mend="write personal_contacts.readers: owner, and leave them out of what hands stores on",
    sources=("TheVoco Cloud-PBX privacy policy, Personal Contacts: nobody but the extension itself has access",),
    find=_find,
)
