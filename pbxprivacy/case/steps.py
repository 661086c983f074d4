"""At which step of a way a safeguard was lost, and which settings say so."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from pbxprivacy.inventory.planes import plane_offset
from pbxprivacy.inventory.spread import Arrival, Spread
from pbxprivacy.items import ItemSet, Selection
from pbxprivacy.terms import Safeguard

__all__ = ["Step", "step_without"]

# how features name the knobs that are about a safeguard
_WORDS: Final = {
    Safeguard.ENCRYPTED_IN_TRANSIT: ("tls", "encrypted", "url", "signalling", "media", "key_exchange"),
    Safeguard.AUTHENTICATED: ("authenticated", "pin"),
    Safeguard.ADDRESS_RESTRICTED: ("permit",),
}


@attrs.frozen(eq=False)
class Step:
    """A step that lacks a safeguard: the knobs that say so, and the way from its source to where it was sought for."""

    knobs: tuple[str, ...]
    path: tuple[str, ...]


def step_without(spread: Spread, place: str, bits: ItemSet, guard: Safeguard) -> Step | None:
    """Return the step at which some items that came to a place lost a hop safeguard, by a shortest way from it."""
    offset = plane_offset(guard)
    way, level = [place], None
    while True:
        arrival = _earlier(spread, way[-1], bits << offset, level)
        if arrival is None:
            return None
        way.append(arrival.source)
        if guard in arrival.flow.lacks:
            return Step(_causes(spread, way[-2], guard), tuple(reversed(way)))
        bits = _before(arrival.selection, arrival.bits >> offset & bits)
        level = arrival.level


def _earlier(spread: Spread, place: str, bits: int, level: int | None) -> Arrival | None:
    for arrival in spread.arrivals[place]:
        if isinstance(arrival, Arrival) and arrival.bits & bits and (level is None or arrival.level < level):
            return arrival
    return None


def _causes(spread: Spread, place: str, guard: Safeguard) -> tuple[str, ...]:
    """Return the knobs through which steps to a place lack a safeguard, as far as their names tell, else all."""
    because: dict[str, None] = {}
    for arrival in spread.arrivals[place]:
        if isinstance(arrival, Arrival) and guard in arrival.flow.lacks:
            because |= dict.fromkeys(arrival.flow.because)
    return tuple([path for path in because if _is_about(path.rpartition(".")[2], guard)]) or tuple(because)


@lru_cache(maxsize=1024)
def _is_about(knob: str, guard: Safeguard) -> bool:
    return any(word in knob for word in _WORDS.get(guard, ()))


def _before(selection: Selection, arrived: ItemSet) -> ItemSet:
    """Return what some items were before a flow took them along."""
    bits = 0
    for mask, shift in selection.moves:
        bits |= (arrived >> shift if shift >= 0 else arrived << -shift) & mask
    return bits
