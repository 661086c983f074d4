"""What is held at a place, and how it is named in a sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from pbxprivacy.finding import shown
from pbxprivacy.flow import ANYONE, OPERATOR, TENANT, UNKNOWN_PARTY, Place
from pbxprivacy.items import ItemSet, items_in

__all__ = ["OWN", "Held", "kinds", "name_of"]

OWN: Final = (TENANT, OPERATOR)
_MOST_KINDS: Final = 6


class Held(NamedTuple):
    """Items at a place; at a third party's, those that did not arise there."""

    id: str
    place: Place
    bits: ItemSet

    @property
    def holder(self) -> str:
        """The party that holds the place."""
        return self.place.holder

    @property
    def recipient(self) -> str:
        """The party that holds it, if it is neither the tenant nor the operator."""
        return "" if self.place.holder in OWN else self.place.holder


@lru_cache(maxsize=4096)
def kinds(bits: ItemSet) -> str:
    """Return the kinds of data among some items, as a part of a sentence."""
    named = list(dict.fromkeys(str(item.data) for item in items_in(bits)))
    if len(named) > _MOST_KINDS:
        named = [*named[: _MOST_KINDS - 1], f"{len(named) - _MOST_KINDS + 1} more kinds of data"]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def name_of(held: Held) -> str:
    """Return a third party and its place, as a part of a sentence."""
    if held.place.holder == ANYONE:
        return f"anyone who can connect ({shown(held.id)})"
    if held.place.holder == UNKNOWN_PARTY:
        return f"an unknown party ({shown(held.id)})"
    return f"{held.place.holder} ({shown(held.id)})"
