"""What features do, worked out once for all that are alike.

Tenants differ most in their days, and days move nothing: a feature puts them on its places, and that is all. So what a
feature does is worked out with something in their stead that can be put on a place but not looked at, and remembered by
its other knobs: its *pattern*. A feature that does look at its days is worked out for each of them. What is not kept,
or for an unstated time, or without limit, has no days, and may be looked at. Only whether a retention ``is`` another
cannot be noticed: features compare them by ``==``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

import attrs

from pbxprivacy.flow import Flow, Origin, Place
from pbxprivacy.lazy import Memory
from pbxprivacy.retention import Retention

if TYPE_CHECKING:
    from pbxprivacy.feature import Feature

__all__ = ["NOTHING", "Effect", "Effects", "trace"]

Effect = Place | Origin | Flow


@attrs.frozen(eq=False)
class Effects:
    """What features do: the places they open, what arises there, and their flows.

    ``pattern`` is the same with all days left open, one object for all that are alike; None where it has none of its
    own, since no days are in it.
    """

    places: tuple[Place, ...] = ()
    origins: tuple[Origin, ...] = ()
    flows: tuple[Flow, ...] = ()
    pattern: Effects | None = None

    @classmethod
    def collect(cls, effects: Iterator[Effect]) -> Effects:
        """Sort effects by what they are, in their order."""
        places: list[Place] = []
        origins: list[Origin] = []
        flows: list[Flow] = []
        for effect in effects:
            kind = type(effect)
            if kind is Flow:
                flows.append(effect)  # type: ignore[arg-type] # its type was just compared
            elif kind is Place:
                places.append(effect)  # type: ignore[arg-type] # the same
            else:
                origins.append(effect)  # type: ignore[arg-type] # the same
        return cls(tuple(places), tuple(origins), tuple(flows)) if flows or places or origins else NOTHING

    @property
    def alike(self) -> Effects:
        """The pattern, or these effects themselves where no days are in them."""
        return self if self.pattern is None else self.pattern

    @property
    def size(self) -> int:
        """The number of effects, and one."""
        return len(self.places) + len(self.origins) + len(self.flows) + 1

    @classmethod
    def union(cls, parts: Iterable[Effects]) -> Effects:
        """Put the effects of several features together, in their order."""
        some = [part for part in parts if part is not NOTHING]
        alike = _together(tuple([part.alike for part in some]))
        return cls(tuple([place for part in some for place in part.places]), alike.origins, alike.flows, alike)


def _together(patterns: tuple[Effects, ...]) -> Effects:
    known = _unions.get(patterns)
    if known is not None:
        return known
    union = Effects(
        tuple([place for part in patterns for place in part.places]),
        tuple([origin for part in patterns for origin in part.origins]),
        tuple([flow for part in patterns for flow in part.flows]),
    )
    return _unions.keep(patterns, union, union.size)


_MOST: Final = 1 << 15  # effects that are remembered of one sort: of thousands of tenants, or a few very large ones
_unions: Final[Memory[tuple[Effects, ...], Effects]] = Memory(_MOST)


NOTHING: Final = Effects()


def trace(feature: Feature) -> Effects:
    """Return what a feature does."""
    kind, values = type(feature), feature.__dict__
    knobs = _knobs(kind)
    said = [values[name] for name in knobs.names]
    for position in knobs.entries:
        if type(said[position]) is dict:
            said[position] = tuple(said[position].items())  # a dictionary has no hash of its own
    key = said.copy()
    days: dict[str, Retention] = {}
    for position, name in knobs.retentions:
        if said[position].days:
            days[name], key[position] = said[position], ...
    try:
        pattern = _pattern_of(feature, days, (kind, *key))
        if pattern is None:  # it looks at its days
            pattern, days = _pattern_of(feature, {}, (kind, *said)), {}
    except _NoHashError:
        pattern = None
    if pattern is None:
        return Effects.collect(feature.effects())
    return _with_days(pattern, tuple(days.items())) if days and pattern is not NOTHING else pattern


class _NoHashError(Exception):
    """A knob has a value by which nothing can be remembered."""


class _LookedAtError(Exception):
    """A feature looked at its days."""


class _AnyDays:
    """Stands for the days of a knob while a feature says what it does: it can be handed on, and that is all."""

    __slots__ = ("knob", "looked_at")

    is_stated: Final = True

    def __init__(self, knob: str) -> None:
        self.knob = knob
        self.looked_at = False

    def _look(self, *_: object) -> Any:
        self.looked_at = True  # whoever looks may let the error pass
        raise _LookedAtError

    __getattr__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _look
    __add__ = __radd__ = __str__ = __repr__ = __format__ = __bool__ = __reduce__ = _look
    __class__ = property(_look)  # what isinstance asks for


_known: Final[Memory[tuple[object, ...], Effects | None]] = Memory(_MOST)


def _pattern_of(feature: Feature, days: Iterable[str], key: tuple[object, ...]) -> Effects | None:
    """Return the pattern of all features that have this key, or None if they have none for all days."""
    try:
        return _known[key]
    except KeyError:
        pass
    except TypeError as error:
        raise _NoHashError from error
    pattern = _with_days_open(feature, days) if days else Effects.collect(feature.effects())
    return _known.keep(key, pattern, 1 if pattern is None else pattern.size)


def _with_days_open(feature: Feature, days: Iterable[str]) -> Effects | None:
    left_open = {name: _AnyDays(name) for name in days}
    try:
        pattern = Effects.collect(feature.turned(**left_open).effects())
    except Exception:  # noqa: BLE001 - whatever is the matter, the feature says it of its true days
        return None
    return None if any(one.looked_at for one in left_open.values()) else pattern


def _with_days(pattern: Effects, days: tuple[tuple[str, Retention], ...]) -> Effects:
    known = _dated.get((pattern, days))
    if known is not None:
        return known
    kept = dict(days)
    places = [
        place.kept_for(kept[place.retention.knob]) if isinstance(place.retention, _AnyDays) else place
        for place in pattern.places
    ]
    dated = Effects(tuple(places), pattern.origins, pattern.flows, pattern)
    return _dated.keep((pattern, days), dated, dated.size)


_dated: Final[Memory[tuple[Effects, tuple[tuple[str, Retention], ...]], Effects]] = Memory(_MOST)


@attrs.frozen
class _Knobs:
    """The knobs of a kind of feature, and which of them, by position, are retentions and named entries."""

    names: tuple[str, ...]
    retentions: tuple[tuple[int, str], ...]
    entries: tuple[int, ...]


@cache
def _knobs(kind: type[Feature]) -> _Knobs:
    fields = {name: field.annotation for name, field in kind.model_fields.items()}
    return _Knobs(
        tuple(fields),
        tuple((position, name) for position, name in enumerate(fields) if fields[name] is Retention),
        tuple(position for position, name in enumerate(fields) if _may_be_entries(fields[name])),
    )


def _may_be_entries(hint: Any) -> bool:
    return (get_origin(hint) or hint) in (dict, Mapping) or any(_may_be_entries(part) for part in get_args(hint))
