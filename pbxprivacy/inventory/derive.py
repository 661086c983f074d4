"""Derivation: from places, origins and flows to what is where, how protected and for how long.

A least fixpoint over places that knows nothing of features. The state of a place is one integer made of
*planes* of items: the items present, then, for each safeguard, the items for which some path lacks it. A flow is
a mask and a shift over that integer; joining is ``|``. The search runs breadth first, level by level, and keeps for
each place which flow brought which bits at which level, so that shortest witnesses can be read off afterwards.

- A *carried* safeguard is missing at the origin and healed by the first flow that gives it.
- A *hop* safeguard is there at the origin and lost at the first flow that lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import attrs

from pbxprivacy.flow import Copy, Flow, Origin, Place
from pbxprivacy.items import ALL_ITEMS, WIDTH, ItemSet, Selection
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Safeguard

__all__ = ["PLANES", "Arising", "Arrival", "Reach", "derive", "plane_offset"]

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
class Reach:
    """The fixpoint: for each open place its state, the arrivals that made it, and how long items live there.

    ``kept`` maps a place to items by their retention, items being disjoint; ``arisen`` to those that arose there.
    ``flows`` are those into open places, whether or not they brought anything new.
    """

    places: Mapping[str, Place]
    states: Mapping[str, State]
    arrivals: Mapping[str, list[Arising | Arrival]]
    kept: Mapping[str, dict[Retention, ItemSet]]
    arisen: Mapping[str, ItemSet]
    flows: tuple[Flow, ...]

    def present(self, place: str) -> ItemSet:
        """Return the items at a place."""
        return self.states.get(place, 0) & ALL_ITEMS

    def missing(self, place: str, guard: Safeguard) -> ItemSet:
        """Return the items at a place that some path brought without ``guard``."""
        return self.states.get(place, 0) >> _OFFSET[guard] & ALL_ITEMS


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


def derive(
    places: Iterable[Place],
    origins: Iterable[Origin],
    flows: Iterable[Flow],
    declared: Mapping[str, Retention] = MappingProxyType({}),
) -> Reach:
    """Work out which items reach which places.

    Flows out of or into a place that nobody opened go nowhere; so do origins there. ``declared`` says how long a holder
    keeps what it gets, for places that do not say it themselves.

    Raises:
        ValueError: two different places with one id.
    """
    opened = _opened(places)
    clocks = {
        name: declared.get(place.holder, UNSTATED) if place.retention is None else place.retention
        for name, place in opened.items()
    }
    into_open = tuple([flow for flow in flows if flow.target in opened])
    edges = _edges(opened, into_open)
    states: dict[str, State] = dict.fromkeys(opened, 0)
    arrivals: dict[str, list[Arising | Arrival]] = {name: [] for name in opened}
    arisen: dict[str, ItemSet] = {}
    frontier: dict[str, State] = {}
    for origin in origins:
        if origin.place in opened:
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
    return Reach(opened, states, arrivals, _lifetimes(clocks, states, edges), arisen, into_open)


_Edge = tuple[str, Flow, Selection, tuple[_Step, ...]]


def _opened(places: Iterable[Place]) -> dict[str, Place]:
    opened: dict[str, Place] = {}
    for place in places:
        name = place.id
        if opened.setdefault(name, place) is not place and opened[name] != place:
            raise ValueError(f"two different places are called {name}")
    return opened


def _edges(opened: Mapping[str, Place], flows: Iterable[Flow]) -> dict[str, list[_Edge]]:
    edges: dict[str, list[_Edge]] = {}
    families: dict[str, list[str]] = {}
    for flow in flows:
        target, source = flow.target, flow.source
        if source[-1] == "*":
            if source not in families:
                families[source] = [name for name in opened if name.startswith(source[:-1])]
            sources = families[source]
        elif source in opened:
            sources = [source]
        else:
            continue
        admits = opened[target].admits
        selection = flow.selection if admits is None else _then(flow.selection, admits)
        steps = _steps(selection, flow.gives, flow.lacks)
        for name in sources:
            if name not in flow.except_for:
                edges.setdefault(name, []).append((target, flow, selection, steps))
    return edges


def _lifetimes(
    clocks: Mapping[str, Retention], states: Mapping[str, State], edges: Mapping[str, list[_Edge]]
) -> dict[str, dict[Retention, ItemSet]]:
    """Work out how long each item lives at each place, the longest copy counting.

    Everything at a place lives at least by the place's own clock. Copies made while the source is kept add up; the
    longest sum without a cycle passes each (place, item) once, so whatever still grows after that many rounds
    grows for ever, and is unlimited.
    """
    kept: dict[str, dict[Retention, ItemSet]] = {}
    for name, clock in clocks.items():
        present = states[name] & ALL_ITEMS
        if present:
            kept[name] = {clock: present}
    copies = [
        (source, target, selection)
        for source, outgoing in edges.items()
        for target, flow, selection, _ in outgoing
        if flow.copy is Copy.WHILE_KEPT and source in kept
    ]
    rounds = 0
    longest_chain = len({target for _, target, _ in copies}) * WIDTH
    growing = bool(copies)
    while growing:
        growing = False
        rounds += 1
        for source, target, selection in copies:
            own = clocks[target]
            for age, bits in tuple(kept[source].items()):
                arrived = selection.apply(bits)
                if arrived and _lengthen(kept[target], age + own, arrived, for_ever=rounds > longest_chain):
                    growing = True
    return kept


def _lengthen(kept: dict[Retention, ItemSet], age: Retention, bits: ItemSet, *, for_ever: bool) -> bool:
    """Let ``bits`` live at least ``age``; return whether any of them lived shorter before."""
    shorter = 0
    for other in [other for other in kept if other < age]:
        moved = kept[other] & bits
        if moved:
            shorter |= moved
            kept[other] ^= moved
            if not kept[other]:
                del kept[other]
    if shorter:
        lives = UNLIMITED if for_ever else age
        kept[lives] = kept.get(lives, 0) | shorter
    return bool(shorter)
