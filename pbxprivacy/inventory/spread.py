"""Spreading: from the open places, origins and flows to which items reach which places, and how protected.

A least fixpoint over places that knows nothing of features. The state of a place is one integer made of
*planes* of items: the items present, then, for each safeguard, the items for which some path lacks it. A flow is
a mask and a shift over that integer; joining is ``|``. The search runs breadth first, level by level, and keeps for
each place which flow brought which bits at which level, so that shortest witnesses can be read off afterwards.

- A *carried* safeguard is missing at the origin and healed by the first flow that gives it.
- A *hop* safeguard is there at the origin and lost at the first flow that lacks it.

How long anything is kept plays no part in it: `derive` adds that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from pbxprivacy.flow import Copy, Flow, Origin, Place
from pbxprivacy.items import ALL_ITEMS, WIDTH, ItemSet, Selection
from pbxprivacy.terms import Safeguard

__all__ = ["PLANES", "Arising", "Arrival", "Spread", "plane_offset", "spread"]

PLANES: Final[tuple[Safeguard, ...]] = tuple(guard for guard in Safeguard if guard is not Safeguard.ENCRYPTED_AT_REST)
_OFFSET: Final[dict[Safeguard, int]] = {guard: (number + 1) * WIDTH for number, guard in enumerate(PLANES)}
_CARRIED_OFFSETS: Final = tuple(_OFFSET[guard] for guard in PLANES if guard.is_carried)

State = int  # planes of items side by side; see the module's docstring


@attrs.frozen(eq=False)
class Arising:
    """Bits that arose at a place."""

    bits: State
    origin: Origin
    level: int = 0


@attrs.frozen(eq=False)
class Arrival:
    """Bits that a flow brought to a place at one level of the search.

    ``selection`` is what the flow takes and the place admits.
    """

    bits: State
    flow: Flow
    source: str
    selection: Selection
    level: int


@attrs.frozen(eq=False)
class Spread:
    """The fixpoint: for each open place its state, and the arrivals that made it.

    ``names`` are the ids of the places, in the order in which they were opened; ``arisen`` are the items that arose at
    a place; ``flows`` are those into open places, whether or not they brought anything new; ``copies`` are the steps
    whose copies last while their source is kept: source, target, and what they take.
    """

    names: tuple[str, ...]
    states: Mapping[str, State]
    arrivals: Mapping[str, Sequence[Arising | Arrival]]
    arisen: Mapping[str, ItemSet]
    flows: tuple[Flow, ...]
    copies: tuple[tuple[str, str, Selection], ...]


def plane_offset(guard: Safeguard | None) -> int:
    """Return how far a plane is shifted: 0 for the items present, else the plane of what lacks ``guard``."""
    return 0 if guard is None else _OFFSET[guard]


@attrs.frozen(eq=False)
class _Step:
    """A move of a flow over all planes: ``keep`` masks the state, ``lost`` are planes filled from the first."""

    taken: ItemSet
    keep: State
    shift: int
    lost: tuple[int, ...]


@lru_cache(maxsize=4096)
def _then(first: Selection, second: Selection) -> Selection:
    return first.then(second)


@lru_cache(maxsize=4096)
def _steps(selection: Selection, gives: frozenset[Safeguard], lacks: frozenset[Safeguard]) -> tuple[_Step, ...]:
    kept_planes = [0, *(_OFFSET[guard] for guard in PLANES if guard not in gives)]
    lost = tuple(_OFFSET[guard] for guard in PLANES if guard in lacks)
    return tuple(
        _Step(taken, sum(taken << offset for offset in kept_planes), shift, lost) for taken, shift in selection.moves
    )


def _run(state: State, steps: tuple[_Step, ...]) -> State:
    arrived = 0
    for step in steps:
        part = state & step.keep
        if step.lost:
            present = state & step.taken
            for offset in step.lost:
                part |= present << offset
        if part:
            arrived |= part << step.shift if step.shift >= 0 else part >> -step.shift
    return arrived


def spread(places: Iterable[Place], origins: Iterable[Origin], flows: Iterable[Flow]) -> Spread:
    """Work out which items reach which places.

    Flows out of or into a place that nobody opened go nowhere; so do origins there.
    """
    places = tuple(places)
    names = tuple([place.id for place in places])
    admitted = {name: place.admits for name, place in zip(names, places, strict=True)}
    into_open = tuple([flow for flow in flows if flow.target in admitted])
    edges = _edges(admitted, into_open)
    states: dict[str, State] = dict.fromkeys(admitted, 0)
    arrivals: dict[str, list[Arising | Arrival]] = {name: [] for name in admitted}
    arisen: dict[str, ItemSet] = {}
    frontier: dict[str, State] = {}
    for origin in origins:
        if origin.place in admitted:
            arisen[origin.place] = arisen.get(origin.place, 0) | origin.items
            bits = origin.items
            for offset in _CARRIED_OFFSETS:
                bits |= origin.items << offset
            arrivals[origin.place].append(Arising(bits, origin))
            frontier[origin.place] = frontier.get(origin.place, 0) | bits
    states.update(frontier)
    level = 0
    while frontier:
        level += 1
        reached: dict[str, State] = {}
        for source, delta in frontier.items():
            for target, flow, selection, steps in edges.get(source, ()):
                new = _run(delta, steps) & ~states[target]
                if new:
                    reached[target] = reached.get(target, 0) | new
                    arrivals[target].append(Arrival(new, flow, source, selection, level))
        for target, new in reached.items():
            states[target] |= new
        frontier = reached
    copies = [
        (source, target, selection)
        for source, outgoing in edges.items()
        for target, flow, selection, _ in outgoing
        if flow.copy is Copy.WHILE_KEPT and states[source] & ALL_ITEMS
    ]
    return Spread(names, states, arrivals, arisen, into_open, tuple(copies))


_Edge = tuple[str, Flow, Selection, tuple[_Step, ...]]


def _edges(admitted: Mapping[str, Selection | None], flows: Iterable[Flow]) -> dict[str, list[_Edge]]:
    edges: dict[str, list[_Edge]] = {}
    families: dict[str, list[str]] = {}
    for flow in flows:
        target, source = flow.target, flow.source
        if source[-1] == "*":
            if source not in families:
                families[source] = [name for name in admitted if name.startswith(source[:-1])]
            sources = families[source]
        elif source in admitted:
            sources = [source]
        else:
            continue
        admits = admitted[target]
        selection = flow.selection if admits is None else _then(flow.selection, admits)
        steps = _steps(selection, flow.gives, flow.lacks)
        for name in sources:
            if name not in flow.except_for:
                edges.setdefault(name, []).append((target, flow, selection, steps))
    return edges
