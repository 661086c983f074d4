"""The state of a place as one integer, and flows as masks and shifts over it.

The integer is made of *planes* of items side by side: the items present, then, for each safeguard, the items for which
some path lacks it. Joining two states is ``|``.

- A *carried* safeguard is missing at the origin and healed by the first flow that gives it.
- A *hop* safeguard is there at the origin and lost at the first flow that lacks it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from pbxprivacy.items import WIDTH, ItemSet, Selection
from pbxprivacy.terms import Safeguard

__all__ = ["PLANES", "Move", "State", "at_origin", "moved", "moves", "plane_offset"]

State = int

PLANES: Final[tuple[Safeguard, ...]] = tuple(guard for guard in Safeguard if guard is not Safeguard.ENCRYPTED_AT_REST)
_OFFSET: Final[dict[Safeguard, int]] = {guard: (number + 1) * WIDTH for number, guard in enumerate(PLANES)}
_CARRIED_OFFSETS: Final = tuple(_OFFSET[guard] for guard in PLANES if guard.is_carried)


def plane_offset(guard: Safeguard | None) -> int:
    """Return how far a plane is shifted: 0 for the items present, else the plane of what lacks ``guard``."""
    return 0 if guard is None else _OFFSET[guard]


def at_origin(items: ItemSet) -> State:
    """Return the state of items where they arise."""
    state = items
    for offset in _CARRIED_OFFSETS:
        state |= items << offset
    return state


@attrs.frozen(eq=False)
class Move:
    """One shift of a flow over all planes: ``keep`` masks the state, ``lost`` are planes filled from the first."""

    taken: ItemSet
    keep: State
    shift: int
    lost: tuple[int, ...]


@lru_cache(maxsize=4096)
def moves(selection: Selection, gives: frozenset[Safeguard], lacks: frozenset[Safeguard]) -> tuple[Move, ...]:
    """Return what a flow does to states."""
    kept_planes = [0, *(_OFFSET[guard] for guard in PLANES if guard not in gives)]
    lost = tuple(_OFFSET[guard] for guard in PLANES if guard in lacks)
    return tuple(
        Move(taken, sum(taken << offset for offset in kept_planes), shift, lost) for taken, shift in selection.moves
    )


def moved(state: State, by: tuple[Move, ...]) -> State:
    """Return what arrives of a state."""
    arrived = 0
    for move in by:
        part = state & move.keep
        if move.lost:
            present = state & move.taken
            for offset in move.lost:
                part |= present << offset
        if part:
            arrived |= part << move.shift if move.shift >= 0 else part >> -move.shift
    return arrived
