"""YAML, by the rules of YAML 1.2, on the C parser of PyYAML.

The parser is asked for one event after the other, and depth and size are guarded while they come: building a document
in the parser itself overflows its stack at some ten thousand levels. Every value keeps its line and column. Refused,
each with what to write instead: duplicate keys, tags, merge keys, aliases without end, directives of YAML 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.loading.excerpt import excerpt, one_line
from pbxprivacy.loading.node import MAX_DEPTH, MAX_NODES, NUMBER_TOO_LONG, Document, Mark, Node, Part
from pbxprivacy.loading.scalars import is_endless_number, resolve
from pbxprivacy.loading.yaml_mends import mend_of

__all__ = ["yaml_documents"]

_DEFAULT_VERSIONS: Final = (None, (1, 2))


def yaml_documents(text: str, file: str) -> Iterator[Part]:
    """Yield the documents of a YAML text, one after the other, or what is wrong with one.

    Raises:
        InputError: what is wrong with the text so that nothing after it can be read, with line and column.
    """
    import yaml  # noqa: PLC0415 - only who reads YAML pays for it

    composer = _Composer(text, file)
    try:
        yield from composer.documents()
    except yaml.reader.ReaderError as error:
        raise InputError([_unreadable(error, text, file)]) from None
    except yaml.MarkedYAMLError as error:
        raise InputError([*composer.faults, _syntax(error, text, file)]) from None


def _unreadable(error: Any, text: str, file: str) -> Fault:
    before = text[: error.position]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    what = f"the control character U+{error.character:04X} is not allowed in YAML"
    return Fault(what, 'in a quoted text write "\\xNN", or leave it out', file=file, line=line, column=column)


def _syntax(error: Any, text: str, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    context = f"{error.context}: " if error.context else ""
    what = one_line(f"not valid YAML: {context}{error.problem}", 200)
    return Fault(
        what, mend_of(error, text), file=file, line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0
    )


class _Composer:
    """Makes nodes of events."""

    def __init__(self, text: str, file: str) -> None:
        import yaml  # noqa: PLC0415 - as above
        from yaml.cyaml import CParser  # type: ignore[attr-defined] # noqa: PLC0415 - the stub forgets it; as above

        self._yaml = yaml
        self._next = CParser(text).get_event
        self._file = file
        self._anchors: dict[str, Node] = {}
        self._nodes = 0
        self.faults: list[Fault] = []

    def documents(self) -> Iterator[Part]:
        """Yield each document, or all its faults."""
        events = self._yaml.events
        event = self._next()
        while not isinstance(event, events.StreamEndEvent):
            if isinstance(event, events.DocumentStartEvent):
                self._start(event)
                node = self._node(self._next(), 1)
                yield InputError(self.faults) if self.faults else Document.of(node, self._file)
                self.faults = []
            event = self._next()

    def _start(self, event: Any) -> None:
        self._anchors = {}
        self._nodes = 0
        if event.version not in _DEFAULT_VERSIONS or event.tags:
            self._wrong(event, "a YAML directive", "leave the line with % out: this is read as YAML 1.2")

    def _wrong(self, event: Any, what: str, mend: str, key: str = "") -> None:
        mark = _mark(event)
        self.faults.append(Fault(what, mend, file=self._file, line=mark.line, column=mark.column, knob=key))

    def _stop(self, event: Any, what: str, mend: str) -> InputError:
        self._wrong(event, what, mend)
        return InputError(self.faults)

    def _node(self, event: Any, depth: int) -> Node:
        kinds = self._yaml.events
        if isinstance(event, kinds.AliasEvent):
            return self._alias(event)
        if event.tag is not None:
            self._wrong(event, f"the tag {excerpt(event.tag)}", "leave tags out; quote what is text")
        if isinstance(event, kinds.ScalarEvent):
            is_plain = event.implicit[0] and event.style == ""
            if is_plain and is_endless_number(event.value):
                what, mend = NUMBER_TOO_LONG
                self._wrong(event, what.format(len(event.value)), mend)
            value = resolve(event.value) if is_plain else event.value
            node = Node(value, _mark(event), raw=event.value)
            self._count(event, 1)
        else:
            if depth > MAX_DEPTH:
                raise self._stop(event, f"nested more than {MAX_DEPTH} levels deep", "no configuration is")
            self._count(event, 1)
            below = self._mapping if isinstance(event, kinds.MappingStartEvent) else self._sequence
            node = below(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._stop(
                event, f"over {MAX_NODES} values, aliases counted at full length", "write fewer values, or no aliases"
            )

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            shown = excerpt(event.anchor)
            raise self._stop(event, f"the alias *{shown} stands for nothing yet", f"define &{shown} before it")
        self._count(event, node.size)
        return Node(node.value, _mark(event), node.raw, node.keys, node.size)

    def _sequence(self, start: Any, depth: int) -> Node:
        nodes: list[Node] = []
        event = self._next()
        while not isinstance(event, self._yaml.events.SequenceEndEvent):
            nodes.append(self._node(event, depth + 1))
            event = self._next()
        return Node(nodes, _mark(start), size=1 + sum(node.size for node in nodes))

    def _mapping(self, start: Any, depth: int) -> Node:
        nodes: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        event = self._next()
        while not isinstance(event, self._yaml.events.MappingEndEvent):
            key = self._key(event, keys)
            node = self._node(self._next(), depth + 1)
            if key not in nodes:
                nodes[key], keys[key] = node, _mark(event)
            event = self._next()
        return Node(nodes, _mark(start), keys=keys, size=1 + sum(node.size for node in nodes.values()))

    def _key(self, event: Any, known: dict[str, Mark]) -> str:
        """Return a key, always as the text it is: ``NO`` and ``100`` are names."""
        if not isinstance(event, self._yaml.events.ScalarEvent):
            mend = "write a name, a colon and the value; a template with {{ }} has to be filled in before"
            raise self._stop(event, "a key that is not a text", mend)
        key: str = event.value
        if event.tag is not None:
            self._wrong(event, f"the tag {excerpt(event.tag)}", "leave tags out")
        if event.anchor is not None:
            self._wrong(event, "an anchor at a key", "leave it out")
        if key == "<<" and event.style == "":
            self._wrong(event, "the merge key <<", "write the settings out, or put shared ones into a layer")
        elif key in known:
            first = known[key]
            what = f"the key {excerpt(key)} stands twice, first in line {first.line}, column {first.column}"
            self._wrong(event, what, "keep one of the two", excerpt(key))
        return key


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
