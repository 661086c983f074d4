"""The keys that callers press are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.inventory.spread import Arrival
from pbxprivacy.items import items
from pbxprivacy.terms import Data

_DIGITS: Final = items(Data.CALL_DIGITS)


def _find(case: Case) -> Iterator[Finding]:
    for held in case.kept:
        if held.bits & _DIGITS:
            brought = [
                knob
                for arrival in case.reach.arrivals[held.id]
                if isinstance(arrival, Arrival) and arrival.bits & _DIGITS
                for knob in arrival.flow.because
            ]
            what = f"{shown(held.id)} keeps the keys that parties press."
            yield CHECK.finding(case, held.id, what, knobs=tuple(dict.fromkeys(brought)))


CHECK: Final = Check(
    id="pressed-keys-kept",
    severity=Severity.MEDIUM,
    title="Keys that parties press are written down",
    why="They are PINs and card numbers; a card's security code may not be kept after the payment, not even encrypted.",
    mend="write digits: false, or pause while a card is read out",
    sources=(
        "PCI DSS 4 requirement 3.3.1; its council's FAQ 1210",
        "Asterisk 22 logger.conf: dtmf; cel.conf: DTMF",
    ),
    find=_find,
)
