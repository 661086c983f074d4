"""A provider may use what people said to improve its models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds, name_of
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.inventory.spread import Spread
from pbxprivacy.terms import Purpose


def _find(case: Case) -> Iterator[Finding]:
    knobs = case.reach.spread.once(_training)
    for held in case.received if knobs else ():
        if held.id in knobs:
            what = f"{name_of(held)} may use {kinds(held.bits)} to improve its models."
            yield CHECK.finding(case, held.id, what, recipient=held.holder, knobs=knobs[held.id])


def _training(spread: Spread) -> dict[str, tuple[str, ...]]:
    """Return the places to which something goes for that, and the knobs that send it."""
    knobs: dict[str, dict[str, None]] = {}
    for edge in spread.moving:
        if edge.flow.purpose is Purpose.MODEL_TRAINING:
            knobs.setdefault(edge.target, {}).update(dict.fromkeys(edge.flow.because))
    return {name: tuple(found) for name, found in knobs.items()}


CHECK: Final = Check(
    id="used-for-training",
    severity=Severity.MEDIUM,
    title="What people said is used for training",
    why="It is a purpose of the provider's own; nobody in the call knows of it.",
    mend="switch the provider's data logging off, here and in its own settings",
    sources=(
        "docs.cloud.google.com speech-to-text: data logging is an opt-in of the project",
        "Ambriz v. Google (N.D. Cal. 2025): what a vendor may do with call data counts",
    ),
    find=_find,
)
