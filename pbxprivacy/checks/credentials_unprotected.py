"""Passwords leave their store by a way that is in clear, or that asks for no credentials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, Step
from pbxprivacy.case.steps import step_without
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.inventory.spread import Spread
from pbxprivacy.items import items
from pbxprivacy.terms import Data, Safeguard

_CREDENTIALS: Final = items(Data.ACCOUNT_CREDENTIAL)
_SAID: Final = {
    Safeguard.ENCRYPTED_IN_TRANSIT: "encrypted",
    Safeguard.AUTHENTICATED: "authenticated",
    Safeguard.ADDRESS_RESTRICTED: "restricted to addresses",
}


def _find(case: Case) -> Iterator[Finding]:
    for name, steps in case.reach.spread.once(_unprotected).items():
        lacking = " and not ".join(_SAID[guard] for guard in steps)
        what = f"{shown(name)} can receive passwords by a way that is not {lacking}."
        knobs = tuple(dict.fromkeys(knob for step in steps.values() for knob in step.knobs))
        holder, path = case.reach.places[name].holder, next(iter(steps.values())).path
        recipient = "" if holder in (TENANT, OPERATOR) else holder
        yield CHECK.finding(case, name, what, recipient=recipient, knobs=knobs, path=path)


def _unprotected(spread: Spread) -> dict[str, dict[Safeguard, Step]]:
    """Return, by place, the steps that lack what protects passwords."""
    found: dict[str, dict[Safeguard, Step]] = {}
    for guard in _SAID:
        for name, lacking in spread.lacking[guard].items():
            step = step_without(spread, name, lacking & _CREDENTIALS, guard) if lacking & _CREDENTIALS else None
            if step:
                found.setdefault(name, {})[guard] = step
    return {name: found[name] for name in spread.present if name in found}


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
