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
    readers: dict[str, list[str]] = {}
    for edge in case.reach.spread.moving:
        if edge.source == places.PERSONAL_CONTACTS and edge.target != places.OWNER_SCREEN:
            readers.setdefault(edge.target, []).extend(edge.flow.because)
    for name, because in readers.items():
        holder = case.reach.places[name].holder
        yield CHECK.finding(
            case,
            name,
            f"personal contacts reach {shown(name)}, and not their owner alone.",
            recipient="" if holder in (TENANT, OPERATOR) else holder,
            knobs=tuple(dict.fromkeys(because)),
            path=(places.PERSONAL_CONTACTS, name),
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
