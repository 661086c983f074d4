"""Values of any type that a knob can have, worked out from its annotation.

So that a new feature is covered the day it is written: nothing here knows a feature by name.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention

__all__ = ["HOSTILE_TEXTS", "NAMES", "accepted", "hint_of", "retentions", "texts", "values"]

NAMES: Final = ("sales", "support", "100")  # of queues, rooms, extensions: few, so that settings meet

HOSTILE_TEXTS: Final = (
    "<script>alert(1)</script>",
    "\"quoted\" 'twice' `thrice`",
    "line\nbreak\r\nand\ttab",
    "\x1b[31mred\x1b[0m \x07",
    "\u202egnp.exe \u2066\u200b",
    "=HYPERLINK(0)",
    "{{7*7}} ${x} %s {0}",
    "; DROP TABLE tenants; --",
    "a: b # c",
    "- no",
    "NO",
    "0555567",
    "null",
    "\x00\x85\u2028\ufeff\ufffe",
    "|" * 400,
)

_TEXTS: Final = (
    *NAMES,
    *(f"{kind}:{name}" for kind in ("queue", "conference", "extension") for name in NAMES),
    "any",
    "internal",
    "external",
    "inbound",
    "outbound",
    "inbound.external",
    "outbound.internal",
    "web",
    "queue",
    "conference",
    "extension",
    "DE",
    "NO",
    "US",
    "192.0.2.10/32",
    "198.51.100.0/24",
    "2001:db8::/48",
    "https://crm.example/popup",
    "http://192.0.2.7/",
    "privacy@acme.example",
    "archive.example",
    "2026-12-01",
)


def hint_of(field: FieldInfo) -> Any:
    """Return the annotation of a model's field, constraints included."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def accepted(hint: Any, candidates: Iterable[Any]) -> list[Any]:
    """Return those of the candidates that a type accepts."""
    adapter = TypeAdapter[Any](hint)
    found = []
    for candidate in candidates:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        found.append(candidate)
    return found


def texts(longest: int = 40) -> st.SearchStrategy[str]:
    """Texts as people and attackers write them; never empty."""
    unicode = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=longest)
    return st.one_of(st.sampled_from([*NAMES, "Acme GmbH"]), st.sampled_from(HOSTILE_TEXTS), unicode)


def retentions() -> st.SearchStrategy[Retention]:
    """Retentions that can be written in a file."""
    days = st.sampled_from([1, 28, 30, 180, 36_500]).map(Retention)
    return st.one_of(days, st.sampled_from([UNLIMITED, UNSTATED]), st.integers(1, 400).map(Retention))


def values(hint: Any, examples: Sequence[Any] = ()) -> st.SearchStrategy[Any]:
    """Return a strategy for what a type accepts.

    Raises:
        TypeError: a type for which nothing is known; give examples with ``identity(..., examples=[...])``.
    """
    if examples:
        return st.sampled_from(accepted(hint, examples))
    base, constraints = _parts(hint)
    if isinstance(base, type) and issubclass(base, str) and not issubclass(base, Enum):
        return _texts_of(hint, constraints)
    if base is int:
        low, high = _bounds(constraints)
        return st.integers(low, high)
    return _plain(base)


def _parts(hint: Any) -> tuple[Any, list[Any]]:
    if get_origin(hint) is not Annotated:
        return hint, []
    base, *metadata = get_args(hint)
    constraints: list[Any] = []
    for part in metadata:
        constraints += part.metadata if isinstance(part, FieldInfo) else [part]
    return base, constraints


def _texts_of(hint: Any, constraints: list[Any]) -> st.SearchStrategy[str]:
    if not constraints:
        return texts()
    if all(isinstance(part, StringConstraints) and part.pattern is None for part in constraints):
        return _fitting(hint, texts())
    pool = accepted(hint, (*_TEXTS, *HOSTILE_TEXTS))
    if pool:
        return st.sampled_from(pool)
    patterns = [part.pattern for part in constraints if getattr(part, "pattern", None)]
    if not patterns:
        raise TypeError(f"no text is known that {hint} accepts: give it examples")
    return _fitting(hint, st.from_regex(patterns[0], fullmatch=True))


def _bounds(constraints: list[Any]) -> tuple[int, int]:
    low, high = 0, 100
    for part in constraints:
        low = max(low, getattr(part, "ge", low), getattr(part, "gt", low - 1) + 1)
        high = getattr(part, "le", getattr(part, "lt", high + 1) - 1)
    return low, max(low, high)


def _plain(base: Any) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(base), get_args(base)
    found: st.SearchStrategy[Any] | None = _SIMPLE.get(base)
    if origin in (Union, types.UnionType):
        found = st.one_of(*(values(argument) for argument in arguments))
    elif origin is Literal:
        found = st.sampled_from(arguments)
    elif origin in (tuple, list, set, frozenset):
        found = st.lists(values(arguments[0]), max_size=3, unique_by=repr).map(origin)
    elif origin is dict:
        found = st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    elif isinstance(base, type) and issubclass(base, Enum):
        found = st.sampled_from(list(base))
    elif isinstance(base, type) and issubclass(base, BaseModel):
        found = _models(base)
    if found is None:
        raise TypeError(f"nothing is known about values of {base}: give the knob examples")
    return found


def _models(kind: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        (required if field.is_required() else optional)[name] = values(hint_of(field), field.examples or ())
    return _fitting(kind, st.fixed_dictionaries(required, optional=optional))


def _fitting(hint: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    adapter = TypeAdapter[Any](hint)

    def fits(value: object) -> bool:
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    return strategy.filter(fits)


_SIMPLE: Final[dict[Any, st.SearchStrategy[Any]]] = {
    bool: st.booleans(),
    type(None): st.none(),
    date: st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    Retention: retentions().filter(lambda length: length != NOT_KEPT),
    float: st.floats(0, 100),
    Any: texts(),
}
