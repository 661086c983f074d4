"""Data goes to a third party by a way that is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy import places
from pbxprivacy.case import Case, Check, kinds, name_of
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.terms import Safeguard

_GUARD: Final = Safeguard.ENCRYPTED_IN_TRANSIT


def _find(case: Case) -> Iterator[Finding]:
    for held in case.received:
        bits = case.reach.missing(held.id, _GUARD) & held.bits
        if not bits or held.id == places.POPUP_URL:  # a check of its own tells of that
            continue
        knobs: tuple[str, ...] = ()
        path: tuple[str, ...] = ()
        if witness := case.path(held.id, bits, _GUARD):
            knobs = case.causes(witness, _GUARD)
            path = tuple(place.id for place in witness.places)
        way = f", by {' > '.join(map(shown, path))}" if path else ""
        what = f"{kinds(bits)} can reach {name_of(held)} unencrypted{way}."
        yield CHECK.finding(case, held.id, what, recipient=held.holder, knobs=knobs, path=path)


CHECK: Final = Check(
    id="transport-in-clear",
    severity=Severity.MEDIUM,
    title="Data goes to a third party unencrypted",
    why="Whoever is on the way can read and change it (GDPR Art. 32 names encryption).",
    mend="switch encryption on for every step of the way that lacks it",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Security: sensitive information is encrypted on its way",
        "Calltracks privacy policy: every transfer is encrypted",
    ),
    find=_find,
)
