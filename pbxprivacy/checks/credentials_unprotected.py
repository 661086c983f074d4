"""Passwords leave their store by a way that is in clear, or that asks for no credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.items import items
from pbxprivacy.terms import Data, Safeguard

_CREDENTIALS: Final = items(Data.ACCOUNT_CREDENTIAL)
_GUARDS: Final = (Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.AUTHENTICATED, Safeguard.ADDRESS_RESTRICTED)


def _find(case: Case) -> Iterator[Finding]:
    reach = case.reach
    for name, place in reach.places.items():
        if not reach.states[name] & _CREDENTIALS:
            continue
        for guard in _GUARDS:
            bits = reach.missing(name, guard) & _CREDENTIALS
            witness = case.path(name, bits, guard) if bits else None
            if witness:
                what = f"passwords come to {shown(name)} by a way that is not {_SAID[guard]}."
                yield CHECK.finding(
                    case,
                    f"{name} {guard}",
                    what,
                    recipient="" if place.holder in (TENANT, OPERATOR) else place.holder,
                    knobs=case.causes(witness, guard),
                    path=tuple(passed.id for passed in witness.places),
                )


_SAID: Final = {
    Safeguard.ENCRYPTED_IN_TRANSIT: "encrypted",
    Safeguard.AUTHENTICATED: "authenticated",
    Safeguard.ADDRESS_RESTRICTED: "restricted to addresses",
}


CHECK: Final = Check(
    id="credentials-unprotected",
    severity=Severity.HIGH,
    title="Passwords can be read on their way, or by anyone",
    why="Whoever has them makes calls, opens voicemail and listens in as that user.",
    mend="require TLS and authentication on every step of the way, and restrict its addresses",
    sources=(
        "Asterisk 22 phoneprov.conf, http.conf: files are served without credentials",
        "TheVoco Cloud-PBX privacy policy, Security: sign-in credentials are encrypted on their way",
    ),
    find=_find,
)
