"""A copy lives longer than what it was copied from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pbxprivacy.case import Case, Check, Held, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import PlaceKind
from pbxprivacy.items import ItemSet
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention


def _find(case: Case) -> Iterator[Finding]:
    feeding = case.reach.spread.feeding
    for held in (*case.kept, *case.received):
        copies = _copies(case, held) if held.id in feeding else ()
        longest: tuple[Retention, Retention, str, ItemSet] | None = None
        for store in _originals(case, held) if copies else ():
            for age, original, bits in _outliving(case.reach.kept[store], copies):
                if longest is None or (age, store) > (longest[0], longest[2]):
                    longest = age, original, store, bits
        if longest:
            age, original, store, bits = longest
            kept = f"{shown(held.id)} keeps copies of {kinds(bits)} {_said(age)}"
            what = f"{kept}; the originals are in {shown(store)} {_said(original)}."
            knobs = tuple(knob for knob in held.place.because if knob.endswith("retention"))
            if held.recipient and held.place.retention is None:
                knobs = (f"parties.{held.recipient}.retention",)
            path = (store, held.id)
            yield CHECK.finding(case, held.id, what, recipient=held.recipient, knobs=knobs, path=path)


def _originals(case: Case, held: Held) -> list[str]:
    """Return the stores that feed a place, directly or through places where nothing is kept."""
    places, feeding = case.reach.places, case.reach.spread.feeding
    found: list[str] = []
    seen = {held.id}
    waiting = [held.id]
    while waiting:
        for name in feeding.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                source = places[name]
                if source.kind is PlaceKind.STORE:
                    found.append(name)
                elif source.kind is PlaceKind.SERVICE and source.retention is NOT_KEPT:
                    waiting.append(name)
    return found


def _copies(case: Case, held: Held) -> list[tuple[Retention, ItemSet]]:
    """Return what a place keeps, by its age; checks of their own tell of an unstated time, and of third parties'."""
    is_told = (UNSTATED, UNLIMITED) if held.recipient else (UNSTATED,)
    ages = case.reach.kept[held.id].items()
    return [(age, bits & held.bits) for age, bits in ages if age not in is_told]


def _outliving(
    originals: Mapping[Retention, ItemSet], copies: Sequence[tuple[Retention, ItemSet]]
) -> Iterator[tuple[Retention, Retention, ItemSet]]:
    """Yield what lives longer as a copy: its age there, its age in the store, and the items."""
    for original, bits in originals.items():
        for age, copied in copies:
            if bits & copied and age > original:
                yield age, original, bits & copied


def _said(age: Retention) -> str:
    if age.days is None:
        return "for an unstated time" if age == UNSTATED else "without limit"
    return f"for {age.days} days"


CHECK: Final = Check(
    id="copy-outlives-original",
    severity=Severity.LOW,
    title="A copy outlives its original",
    why="What was deleted in its store is still there; a stated retention is the longest of all copies.",
    mend="shorten the copy's retention, or state the longer one",
    sources=(
        "Aculab Cloud privacy policy: records of six months in backups of 180 days",
        "GDPR Art. 5(1)(e), Art. 17",
    ),
    find=_find,
)
