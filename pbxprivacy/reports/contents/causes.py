"""Why something is so, in words: settings with their values, and paths as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import attrs

from pbxprivacy.flow import ANYONE, OPERATOR, TENANT, UNKNOWN_PARTY, Place
from pbxprivacy.inventory.exposure import Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.inventory.witness import Hop, Witness
from pbxprivacy.items import Item
from pbxprivacy.knob import OPEN_TO_ALL
from pbxprivacy.reports import words
from pbxprivacy.retention import Retention
from pbxprivacy.setting import Setting
from pbxprivacy.terms import Safeguard

__all__ = ["Causes", "as_written", "called", "causes_of", "holder", "in_words", "recipient"]

_MOST_NAMES = 6  # of a list that stand in a sentence
_LONGEST_NAME = 120


def causes_of(witness: Witness) -> tuple[str, ...]:
    """Return the knobs that move the item along a witness, in order; not those that only shape a place on the way."""
    causes = [*witness.origin.because]
    for hop in witness.hops:
        causes += hop.flow.because
    return tuple(dict.fromkeys(causes))


def in_words(setting: Setting) -> str:
    """Return a setting with its value in words: ``cdr.enabled is true``."""
    value = setting.value
    if setting.knob.loud == OPEN_TO_ALL and value is not None:
        return f"{setting.path} admits {_listed(value, 'nobody')}"
    if setting.knob.is_entries or isinstance(value, tuple | frozenset):
        return f"{setting.path} has {_listed(value, 'no entry')}"
    return f"{setting.path} is {_value(value)}"


def as_written(value: Any) -> str:
    """Return a knob's value as a tenant file has it: ``false``, ``[]``, ``P1D``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list | frozenset):
        return f"[{', '.join(map(str, value))}]"
    return "null" if value is None else str(value)


def _value(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return words.how_long(value) if isinstance(value, Retention) else _short(str(value))


def _listed(names: Iterable[object], none: str) -> str:
    all_names = [_short(str(name)) for name in names]
    shown = all_names[:_MOST_NAMES]
    rest = len(all_names) - len(shown)
    return words.and_list([*shown, *([f"{rest} more"] if rest else [])]) if all_names else none


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def called(holder: str, name: str, countries: Iterable[str]) -> str:
    """Return a holder of that name with countries: ``Dialer Co (US)``; of nobody in particular, without."""
    if holder == UNKNOWN_PARTY:
        return "an UNKNOWN party"
    return name if holder == ANYONE else f"{_short(name)} ({', '.join(sorted(countries))})"


def recipient(inventory: Inventory, entry: Holding) -> str:
    """Return the holder of an entry, with the countries where it may lie."""
    return called(entry.party, inventory.party(entry.party).name, entry.countries)


def holder(inventory: Inventory, place: Place) -> str:
    """Return the holder of a place, with the countries where that may be."""
    party = inventory.party(place.holder)
    return called(place.holder, party.name, party.countries if place.countries is None else place.countries)


@attrs.frozen(eq=False, slots=False)
class Causes:
    """The settings of one tenant, as reasons."""

    inventory: Inventory

    @cached_property
    def _settings(self) -> dict[str, Setting]:
        return {setting.path: setting for setting in self.inventory.subject.settings()}

    def reason(self, knob: str) -> str:
        """Return one knob with its value, or that it is unknown."""
        tenant = self.inventory.subject
        if tenant.is_unknown(knob):
            return f"{_short(knob)} is unknown"
        setting = self._settings.get(knob)
        if setting is not None:
            return in_words(setting)
        entries = knob.rpartition("[")[0]
        return f"{_short(entries or knob)} is unknown"

    def quiet(self, knob: str) -> str:
        """Return the quiet value of a knob as a tenant file has it."""
        setting = self._settings.get(knob)
        return as_written(setting.knob.quiet) if setting else "?"

    def reasons(self, knobs: Iterable[str]) -> str:
        """Return several knobs with their values as one phrase."""
        return words.and_list(self.reason(knob) for knob in knobs)

    def sentences(self, entries: Sequence[Holding]) -> Iterator[str]:
        """Yield, for entries of one place, how each item gets there; items that take the same way share a sentence."""
        ways: dict[object, list[tuple[Holding, Witness]]] = {}
        for entry in entries:
            witness = self.inventory.witness(entry)
            if witness is not None:
                way = tuple((hop.source, hop.target, hop.flow.because, hop.before == hop.after) for hop in witness.hops)
                changed = tuple((hop.before.data, hop.after.data) for hop in witness.hops if hop.before != hop.after)
                ways.setdefault((way, changed, entry.item.person, entry.certainty), []).append((entry, witness))
        for group in ways.values():
            yield self._sentence([witness.item for _, witness in group], group[0][1])

    def _sentence(self, items: Sequence[Item], witness: Witness) -> str:
        start = witness.places[0]
        if not witness.hops:
            arise = f"{_first(self._items(items, start))} arise{'s' if len(items) == 1 else ''} at {self._at(start)}"
            return f"{arise}{self._because(witness.origin.because)}."
        parts = []
        for number, (hop, place) in enumerate(zip(witness.hops, witness.places[1:], strict=True)):
            becoming = f", as {words.data(hop.after.data)}" if hop.before.data is not hop.after.data else ""
            into = f"{self._to(place)}{becoming}{self._because(hop.flow.because)}"
            if number == 0:
                goes = "goes" if len(items) == 1 else "go"
                parts.append(f"{_first(self._items(items, start))} {goes} from {self._at(start)} {into}")
            else:
                parts.append(f"from there {into}")
        return f"{', and '.join(parts)}."

    def _items(self, items: Sequence[Item], at: Place) -> str:
        kinds = words.and_list(dict.fromkeys(words.data(item.data) for item in items))
        return f"the {words.person(items[0].person, at.id)}'s {kinds}"

    def _because(self, knobs: Sequence[str]) -> str:
        return f" because {self.reasons(knobs)}" if knobs else ""

    def _at(self, place: Place) -> str:
        if place.holder in (TENANT, OPERATOR):
            return words.place(place.id)
        return f"{words.place(place.id)} of {holder(self.inventory, place)}"

    def _to(self, place: Place) -> str:
        if place.holder in (TENANT, OPERATOR):
            preposition = "into" if place.kind.value in ("store", "call", "mailbox") else "to"
            return f"{preposition} {words.place(place.id)}"
        return f"to {holder(self.inventory, place)}"

    def shortcoming(self, entry: Holding, guard: Safeguard) -> str | None:
        """Return which hop of a path loses a safeguard, or that none gives it, and why; None where it is there."""
        witness = self.inventory.witness(entry, guard)
        if witness is None:
            return None
        name = words.safeguard(guard)
        if guard is Safeguard.ENCRYPTED_AT_REST:
            return f"No {name} at {self._at(witness.places[-1])}{self._because(witness.places[-1].because)}."
        if guard.is_carried:
            return f"No {name} on the way from {self._at(witness.places[0])}{self._because(causes_of(witness))}."
        losing: Hop | None = next((hop for hop in witness.hops if guard in hop.flow.lacks), None)
        if losing is None:
            return None
        places = dict(zip([witness.hops[0].source, *(hop.target for hop in witness.hops)], witness.places, strict=True))
        way = f"from {self._at(places[losing.source])} {self._to(places[losing.target])}"
        return f"No {name} {way}{self._because(losing.flow.because)}."


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
