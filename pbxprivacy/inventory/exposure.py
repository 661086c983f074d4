"""Holdings and exposures: an item at a place, how it is protected, for how long, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

import attrs

from pbxprivacy.inventory.derive import Reach
from pbxprivacy.inventory.planes import PLANES, State, plane_offset
from pbxprivacy.items import ALL_ITEMS, Item, ItemSet, items
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Safeguard

__all__ = ["Certainty", "Exposure", "Group", "Holding", "groups_at"]


class Certainty(StrEnum):
    """Whether something exists for sure, or only if an unknown knob is at its worst."""

    SURE = "sure"
    POSSIBLE = "possible"


@attrs.frozen
class Holding:
    """An item at a place of the tenant or the operator.

    Attributes:
        place: the id of the place.
        party: its holder.
        item: what, of whom.
        missing: safeguards that some path to it lacks, as far as they make sense for the item.
        retention: how long it lives there, the longest copy counting.
        countries: where it may lie; ``UNKNOWN`` where nobody said.
        certainty: sure, or only possible.
    """

    place: str
    party: str
    item: Item
    missing: frozenset[Safeguard]
    retention: Retention
    countries: frozenset[str]
    certainty: Certainty

    def is_within(self, other: Holding) -> bool:
        """Tell whether ``other`` exposes at least as much: no safeguard more, no shorter, in no fewer countries."""
        return self.missing <= other.missing and self.retention <= other.retention and self.countries <= other.countries


@attrs.frozen
class Exposure(Holding):
    """An item at a place that a party other than the tenant and the operator holds, and that did not arise there."""


class Group(NamedTuple):
    """Items at one place that share their missing safeguards and their retention."""

    bits: ItemSet
    missing: frozenset[Safeguard]
    retention: Retention


_CONCERNED: Final[dict[Safeguard, ItemSet]] = {
    guard: items([data for data in Data if guard.concerns(data)]) for guard in PLANES
}
_NONE_MISSING: Final[frozenset[Safeguard]] = frozenset()


@cache
def _with(missing: frozenset[Safeguard], guard: Safeguard) -> frozenset[Safeguard]:
    return missing | {guard}


def groups_at(place: str, reaches: tuple[Reach, ...], bits: ItemSet) -> list[Group]:
    """Split ``bits`` at a place by what protects them and how long they live, the worse of all reaches counting."""
    by_age = _by_age(place, reaches, bits)
    return [
        Group(part, missing, age)
        for group, missing in _by_missing(place, reaches, bits)
        for age, kept in by_age
        if (part := group & kept)
    ]


def _by_missing(place: str, reaches: tuple[Reach, ...], bits: ItemSet) -> list[tuple[ItemSet, frozenset[Safeguard]]]:
    state = 0
    for reach in reaches:
        state |= reach.states.get(place, 0)
    return [(part, missing) for group, missing in _groups(state) if (part := group & bits)]


# The places of a large tenant (its phones, its queues) are in the same few states.
@lru_cache(maxsize=16_384)
def _groups(state: State) -> list[tuple[ItemSet, frozenset[Safeguard]]]:
    groups = [(state & ALL_ITEMS, _NONE_MISSING)]
    for guard in PLANES:
        without = state >> plane_offset(guard) & _CONCERNED[guard]
        if without:
            groups = [
                (part, guards)
                for group, missing in groups
                for part, guards in ((group & without, _with(missing, guard)), (group & ~without, missing))
                if part
            ]
    return groups


def _by_age(place: str, reaches: tuple[Reach, ...], bits: ItemSet) -> Iterable[tuple[Retention, ItemSet]]:
    if len(reaches) == 1 and len(reaches[0].kept[place]) == 1:
        return reaches[0].kept[place].items()
    ages: dict[Retention, ItemSet] = {}
    for reach in reaches:
        for age, kept in reach.kept.get(place, {}).items():
            ages[age] = ages.get(age, 0) | kept
    groups = []
    for age in sorted(ages, reverse=True):
        groups.append((age, ages[age] & bits))
        bits &= ~ages[age]
    return groups
