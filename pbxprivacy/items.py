"""Items, (Data, Person) pairs, as bits of an integer; and selections of them.

The engine adds and compares whole sets of items with single integer operations, so the set of items at a
place is one integer: bit ``data.position * len(Person) + person.position`` stands for the pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import attrs

from pbxprivacy.terms import Data, Person

__all__ = [
    "ALL_ITEMS",
    "WIDTH",
    "Item",
    "ItemSet",
    "Selection",
    "bit_of",
    "but",
    "items",
    "items_in",
    "select",
]

ItemSet = int  # bits, see the module's docstring

_DATA: Final = tuple(Data)
_PERSONS: Final = tuple(Person)
_ROW: Final = (1 << len(_PERSONS)) - 1

WIDTH: Final = len(_DATA) * len(_PERSONS)
ALL_ITEMS: Final[ItemSet] = (1 << WIDTH) - 1


class Item(NamedTuple):
    """One kind of personal data of one kind of person."""

    data: Data
    person: Person

    def __str__(self) -> str:
        return f"{self.data} of {self.person}"


_ITEMS: Final = tuple(Item(data, person) for data in _DATA for person in _PERSONS)


def bit_of(item: Item) -> int:
    """Return the number of the bit that stands for ``item``."""
    return item.data.position * len(_PERSONS) + item.person.position


def item_of(bit: int) -> Item:
    """Return the item that a bit stands for."""
    return _ITEMS[bit]


@lru_cache(maxsize=4096)
def items_in(bits: ItemSet) -> tuple[Item, ...]:
    """Return the items of a set, in the order of `Data` and `Person`."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(_ITEMS[lowest.bit_length() - 1])
        bits ^= lowest
    return tuple(found)


def items(data: Iterable[Data] | Data, of: Iterable[Person] | Person = _PERSONS) -> ItemSet:
    """Return the set of all pairs of ``data`` and the persons ``of`` whom it is."""
    persons = 0
    for person in (of,) if isinstance(of, Person) else of:
        persons |= 1 << person.position
    bits = 0
    for kind in (data,) if isinstance(data, Data) else data:
        bits |= persons << kind.position * len(_PERSONS)
    return bits


@attrs.frozen(cache_hash=True)
class Selection:
    """Which items a flow takes along, and what each kind becomes on the way.

    ``moves`` holds pairs (set of items taken, shift of their bits); a shift of 0 keeps the kind. Built by
    `select`, joined by ``|``.
    """

    moves: tuple[tuple[ItemSet, int], ...]

    def becoming(self, kind: Data) -> Selection:
        """Return the same items, turned into ``kind`` (speech into text, a number into a masked one)."""
        taken = self.taken
        moves = []
        for source in _DATA:
            row = taken & (_ROW << source.position * len(_PERSONS))
            if row:
                moves.append((row, (kind.position - source.position) * len(_PERSONS)))
        return Selection(tuple(moves))

    @property
    def taken(self) -> ItemSet:
        """The items that are taken along, as they are at the source."""
        bits = 0
        for mask, _ in self.moves:
            bits |= mask
        return bits

    def apply(self, bits: ItemSet) -> ItemSet:
        """Return what arrives when ``bits`` are at the source."""
        arrived = 0
        for mask, shift in self.moves:
            part = bits & mask
            if part:
                arrived |= part << shift if shift >= 0 else part >> -shift
        return arrived

    def then(self, other: Selection) -> Selection:
        """Return what is left, and as what, after this selection and then the other."""
        by_shift: dict[int, ItemSet] = {}
        for mask, shift in self.moves:
            arrived = mask << shift if shift >= 0 else mask >> -shift
            for further, further_shift in other.moves:
                through = arrived & further
                if through:
                    taken = through >> shift if shift >= 0 else through << -shift
                    total = shift + further_shift
                    by_shift[total] = by_shift.get(total, 0) | taken
        return Selection(tuple((taken, shift) for shift, taken in by_shift.items()))

    def __or__(self, other: Selection) -> Selection:
        by_shift: dict[int, ItemSet] = {}
        for mask, shift in self.moves + other.moves:
            by_shift[shift] = by_shift.get(shift, 0) | mask
        return Selection(tuple((mask, shift) for shift, mask in by_shift.items()))


def but(*data: Data) -> Selection:
    """Select everything but all pairs with ``data``."""
    return Selection(((ALL_ITEMS & ~items(data), 0),))


def select(*data: Data, of: Iterable[Person] | Person = _PERSONS) -> Selection:
    """Select all pairs of ``data`` and the persons ``of`` whom it is; without ``data``, everything."""
    return Selection(((items(data or _DATA, of), 0),))
