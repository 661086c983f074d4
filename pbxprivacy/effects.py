"""What features do, worked out once for all that are alike.

Tenants differ most in their days, and days move nothing: a feature puts them on its places, and that is all. So what a
feature does is worked out with something in their stead that can be put on a place but not looked at, and remembered by
its other knobs: its *pattern*. A feature that does look at its days is worked out for each of them. What is not kept,
or for an unstated time, or without limit, has no days, and may be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, get_origin

import attrs

from pbxprivacy.flow import Flow, Origin, Place
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

    @classmethod
    def union(cls, parts: Iterable[Effects]) -> Effects:
        """Put the effects of several features together, in their order."""
        parts = tuple(parts)
        return cls(
            tuple([place for part in parts for place in part.places]),
            tuple([origin for part in parts for origin in part.origins]),
            tuple([flow for part in parts for flow in part.flows]),
        )


NOTHING: Final = Effects()


def trace(feature: Feature) -> Effects:
    """Return what a feature does."""
    values, knobs = feature.__dict__, _knobs(type(feature))
    key = [values[name] for name in knobs.names]
    days: dict[str, Retention] = {}
    for position, name in knobs.retentions:
        if key[position].days:
            days[name], key[position] = key[position], ...
    for position in knobs.entries:
        key[position] = frozenset(key[position].items())  # a dictionary has no hash of its own
    pattern = _pattern_of(feature, days, (type(feature), *key))
    if pattern is None:
        return _of_its_days(feature)
    return _with_days(pattern, tuple(days.items())) if days and pattern is not NOTHING else pattern


class _LookedAtError(Exception):
    """A feature looked at its days."""


class _AnyDays:
    """Stands for the days of a knob while a feature says what it does: it can be handed on, and that is all."""

    __slots__ = ("knob",)

    is_stated: Final = True

    def __init__(self, knob: str) -> None:
        self.knob = knob

    def _look(self, *_: object) -> Any:
        raise _LookedAtError

    __getattr__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _look
    __add__ = __radd__ = __str__ = __repr__ = __format__ = __bool__ = __reduce__ = _look
    __class__ = property(_look)  # what isinstance asks for


_MOST: Final = 4096  # patterns that are remembered; then all are forgotten
_known: Final[dict[tuple[object, ...], Effects | None]] = {}


def _pattern_of(feature: Feature, days: Iterable[str], key: tuple[object, ...]) -> Effects | None:
    """Return the pattern of all features that have this key, or None if they look at their days."""
    try:
        return _known[key]
    except KeyError:
        left_open = feature.turned(**{name: _AnyDays(name) for name in days})
    pattern = None
    with suppress(_LookedAtError):
        pattern = Effects.collect(left_open.effects())
    if len(_known) >= _MOST:
        _known.clear()
    _known[key] = pattern
    return pattern


@lru_cache(maxsize=4096)
def _with_days(pattern: Effects, days: tuple[tuple[str, Retention], ...]) -> Effects:
    kept = dict(days)
    places = [
        place.kept_for(kept[place.retention.knob]) if isinstance(place.retention, _AnyDays) else place
        for place in pattern.places
    ]
    return Effects(tuple(places), pattern.origins, pattern.flows, pattern)


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
        tuple(position for position, name in enumerate(fields) if get_origin(fields[name]) in (dict, Mapping)),
    )


@lru_cache(maxsize=4096)
def _of_its_days(feature: Feature) -> Effects:
    return Effects.collect(feature.effects())
