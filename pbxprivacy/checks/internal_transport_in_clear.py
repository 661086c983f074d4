"""Data comes to a screen, mailbox or store of the tenant or the operator by a step that is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, Step, kinds
from pbxprivacy.case.steps import step_without
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.inventory.planes import plane_offset
from pbxprivacy.inventory.spread import Arrival, Spread
from pbxprivacy.items import ALL_ITEMS, ItemSet
from pbxprivacy.terms import Safeguard

_GUARD: Final = Safeguard.ENCRYPTED_IN_TRANSIT
_OFFSET: Final = plane_offset(_GUARD)


def _find(case: Case) -> Iterator[Finding]:
    for name, (bits, step) in case.reach.spread.once(_brought_in_clear).items():
        if case.reach.places[name].holder in (TENANT, OPERATOR):
            what = f"{shown(name)} can receive {kinds(bits)} unencrypted, as from {shown(step.path[0])}."
            yield CHECK.finding(case, name, what, knobs=step.knobs, path=step.path)


def _brought_in_clear(spread: Spread) -> dict[str, tuple[ItemSet, Step]]:
    """Return what the last step to a place brought in clear, and that step."""
    found = {}
    for name in spread.lacking[_GUARD]:
        bits = 0
        for arrival in spread.arrivals[name]:
            if isinstance(arrival, Arrival) and _GUARD in arrival.flow.lacks:
                bits |= arrival.bits >> _OFFSET & ALL_ITEMS
        step = step_without(spread, name, bits, _GUARD) if bits else None
        if step:
            found[name] = bits, step
    return found


CHECK: Final = Check(
    id="internal-transport-in-clear",
    severity=Severity.LOW,
    title="Data goes between the tenant's own places unencrypted",
    why="Who listens on that network is not known from a configuration (GDPR Art. 32 names encryption).",
    mend="require encryption on this step; where it is optional it promises nothing",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Web Audio/Video Call: HTTPS, DTLS and SRTP",
        "RFC 3207 section 6: mail servers encrypt only if both offer it",
    ),
    find=_find,
)
