"""The shape of a model: what stands below a path, and what a path is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel

from pbxprivacy.feature import Feature

__all__ = ["ENTRY", "is_feature", "knob_name", "model_at", "steps_of", "type_at"]

ENTRY: Final = 3  # steps to an entry: feature, knob, name
_INNER: Final[Mapping[Any, int]] = {
    dict: 1,
    tuple: 0,
    list: 0,
    frozenset: 0,
}  # which argument is the type of what is in


def type_at(path: Iterable[Any], kind: type[BaseModel]) -> Any:
    """Return the type of what stands at a path of a model, or None where nothing can."""
    found: Any = kind
    for step in path:
        if isinstance(found, type) and issubclass(found, BaseModel):
            field = found.model_fields.get(step)
            found = None if field is None else _bare(field.annotation)
        else:
            arguments = get_args(found)
            found = _bare(arguments[_INNER[get_origin(found)]]) if get_origin(found) in _INNER else None
    return found


def model_at(path: Iterable[Any], kind: type[BaseModel]) -> type[BaseModel] | None:
    """Return the model whose fields stand at a path, or None."""
    found = type_at(path, kind)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def is_feature(key: Any, kind: type[BaseModel]) -> bool:
    """Tell whether a field of a tenant is a feature."""
    found = type_at([key], kind)
    return isinstance(found, type) and issubclass(found, Feature)


def steps_of(name: str) -> list[str]:
    """Return the path of a setting by its full name, the reverse of `knob_name`."""
    head, bracket, rest = name.partition("[")
    if not bracket:
        return head.split(".")
    entry, _, inner = rest.rpartition("]")
    return [*head.split("."), entry, *inner.lstrip(".").split(".")]


def knob_name(path: Sequence[Any], kind: type[BaseModel]) -> str:
    """Return the full name of a setting: ``call_recording.rules[queue:sales].mode``, ``parties.dialer.country``."""
    steps = [str(step) for step in path if not isinstance(step, int)]
    if len(steps) >= ENTRY and is_feature(path[0], kind) and get_origin(type_at(path[:2], kind)) is dict:
        feature, knob, entry, *inner = steps
        return ".".join([feature, f"{knob}[{entry}]", *inner])
    return ".".join(steps)


def _bare(annotation: Any) -> Any:
    """Return a type without constraints, and without None where it is optional."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if type(None) in get_args(annotation):
        return _bare(next(argument for argument in get_args(annotation) if argument is not type(None)))
    return annotation
