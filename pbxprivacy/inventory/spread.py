"""Spreading: from the open places, origins and flows to which items reach which places, and how protected.

A least fixpoint over places that knows nothing of features. The search runs breadth first, level by level, and keeps
for each place which flow brought which bits at which level, so that shortest witnesses can be read off afterwards. How
long anything is kept plays no part in it: `derive` adds that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

import attrs

from pbxprivacy.flow import Copy, Flow, Origin, Place, PlaceKind
from pbxprivacy.inventory.planes import PLANES, Move, State, at_origin, moved, moves, plane_offset
from pbxprivacy.items import ALL_ITEMS, ItemSet, Selection
from pbxprivacy.lazy import cached_property
from pbxprivacy.terms import Purpose, Safeguard

__all__ = ["Arising", "Arrival", "Edge", "Spread", "spread"]

Told = TypeVar("Told")

_FEEDING: Final = (f"{PlaceKind.STORE}/", f"{PlaceKind.SERVICE}/")


class Arising(NamedTuple):
    """Bits that arose at a place."""

    bits: State
    origin: Origin
    level: int = 0


class Arrival(NamedTuple):
    """Bits that a flow brought to a place at one level of the search.

    ``selection`` is what the flow takes and the place admits.
    """

    bits: State
    flow: Flow
    source: str
    selection: Selection
    level: int


class Edge(NamedTuple):
    """A flow between two open places; ``selection`` is what it takes and the target admits."""

    source: str
    target: str
    flow: Flow
    selection: Selection
    moves: tuple[Move, ...]


@attrs.frozen(eq=False, slots=False)
class Spread:
    """The fixpoint: for each open place its state, the arrivals that made it, and the items that arose there.

    ``names`` are the ids of the places, in the order in which they were opened; ``edges`` are all flows between them.
    """

    names: tuple[str, ...]
    edges: tuple[Edge, ...]
    states: Mapping[str, State]
    arrivals: Mapping[str, Sequence[Arising | Arrival]]
    arisen: Mapping[str, ItemSet]
    _known: dict[Any, Any] = attrs.field(factory=dict, init=False, repr=False)

    def once(self, work: Callable[..., Told], *about: Hashable) -> Told:
        """Return what a function tells of this spread, worked out once for all tenants that share it."""
        key = (work, *about)
        if key not in self._known:
            self._known[key] = work(self, *about)
        told: Told = self._known[key]
        return told

    @cached_property
    def present(self) -> Mapping[str, ItemSet]:
        """The items at each place that has any."""
        return {name: items for name, state in self.states.items() if (items := state & ALL_ITEMS)}

    @cached_property
    def lacking(self) -> Mapping[Safeguard, Mapping[str, ItemSet]]:
        """For each safeguard the items that some path brought without it, by place."""
        return {guard: self._plane(plane_offset(guard)) for guard in PLANES}

    def _plane(self, offset: int) -> dict[str, ItemSet]:
        return {name: items for name, state in self.states.items() if (items := state >> offset & ALL_ITEMS)}

    @cached_property
    def moving(self) -> tuple[Edge, ...]:
        """The edges that take something, whether or not it was there already."""
        return tuple([edge for edge in self.edges if self.present.get(edge.source, 0) & edge.selection.taken])

    @cached_property
    def into(self) -> Mapping[str, Sequence[Edge]]:
        """The edges that take something, by the place they take it to."""
        found: dict[str, list[Edge]] = {}
        for edge in self.moving:
            found.setdefault(edge.target, []).append(edge)
        return found

    @cached_property
    def feeding(self) -> Mapping[str, Sequence[str]]:
        """The stores and services from which something comes to a place."""
        kept = {
            name: dict.fromkeys([edge.source for edge in edges if edge.source.startswith(_FEEDING)])
            for name, edges in self.into.items()
        }
        return {name: tuple(sources) for name, sources in kept.items() if sources}

    @cached_property
    def purposes(self) -> tuple[Purpose, ...]:
        """What for anything moves, by name."""
        return tuple(sorted({edge.flow.purpose for edge in self.moving}))

    @cached_property
    def copying(self) -> tuple[Edge, ...]:
        """The edges whose copies last while their source is kept."""
        return tuple([edge for edge in self.moving if edge.flow.copy is Copy.WHILE_KEPT])


def spread(places: Iterable[Place], origins: Iterable[Origin], flows: Iterable[Flow]) -> Spread:
    """Work out which items reach which places.

    Flows out of or into a place that nobody opened go nowhere; so do origins there.
    """
    opened = [(place.id, place.admits) for place in places]
    admitted = dict(opened)
    edges = _edges(admitted, flows)
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.source, []).append(edge)
    arrivals: dict[str, list[Arising | Arrival]] = {name: [] for name in admitted}
    arisen: dict[str, ItemSet] = {}
    frontier: dict[str, State] = {}
    for origin in origins:
        if origin.place in admitted:
            bits = at_origin(origin.items)
            arrivals[origin.place].append(Arising(bits, origin))
            arisen[origin.place] = arisen.get(origin.place, 0) | origin.items
            frontier[origin.place] = frontier.get(origin.place, 0) | bits
    states: dict[str, State] = dict.fromkeys(admitted, 0) | frontier
    level = 0
    while frontier:
        level += 1
        reached: dict[str, State] = {}
        for source, delta in frontier.items():
            for _, target, flow, selection, by in leaving.get(source, ()):
                new = moved(delta, by) & ~states[target]
                if new:
                    reached[target] = reached.get(target, 0) | new
                    arrivals[target].append(Arrival(new, flow, source, selection, level))
        for target, new in reached.items():
            states[target] |= new
        frontier = reached
    return Spread(tuple([name for name, _ in opened]), edges, states, arrivals, arisen)


def _edges(admitted: Mapping[str, Selection | None], flows: Iterable[Flow]) -> tuple[Edge, ...]:
    edges: list[Edge] = []
    families: dict[str, list[str]] = {}
    for flow in flows:
        target, source = flow.target, flow.source
        if target not in admitted:
            continue
        if source[-1] == "*":
            if source not in families:
                families[source] = [name for name in admitted if name.startswith(source[:-1])]
            sources = families[source]
        else:
            sources = [source] if source in admitted else []
        admits = admitted[target]
        selection = flow.selection if admits is None else _then(flow.selection, admits)
        by = moves(selection, flow.gives, flow.lacks)
        edges += [Edge(name, target, flow, selection, by) for name in sources if name not in flow.except_for]
    return tuple(edges)


@lru_cache(maxsize=4096)
def _then(first: Selection, second: Selection) -> Selection:
    return first.then(second)
