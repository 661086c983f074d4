"""Data comes to a screen, mailbox or store of the tenant or the operator by a step that is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.inventory.planes import plane_offset
from pbxprivacy.inventory.spread import Arrival
from pbxprivacy.items import ALL_ITEMS
from pbxprivacy.terms import Safeguard

_GUARD: Final = Safeguard.ENCRYPTED_IN_TRANSIT
_OFFSET: Final = plane_offset(_GUARD)


def _find(case: Case) -> Iterator[Finding]:
    reach = case.reach
    for name in reach.spread.lacking[_GUARD]:
        if reach.places[name].holder not in (TENANT, OPERATOR):
            continue
        bits = 0
        for arrival in reach.arrivals[name]:
            if isinstance(arrival, Arrival) and _GUARD in arrival.flow.lacks:
                bits |= arrival.bits >> _OFFSET & ALL_ITEMS
        step = case.step_without(name, bits, _GUARD) if bits else None
        if step:
            what = f"{shown(name)} can receive {kinds(bits)} unencrypted, as from {shown(step.path[0])}."
            yield CHECK.finding(case, name, what, knobs=step.knobs, path=step.path)


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
