"""Knobs: what a setting's quietest and loudest values are, beside its default.

An *ordered* knob has a ``quiet`` value (exposes least, protects most) and a ``loud`` one (exposes most); the default
need not be the quiet one. An *identity* knob (which vendor, which URL, which application) has no order. The
functions here make pydantic fields that carry a `Knob`; the type of the field is its annotation, as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs
from pydantic import Field
from pydantic.fields import FieldInfo

from pbxprivacy.flow import UNKNOWN_PARTY
from pbxprivacy.retention import UNLIMITED, Retention

__all__ = [
    "STAND_IN",
    "Knob",
    "choice",
    "entries",
    "identity",
    "knob_of",
    "level",
    "party",
    "permit",
    "protection",
    "retention",
    "switch",
]

STAND_IN: Final = "UNKNOWN"  # one more of what has names, where it is unknown which there are
OPEN_TO_ALL: Final = ("0.0.0.0/0", "::/0")


@attrs.frozen(eq=False)
class Knob:
    """What is known of one setting besides its type and default.

    Attributes:
        quiet: the value that exposes least; None for an identity.
        loud: the value that exposes most; None for an identity.
        levels: all values from quiet to loud, where they can be listed.
        is_ordered: whether quiet and loud mean anything.
        is_party: whether the value (or each key of it) names a party.
        is_entries: whether the value maps names to groups of knobs of their own.
        stand_in: the entry, the member of the list, or the value that may be there where the knob is unknown.
        neutral: why this knob changes no flow, where that is so.
    """

    quiet: Any = None
    loud: Any = None
    levels: tuple[Any, ...] = ()
    is_ordered: bool = True
    is_party: bool = False
    is_entries: bool = False
    stand_in: str = ""
    neutral: str = ""

    def __call__(self, schema: dict[str, Any]) -> None:
        """Tell editors the quiet and the loud value, in the JSON Schema of the field."""
        if self.is_ordered:
            schema["x-quiet"], schema["x-loud"] = _plain(self.quiet), _plain(self.loud)


def _plain(value: object) -> Any:
    return value if isinstance(value, bool | int) else list(value) if isinstance(value, tuple) else str(value)


def knob_of(field: FieldInfo) -> Knob | None:
    """Return the `Knob` that a pydantic field carries, if it carries one."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, Knob) else None


def _field(doc: str, default: Any, knob: Knob, **more: Any) -> Any:
    return Field(default, description=doc, json_schema_extra=knob, **more)


def switch(doc: str, *, default: bool | None = False, neutral: str = "") -> Any:
    """A boolean that exposes when it is true; strict, since a guess at what ``yes`` or 1 means is a guess."""
    return _field(doc, default, Knob(False, True, (False, True), neutral=neutral), strict=True)


def protection(doc: str, *, default: bool | None = True, neutral: str = "") -> Any:
    """A boolean that protects when it is true; strict, as in `switch`."""
    return _field(doc, default, Knob(True, False, (True, False), neutral=neutral), strict=True)


def level(doc: str, order: Iterable[Any], *, default: Any, neutral: str = "") -> Any:
    """One of several values, listed from the quietest to the loudest."""
    levels = tuple(order)
    return _field(doc, default, Knob(levels[0], levels[-1], levels, neutral=neutral))


def retention(doc: str, *, default: Retention) -> Any:
    """How long something is kept; a day is the quietest, unlimited the loudest."""
    return _field(doc, default, Knob(Retention(1), UNLIMITED))


def permit(doc: str, *, default: tuple[str, ...] | None = ()) -> Any:
    """Which addresses may connect; nobody is the quietest, everybody the loudest."""
    return _field(doc, default, Knob((), OPEN_TO_ALL))


def choice(doc: str, *, quiet: Any, loud: Any, default: Any, neutral: str = "") -> Any:
    """A value with a quietest and a loudest, and too many between to list."""
    return _field(doc, default, Knob(quiet, loud, neutral=neutral))


def party(doc: str, *, default: str | None = None) -> Any:
    """Which party it is; where that cannot be known, the party UNKNOWN."""
    return _field(doc, default, Knob(is_ordered=False, is_party=True))


def entries(doc: str, *, of_parties: bool = False, stand_in: str = STAND_IN) -> Any:
    """Names, each with settings of its own; what an entry leaves out is the feature's.

    Where it is unknown which entries there are, one more may exist, called ``stand_in``; where that name is empty,
    nothing about the feature can be relied on.
    """
    knob = Knob(
        is_ordered=False, is_party=of_parties, is_entries=True, stand_in=UNKNOWN_PARTY if of_parties else stand_in
    )
    return Field(default_factory=dict, description=doc, json_schema_extra=knob)


def identity(doc: str, *, default: Any = None, stand_in: str = "", neutral: str = "", **more: Any) -> Any:
    """A value without an order: a name, an address, a choice that exposes neither more nor less.

    Where it is unknown, a list may have one more member, ``stand_in``; another value may be ``stand_in``.
    """
    return _field(doc, default, Knob(is_ordered=False, stand_in=stand_in, neutral=neutral), **more)
