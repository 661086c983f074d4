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
        step = case.step_without(held.id, bits, _GUARD)
        knobs, path = (step.knobs, step.path) if step else ((), ())
        where = f", between {shown(path[0])} and {shown(path[1])}" if path else ""
        what = f"{name_of(held)} can receive {kinds(bits)} by a way that is not encrypted{where}."
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
