"""What pydantic says, as sentences: what is wrong, where, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pbxprivacy.errors import Fault
from pbxprivacy.loading.excerpt import excerpt, one_line
from pbxprivacy.loading.mends import describe
from pbxprivacy.loading.node import Document, Mark, Node
from pbxprivacy.loading.shape import knob_name

__all__ = ["MAX_FAULTS", "faults_of", "name_of"]

MAX_FAULTS: Final = 100  # of one document; more tell nobody anything

_AT_THE_KEY: Final = frozenset({"extra_forbidden", "missing", "unknown_knob", "reserved_party"})
_KEY_ITSELF: Final = "[key]"


def name_of(data: object) -> str:
    """Return the tenant's name as far as a message may show it; empty where there is none."""
    name = data.get("tenant") if isinstance(data, Mapping) else None
    return excerpt(name) if isinstance(name, str) else ""


def faults_of(
    error: ValidationError, document: Document, kind: type[BaseModel], beside: Iterable[ErrorDetails] = ()
) -> list[Fault]:
    """Return everything that is wrong with a document, in its own order.

    Args:
        error: what validating its data as ``kind`` said.
        document: the data, with places where there are any.
        kind: `Tenant`, or what else was expected.
        beside: what else is known to be wrong.
    """
    positions: dict[int, dict[Any, int]] = {}
    details = [
        (_order(path, document.data, positions), path, detail)
        for detail in [*error.errors(include_url=False), *beside]
        for path in [_steps(detail["loc"], document.data)]
    ]
    details.sort(key=lambda one: one[0])
    tree = document.located()
    found: dict[tuple[str, ...], Fault] = {}
    for number, (_, path, detail) in enumerate(details):
        if len(found) == MAX_FAULTS:
            more = Fault(f"and {len(details) - number} more", file=document.file, tenant=name_of(document.data))
            return [*found.values(), more]
        is_key = detail["loc"][-1:] == (_KEY_ITSELF,)
        mark, raw = _place(tree, path, document, at_key=is_key or detail["type"] in _AT_THE_KEY)
        what, mend = describe(detail, path, kind, "" if is_key else raw)
        fault = Fault(
            one_line(what),
            one_line(mend),
            file=document.file,
            line=mark.line,
            column=mark.column,
            tenant=name_of(document.data),
            knob=knob_name([step if isinstance(step, int) else excerpt(str(step)) for step in path], kind),
        )
        # A union tells once for each member: the first says it
        found.setdefault((fault.knob, str(mark), str(path[-1:]), detail["type"]), fault)
    return list(found.values())


def _steps(location: Iterable[Any], data: Any) -> list[Any]:
    """Return a path, with positions in lists as numbers, whoever told it."""
    path: list[Any] = []
    for step in location:
        if step == _KEY_ITSELF:
            break
        in_list = isinstance(data, list | tuple)
        path.append(int(step) if in_list and isinstance(step, str) and step.isdecimal() else step)
        if isinstance(data, Mapping):
            data = data.get(step)
        else:
            data = data[path[-1]] if in_list and isinstance(path[-1], int) and path[-1] < len(data) else None
    return path


def _place(tree: Node | None, path: list[Any], document: Document, *, at_key: bool) -> tuple[Mark, str]:
    """Return where to point at, and the text that stands there."""
    if tree is None:
        return Mark(document.line), ""
    mark, raw, reached = tree.mark, tree.raw, 0
    for _, key_mark, node in tree.along(path):
        reached += 1
        mark, raw = node.mark, node.raw
        if at_key:
            mark = key_mark
    return mark, raw if reached == len(path) else ""


def _order(path: list[Any], data: Any, positions: dict[int, dict[Any, int]]) -> list[int]:
    """Return a key that sorts faults as the values stand in the input; what is not there comes first.

    ``positions`` remembers, by its identity, where each key of a mapping stands.
    """
    order = []
    for step in path:
        if isinstance(data, Mapping):
            if id(data) not in positions:
                positions[id(data)] = {key: number for number, key in enumerate(data)}
            order.append(positions[id(data)].get(step, -1))
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            order.append(step)
            data = data[step]
        else:
            break
    return order
