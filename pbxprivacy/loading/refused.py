"""What a tenant refers to, where other things in it are wrong, so that all is told in one go.

References are checked on whole tenants. Of one that was refused, what is wrong is left out, and the rest is validated
once more. A name may have been defined in what was left out, so one that occurs there is never told to be undefined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pbxprivacy.loading.node import MAX_DEPTH

__all__ = ["undefined_beside"]

_MOST: Final = 30  # faults; who has more has enough to mend
_NAMED: Final = frozenset({"unknown_party", "unknown_scope"})
_KINDS: Final = _NAMED | {"unknown_knob", "reserved_party"}
_WORD: Final = re.compile(r"\w+")


def undefined_beside(error: ValidationError, data: Any, kind: type[BaseModel]) -> list[ErrorDetails]:
    """Return what a refused tenant names and nobody defined, where the refusal does not tell it.

    Args:
        error: why it was refused.
        data: what was validated.
        kind: `Tenant`, or a vendor's subclass of it.
    """
    refused = error.errors(include_url=False)
    told = any(detail["type"] in _KINDS or detail["loc"][:1] in ((), ("pbxprivacy",)) for detail in refused)
    if told or len(refused) > _MOST or not isinstance(data, Mapping):
        return []
    rest = data
    for detail in refused:
        rest = _without(rest, detail["loc"])
    try:
        kind.model_validate({"tenant": "refused", **rest})
    except ValidationError as further:
        # Of a tenant without a name nothing else was left out
        out = [[detail["loc"], detail["input"] if detail["input"] is not data else ()] for detail in refused]
        words = set(_words(out))
        keys = {str(detail["loc"][0]) for detail in refused}
        return [detail for detail in further.errors(include_url=False) if _is_sure(detail, words, keys)]
    return []


def _without(data: Mapping[Any, Any], location: tuple[int | str, ...]) -> Mapping[Any, Any]:
    """Return data without what stands at a location, or as near to it as mappings lead."""
    key, *below = location
    if key not in data:
        return data
    inner = data[key]
    if below and isinstance(inner, Mapping) and below[0] in inner:
        return {**data, key: _without(inner, tuple(below))}
    return {name: value for name, value in data.items() if name != key}


def _is_sure(detail: ErrorDetails, refused: set[str], keys: set[str]) -> bool:
    """Tell whether a reference leads nowhere, whatever was meant by what was refused."""
    named = str(detail["input"])
    if detail["type"] == "unknown_knob":
        return named.partition(".")[0] not in keys
    if detail["type"] in _NAMED:
        _, colon, name = named.rpartition(":")
        return bool(colon or detail["type"] == "unknown_party") and not refused.issuperset(_WORD.findall(name))
    return detail["type"] in _KINDS


def _words(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield every word in a value, however deep."""
    if isinstance(value, Mapping | list | tuple | set | frozenset) and depth < MAX_DEPTH:
        inner = [*value, *value.values()] if isinstance(value, Mapping) else value
        for below in inner:
            yield from _words(below, depth + 1)
    elif isinstance(value, str | int):
        yield from _WORD.findall(str(value))
