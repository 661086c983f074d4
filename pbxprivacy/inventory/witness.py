"""Witnesses: the shortest path that brought an item to a place, and the settings that made each step."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pbxprivacy.flow import Flow, Origin, Place
from pbxprivacy.inventory.derive import Reach
from pbxprivacy.inventory.planes import plane_offset
from pbxprivacy.inventory.spread import Arising, Arrival, Spread
from pbxprivacy.items import WIDTH, Item, bit_of, item_of
from pbxprivacy.terms import Safeguard

__all__ = ["Hop", "Witness", "find_path", "find_witness"]


@attrs.frozen
class Hop:
    """One step of a witness: a flow between two concrete places, and what the item is before and after."""

    flow: Flow
    source: str
    target: str
    before: Item
    after: Item


@attrs.frozen
class Witness:
    """A shortest path from where an item arose to where it is.

    ``places`` are those it passes, the first and the last included.
    """

    origin: Origin
    item: Item
    hops: tuple[Hop, ...]
    places: tuple[Place, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """The knobs that cause the path, in its order, each once."""
        causes = [*self.origin.because, *self.places[0].because]
        for hop, place in zip(self.hops, self.places[1:], strict=True):
            causes += [*hop.flow.because, *place.because]
        return tuple(dict.fromkeys(causes))


def find_witness(reach: Reach, place: str, item: Item, guard: Safeguard | None = None) -> Witness | None:
    """Return the shortest path that brought ``item`` to ``place``, or the shortest that lacks ``guard``.

    None where the item is not there, or where every path has the safeguard. Of several shortest paths the one whose
    flows come first by their key is told, so the answer does not depend on the order of flows.
    """
    path = find_path(reach.spread, place, item, guard)
    if path is None:
        return None
    origin, first, hops = path
    passed = (origin.place, *(hop.target for hop in hops))
    return Witness(origin, first, hops, tuple(reach.places[name] for name in passed))


def find_path(
    spread: Spread, place: str, item: Item, guard: Safeguard | None = None
) -> tuple[Origin, Item, tuple[Hop, ...]] | None:
    """Return the origin of the path that `find_witness` tells, the item that arose there, and the hops."""
    hops: list[Hop] = []  # from the end
    here, bit, there = place, bit_of(item) + plane_offset(guard), item
    while first := spread.once(_first_arrival, here, bit):
        if isinstance(first, Arising):
            return first.origin, there, tuple(reversed(hops))
        bit = min(_preimages(spread, first, bit, guard))
        before = item_of(bit % WIDTH)
        hops.append(Hop(first.flow, first.source, here, before, there))
        here, there = first.source, before
    return None


def _first_arrival(spread: Spread, place: str, bit: int) -> Arising | Arrival | None:
    """Return which arrival brought a bit to a place at the earliest level; of several, the first in order."""
    first: list[Arising | Arrival] = []
    for arrival in spread.arrivals.get(place, ()):
        if first and arrival.level > first[0].level:
            break
        if arrival.bits >> bit & 1:
            first.append(arrival)
    return min(first, key=_order, default=None)


def _order(arrival: Arising | Arrival) -> tuple[object, ...]:
    if isinstance(arrival, Arising):
        return (arrival.origin.because, arrival.origin.items)
    flow = arrival.flow
    return (flow.key, arrival.source, arrival.selection.moves, sorted(flow.gives), sorted(flow.lacks), flow.copy)


def _preimages(spread: Spread, arrival: Arrival, bit: int, guard: Safeguard | None) -> Iterator[int]:
    """Yield the bits at the source of a flow that became ``bit``, one level earlier.

    A path lacks a hop safeguard from the first flow that lacks it: before that flow, only the item was there. A flow
    that gives the safeguard brought no bit of its plane.
    """
    plane, number = bit - bit % WIDTH, bit % WIDTH
    planes = [plane, 0] if plane and guard in arrival.flow.lacks else [plane]
    for mask, shift in arrival.selection.moves:
        before = number - shift
        if before >= 0 and mask >> before & 1:
            for offset in planes:
                earlier = spread.once(_first_arrival, arrival.source, before + offset)
                if earlier and earlier.level == arrival.level - 1:
                    yield before + offset
