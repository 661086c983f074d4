"""Plain data that knows where each value of it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from pbxprivacy.errors import InputError

__all__ = ["MAX_DEPTH", "MAX_NODES", "NUMBER_TOO_LONG", "Document", "Mark", "Node", "Part"]

MAX_DEPTH = 64  # a tenant needs eight levels
MAX_NODES = 1_000_000  # of one document, aliases counted at full length
# what is wrong with it, where its signs are counted, and what to write instead
NUMBER_TOO_LONG = ("a number of {} signs", "no setting takes one; a name that consists of digits stands in quotes")

Path = Sequence[str | int]


@attrs.frozen
class Mark:
    """A place in a text; lines and columns count from 1."""

    line: int = 0
    column: int = 0


@attrs.define(eq=False)
class Node:
    """A value with its place.

    ``value`` is a scalar, a list of nodes, or a mapping of keys to nodes, whose own places are in ``keys``; ``raw`` is
    the text of a scalar as it stood; ``size`` counts the nodes, itself included.
    """

    value: Any
    mark: Mark
    raw: str = ""
    keys: Mapping[str, Mark] = attrs.field(factory=dict)
    size: int = 1

    def plain(self) -> Any:
        """Return the data without the places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """Return the node below by key or index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]  # type: ignore[no-any-return] # lists hold nodes only
        return None

    def along(self, path: Path) -> Iterator[tuple[str | int, Mark, Node]]:
        """Yield, as far as a path leads, each step with the place of its key and the node there."""
        node = self
        for step in path:
            below = node.child(step)
            if below is None:
                return
            yield step, node.keys.get(str(step), below.mark), below
            node = below


@attrs.frozen(eq=False)
class Document:
    """The data of one tenant (or layer, or catalogue) with its file.

    Attributes:
        data: as plain mappings, lists and scalars.
        file: its name for messages.
        line: the line of the file on which it starts.
        tree: works out where each value stood; asked only for errors and evidence.
    """

    data: Any
    file: str = ""
    line: int = 0
    tree: Callable[[], Node] | None = None

    @classmethod
    def of(cls, node: Node, file: str) -> Document:
        """Return the document whose values and places a node holds."""
        return cls(node.plain(), file, node.mark.line, tree=lambda: node)

    def located(self) -> Node | None:
        """Return the data with places, or None where there are none."""
        return None if self.tree is None else self.tree()


# One document of several, or what is wrong with it; those after it are read all the same.
Part = Document | InputError
