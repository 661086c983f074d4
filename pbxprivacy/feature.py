"""Feature: one thing a PBX can do with personal data.

A feature is a few knobs, the places it opens, the items that arise there and the flows it causes. It is a frozen
pydantic model, so its knobs are checked where they are read, and its effects are a function of its knobs alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Self, SupportsIndex, cast, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from pbxprivacy.effects import Effect, Effects, trace
from pbxprivacy.flow import UNKNOWN_PARTY
from pbxprivacy.knob import Knob, knob_of
from pbxprivacy.lazy import cached_property

__all__ = ["Effect", "Effects", "Entry", "Feature", "ScopeName", "Settings"]

# A queue, room, extension or group, as other settings name it.
ScopeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.+-]{1,80}$")]


class Settings(BaseModel):
    """A group of knobs."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, ignored_types=(cached_property,))

    @classmethod
    @cache
    def knobs(cls) -> Mapping[str, Knob]:
        """Return the knobs by name, in their order."""
        found = {name: knob_of(field) for name, field in cls.model_fields.items()}
        return {name: knob for name, knob in found.items() if knob is not None}

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return the settings with every knob at its default; the same object each time, since it cannot change."""
        return cast("Self", _defaults.setdefault(cls, cls()))  # of two threads one is first

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == cast("Self", other)._key()

    def __hash__(self) -> int:
        # a dictionary has no hash of its own
        return hash(tuple([frozenset(value.items()) if type(value) is dict else value for value in self._key()]))

    # What was worked out from the knobs is not copied along: whoever copies may change them next.

    def __copy__(self) -> Self:
        copied = super().__copy__()
        for name in copied.__dict__.keys() - self._values().keys():
            del copied.__dict__[name]
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return super(Settings, self.__copy__()).__deepcopy__(memo)

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__dict__": self._values()}

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        return (type(self).default, ()) if _defaults.get(type(self)) is self else super().__reduce_ex__(protocol)

    def turned(self, **values: Any) -> Self:
        """Return a copy with some knobs set otherwise; the values are known to be good."""
        made = self.model_construct(_fields_set={*self.model_fields_set, *values}, **{**self._values(), **values})
        return cast("Self", made)  # the checker's plugin forgets the subclass

    def checked(self, **values: Any) -> Self:
        """Return a copy with some knobs set otherwise; the others, which may stand for what is unknown, stay.

        Raises:
            pydantic.ValidationError: a knob cannot have that value.
        """
        try:
            return self.model_validate({**self._values(), **values})
        except ValidationError as error:
            if any(not fault["loc"] or fault["loc"][0] in values for fault in error.errors()):
                raise
        given = self.model_validate(values)
        return self.turned(**{name: getattr(given, name) for name in values})

    def _key(self) -> list[Any]:
        values = self.__dict__
        return [values[name] for name in _names(type(self))]

    def _values(self) -> dict[str, Any]:
        return dict(zip(_names(type(self)), self._key(), strict=True))

    def all_quiet(self) -> Self:
        """Return the quietest settings of this kind: every ordered knob quiet, every identity as it is."""
        return self.turned(**{name: self._extreme(name, loud=False) for name in self.knobs()})

    def all_loud(self) -> Self:
        """Return the loudest: every ordered knob loud, every party unknown, one more entry of each sort."""
        return self.turned(**{name: self._extreme(name, loud=True) for name in self.knobs()})

    def assumed(self, name: str, *, loud: bool) -> Any:
        """Return what the value of a knob may be at worst (``loud``), or at best, where it is unknown.

        Of named entries those that are known stay as they are; at worst there is one more.
        """
        knob, value = self.knobs()[name], getattr(self, name)
        if knob.is_ordered:
            return knob.loud if loud else knob.quiet
        if knob.is_entries:
            return self._with_another(name, value) if loud else value
        if knob.is_party:
            return UNKNOWN_PARTY
        if knob.neutral or not loud:
            return value
        if isinstance(value, tuple) and knob.stand_in:
            return (*value, _another(knob.stand_in, value))
        return knob.stand_in or type(self).model_fields[name].get_default()

    def _extreme(self, name: str, *, loud: bool) -> Any:
        """Return the quietest or loudest value of a knob, where nothing about these settings is known."""
        if not self.knobs()[name].is_entries:
            return self.assumed(name, loud=loud)
        entries = getattr(self, name)
        turned = {key: entry.all_loud() if loud else entry.all_quiet() for key, entry in entries.items()}
        return self._with_another(name, turned) if loud else turned

    def _with_another(self, name: str, entries: dict[str, Entry]) -> dict[str, Entry]:
        """Return named entries, and the one more that may exist; of parties it is UNKNOWN, who may be named too."""
        knob = self.knobs()[name]
        if not knob.stand_in:
            return entries
        stand_in = knob.stand_in if knob.is_party else _another(knob.stand_in, entries)
        return {**entries, stand_in: self.entry_type(name).default().all_loud()}

    @classmethod
    def entry_type(cls, name: str) -> type[Entry]:
        """Return the class of the named entries of a knob."""
        kind: type[Entry] = get_args(cls.model_fields[name].annotation)[1]
        return kind


_defaults: Final[dict[type[Settings], Settings]] = {}


def _another(stand_in: str, known: Collection[str]) -> str:
    """Return a name that nobody has: one that is known and called like a stand-in stays what it is."""
    while stand_in in known:
        stand_in += "_"
    return stand_in


@cache
def _names(kind: type[Settings]) -> tuple[str, ...]:
    return tuple(kind.model_fields)  # the attribute itself is slow


@cache
def _naming(kind: type[Settings]) -> tuple[tuple[str, Knob], ...]:
    """Return the knobs that name parties, or have entries that may."""
    return tuple((name, knob) for name, knob in kind.knobs().items() if knob.is_party or knob.is_entries)


class Entry(Settings):
    """A named group of knobs inside a feature; None means: as the feature has it."""


class Feature(Settings):
    """One thing a PBX can do with personal data.

    Subclasses set ``key`` (their name in a tenant), ``title``, ``sources`` (where the behaviour is documented),
    declare knobs, and yield their effects.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    sources: ClassVar[tuple[str, ...]]

    def effects(self) -> Iterator[Effect]:
        """Yield the places this feature opens, the items that arise there and the flows it causes."""
        raise NotImplementedError

    @cached_property
    def traced(self) -> Effects:
        """The effects, worked out once for all tenants that have the feature like this."""
        return trace(self)

    def defined_scopes(self) -> Iterator[str]:
        """Yield the scopes that this feature defines: ``queue:sales``."""
        return iter(())

    def named_scopes(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the scopes that this feature's settings name, each with where it is named."""
        return iter(())

    def named_parties(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the parties that this feature's settings name, each with where it is named."""
        for name, knob in _naming(type(self)):
            value = getattr(self, name)
            if knob.is_entries:
                for key, entry in value.items():
                    if knob.is_party:
                        yield (name, key), key
                    for inner, inner_knob in _naming(entry.__class__):
                        named = getattr(entry, inner) if inner_knob.is_party else None
                        if named is not None:
                            yield (name, key, inner), named
            elif value is not None:
                yield (name,), value

    def because(self, *knobs: str) -> tuple[str, ...]:
        """Return the full names of some of this feature's knobs."""
        return tuple([f"{self.key}.{knob}" for knob in knobs])

    def resolve(self, entries: str, name: str, knob: str) -> tuple[Any, str]:
        """Return the value that holds for one entry, and the full name of the knob that set it.

        What the entry leaves out (None) is the feature's own.
        """
        value = getattr(getattr(self, entries)[name], knob)
        if value is None:
            return getattr(self, knob), f"{self.key}.{knob}"
        return value, f"{self.key}.{entries}[{name}].{knob}"
