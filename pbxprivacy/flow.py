"""Places, origins and flows: what features are made of.

A feature opens `Place`s, says which items arise there (`Origin`) and which items move from one place to another
(`Flow`). Features compose through places, never through each other: one offers a flow into a place, and where
nobody opened that place, the flow goes nowhere.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from pbxprivacy.items import ItemSet, Selection
from pbxprivacy.parties import ANYONE, OPERATOR, TENANT, UNKNOWN_PARTY
from pbxprivacy.retention import NOT_KEPT, Retention
from pbxprivacy.terms import Purpose, Safeguard

__all__ = [
    "ANYONE",
    "OPERATOR",
    "TENANT",
    "UNKNOWN_PARTY",
    "Copy",
    "Flow",
    "Origin",
    "Place",
    "PlaceKind",
    "place_id",
]


class PlaceKind(StrEnum):
    """What sort of place items can be at."""

    CALL = "call"
    STORE = "store"
    SCREEN = "screen"
    MAILBOX = "mailbox"
    SERVICE = "service"


def place_id(kind: PlaceKind, name: str, scope: str = "") -> str:
    """Return the identity of a place: ``store/recordings``, ``call/queue:sales``."""
    return f"{kind}/{name}:{scope}" if scope else f"{kind}/{name}"


@attrs.frozen(cache_hash=True)
class Place:
    """Where items can be.

    ``holder`` is the party that holds it. ``retention`` is how long the place keeps what arrived; None leaves
    that to the holder's own declaration. ``countries`` are ISO 3166 codes where the data lies; None leaves them
    to the holder's. ``encrypted_at_rest`` is None where the question makes no sense (a call, a screen) or where
    it is another party's affair. ``admits`` is what of the arriving items is kept, and as what (numbers masked), from
    whichever flow they come; None is everything as it is. ``because`` names the knobs that open it.
    """

    kind: PlaceKind
    name: str
    scope: str = ""
    holder: str = OPERATOR
    retention: Retention | None = NOT_KEPT
    countries: frozenset[str] | None = None
    encrypted_at_rest: bool | None = None
    admits: Selection | None = None
    because: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """``kind/name`` or ``kind/name:scope``; unique among the places of a tenant."""
        return place_id(self.kind, self.name, self.scope)

    def kept_for(self, retention: Retention) -> Place:
        """Return the same place with another retention."""
        return Place(  # as attrs.evolve would, in half the time
            self.kind,
            self.name,
            self.scope,
            self.holder,
            retention,
            self.countries,
            self.encrypted_at_rest,
            self.admits,
            self.because,
        )


@attrs.frozen
class Origin:
    """Items that arise at a place: a caller's voice in a call, a contact's name in a CRM."""

    place: str
    items: ItemSet
    because: tuple[str, ...] = ()


class Copy(StrEnum):
    """How long a copy lives.

    ``on_arrival``: the place's own clock starts when the item arrives. ``while_kept``: copied for as long as the
    source has it, so the source's days and the place's own add up (a backup, a replica).
    """

    ON_ARRIVAL = "on_arrival"
    WHILE_KEPT = "while_kept"


@attrs.frozen
class Flow:
    """Items that move from one place to another.

    ``source`` is the id of a place, or a family of places ending in ``*`` (``call/*``, ``call/queue:*``): every open
    place of the family but those ``except_for``. ``gives`` are the carried safeguards that this flow adds; ``lacks``
    are the hop safeguards it does not have (a flow inside one machine lacks none). ``because`` names the knobs that
    together cause it; alternatives are separate flows.
    """

    source: str
    target: str
    selection: Selection
    purpose: Purpose
    because: tuple[str, ...] = ()
    gives: frozenset[Safeguard] = frozenset()
    lacks: frozenset[Safeguard] = frozenset()
    copy: Copy = Copy.ON_ARRIVAL
    except_for: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """What orders flows, whatever order they came in."""
        return (self.source, self.target, self.purpose, *self.because)
