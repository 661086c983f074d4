"""Passwords leave their store by a way that is in clear, or that asks for no credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, Step
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.items import items
from pbxprivacy.terms import Data, Safeguard

_CREDENTIALS: Final = items(Data.ACCOUNT_CREDENTIAL)
_SAID: Final = {
    Safeguard.ENCRYPTED_IN_TRANSIT: "encrypted",
    Safeguard.AUTHENTICATED: "authenticated",
    Safeguard.ADDRESS_RESTRICTED: "restricted to addresses",
}


def _find(case: Case) -> Iterator[Finding]:
    reach = case.reach
    for name, present in reach.spread.present.items():
        if not present & _CREDENTIALS:
            continue
        steps: dict[Safeguard, Step] = {}
        for guard in _SAID:
            bits = reach.missing(name, guard) & _CREDENTIALS
            if bits and (step := case.step_without(name, bits, guard)):
                steps[guard] = step
        if steps:
            lacking = " and not ".join(_SAID[guard] for guard in steps)
            what = f"{shown(name)} can receive passwords by a way that is not {lacking}."
            knobs = tuple(dict.fromkeys(knob for step in steps.values() for knob in step.knobs))
            path = next(iter(steps.values())).path
            recipient = "" if (holder := reach.places[name].holder) in (TENANT, OPERATOR) else holder
            yield CHECK.finding(case, name, what, recipient=recipient, knobs=knobs, path=path)


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
