"""Settings by their full names: ``voicemail.email``, ``call_recording.rules[queue:sales].mode``.

A full name is the feature, a dot, and the knob; a knob of a named entry has the entry's name in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import attrs

from pbxprivacy.feature import Feature, Settings
from pbxprivacy.knob import Knob

__all__ = ["Setting", "assume", "settings_of", "turn", "value_of"]

_Group = TypeVar("_Group", bound=Settings)

_ENTRY: Final = re.compile(r"(?P<knob>[^.\[\]]+)\[(?P<entry>.*)\]\.(?P<inner>[^.\[\]]+)", re.DOTALL)
_PATH: Final = re.compile(rf"[^.\[\]]+\.(?:{_ENTRY.pattern}|(?P<own>[^.\[\]]+))", re.DOTALL)


@attrs.frozen
class Setting:
    """A knob of one tenant: its full name, what it is, and its value (None in an entry: as the feature has it)."""

    path: str
    knob: Knob
    value: Any


def settings_of(feature: Feature) -> Iterator[Setting]:
    """Yield every knob of a feature, and of its named entries."""
    for name, knob in feature.knobs().items():
        value = getattr(feature, name)
        yield Setting(f"{feature.key}.{name}", knob, value)
        if knob.is_entries:
            for key, entry in value.items():
                for inner, inner_knob in entry.knobs().items():
                    yield Setting(f"{feature.key}.{name}[{key}].{inner}", inner_knob, getattr(entry, inner))


def _parse(feature: Feature, path: str) -> tuple[str, str | None, str]:
    match = _PATH.fullmatch(path)
    if match is None:
        raise KeyError(path)
    knob, entry, inner = match["own"] or match["knob"], match["entry"], match["inner"] or ""
    if knob not in feature.knobs():
        raise KeyError(path)
    if entry is not None:
        known = getattr(feature, knob)
        if not feature.knobs()[knob].is_entries or entry not in known or inner not in known[entry].knobs():
            raise KeyError(path)
    return knob, entry, inner


def value_of(feature: Feature, path: str) -> Any:
    """Return the value of a knob by its full name.

    Raises:
        KeyError: no such knob.
    """
    knob, entry, inner = _parse(feature, path)
    value = getattr(feature, knob)
    return value if entry is None else getattr(value[entry], inner)


def turn(feature: Feature, path: str, value: Any) -> Feature:
    """Return a copy of a feature with one knob, by full name, set otherwise.

    Raises:
        KeyError: no such knob.
        pydantic.ValidationError: the knob cannot have that value.
    """
    knob, entry, inner = _parse(feature, path)
    if entry is None:
        return feature.checked(**{knob: value})
    entries = getattr(feature, knob)
    return feature.turned(**{knob: {**entries, entry: entries[entry].checked(**{inner: value})}})


def assume(feature: Feature, knob: str, *, loud: bool) -> Feature:
    """Return a copy of a feature with one knob, or with all if ``knob`` is empty, at its worst or its best value.

    A party becomes the party UNKNOWN either way; another identity may be as if nobody had set it. Where it is unknown
    which entries there are, and no single one can stand in for them, nothing about the feature can be relied on but the
    parties that it names; so the rest of the feature is assumed.
    """
    match = _ENTRY.fullmatch(knob)
    if match is not None:
        entries = getattr(feature, match["knob"])
        entry = entries[match["entry"]]
        worst = entry.turned(**{match["inner"]: entry.assumed(match["inner"], loud=loud)})
        return feature.turned(**{match["knob"]: {**entries, match["entry"]: worst}})
    known = feature.knobs().get(knob)
    if known is None or (known.is_entries and not known.stand_in):
        assumed = feature.all_loud() if loud else feature.all_quiet()
        return _naming(feature, assumed) if knob else assumed
    return feature.turned(**{knob: feature.assumed(knob, loud=loud)})


def _naming(known: _Group, assumed: _Group) -> _Group:
    """Return assumed settings with the parties that are known."""
    values: dict[str, Any] = {}
    for name, knob in known.knobs().items():
        value = getattr(known, name)
        if knob.is_entries:
            entries = getattr(assumed, name)
            values[name] = {
                key: _naming(value[key], entry) if key in value else entry for key, entry in entries.items()
            }
        elif knob.is_party and value is not None:
            values[name] = value
    return assumed.turned(**values)
