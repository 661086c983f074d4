"""Derivation: what is where, how protected and for how long.

`spread` finds what reaches which place; here each place gets its clock, and every item the longest life of its copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from pbxprivacy.flow import Flow, Origin, Place
from pbxprivacy.inventory.planes import State
from pbxprivacy.inventory.spread import Arising, Arrival, Spread, spread
from pbxprivacy.items import WIDTH, ItemSet
from pbxprivacy.retention import UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Safeguard

__all__ = ["Reach", "derive", "with_lifetimes"]


@attrs.frozen(eq=False)
class Reach:
    """For each open place what reached it, and how long it lives there.

    ``kept`` maps a place to items by their retention, items being disjoint.
    """

    spread: Spread
    places: Mapping[str, Place]
    kept: Mapping[str, Mapping[Retention, ItemSet]]

    @property
    def states(self) -> Mapping[str, State]:
        """The state of each place: see `spread`."""
        return self.spread.states

    @property
    def arrivals(self) -> Mapping[str, Sequence[Arising | Arrival]]:
        """What brought items to each place."""
        return self.spread.arrivals

    @property
    def arisen(self) -> Mapping[str, ItemSet]:
        """The items that arose at a place."""
        return self.spread.arisen

    def present(self, place: str) -> ItemSet:
        """Return the items at a place."""
        return self.spread.present.get(place, 0)

    def missing(self, place: str, guard: Safeguard) -> ItemSet:
        """Return the items at a place that some path brought without ``guard``."""
        return self.spread.lacking[guard].get(place, 0)


def derive(
    places: Iterable[Place],
    origins: Iterable[Origin],
    flows: Iterable[Flow],
    declared: Mapping[str, Retention] = MappingProxyType({}),
) -> Reach:
    """Work out which items reach which places, and how long they live there; see `spread` and `with_lifetimes`.

    Raises:
        ValueError: two different places with one id.
    """
    places = tuple(places)
    return with_lifetimes(spread(places, origins, flows), places, declared)


def with_lifetimes(
    spread: Spread, places: Iterable[Place], declared: Mapping[str, Retention] = MappingProxyType({})
) -> Reach:
    """Work out how long everything lives where it got to.

    ``places`` are those from which it spread, in the same order. ``declared`` says how long a holder keeps what it
    gets, for places that do not say it themselves.

    Raises:
        ValueError: two different places with one id.
    """
    places = tuple(places)
    opened = dict(zip(spread.names, places, strict=True))
    if len(opened) < len(places):
        _refuse_twins(spread.names, places)
    clocks = {
        name: declared.get(place.holder, UNSTATED) if (place := opened[name]).retention is None else place.retention
        for name in spread.present
    }
    return Reach(spread, opened, _lifetimes(clocks, spread))


def _refuse_twins(names: tuple[str, ...], places: tuple[Place, ...]) -> None:
    found: dict[str, Place] = {}
    for name, place in zip(names, places, strict=True):
        if found.setdefault(name, place) != place:
            raise ValueError(f"two different places are called {name}")


def _lifetimes(clocks: Mapping[str, Retention], spread: Spread) -> dict[str, dict[Retention, ItemSet]]:
    """Work out how long each item lives at each place, the longest copy counting.

    Everything at a place lives at least by the place's own clock. Copies made while the source is kept add up; the
    longest sum without a cycle passes each (place, item) once, so whatever still grows after that many rounds
    grows for ever, and is unlimited.
    """
    kept = {name: {clocks[name]: items} for name, items in spread.present.items()}
    copies = spread.copying
    rounds = 0
    longest_chain = len({edge.target for edge in copies}) * WIDTH
    growing = bool(copies)
    while growing:
        growing = False
        rounds += 1
        for source, target, _, selection, _ in copies:
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
