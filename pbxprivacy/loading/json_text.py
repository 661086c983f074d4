"""JSON, with duplicate keys and the three words that are not JSON (NaN, Infinity) refused.

The standard parser reads it. Where each value stood is worked out by a second, slower reading, only for errors and
evidence.
"""

from __future__ import annotations

import json
import re
from json import JSONDecodeError
from typing import Any, Final, NoReturn

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.loading.excerpt import excerpt
from pbxprivacy.loading.json_mends import mend_of
from pbxprivacy.loading.node import MAX_DEPTH, NUMBER_TOO_LONG, Document, Mark, Node

__all__ = ["json_document", "json_nodes"]

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"NaN|-?Infinity")
_TEXT: Final = re.compile(r'"(?:\\.|[^"\\])*"')
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_WORDS: Final = {"true": True, "false": False, "null": None}


def json_document(text: str, file: str, line: int = 1) -> Document:
    """Read one JSON text, which starts in a line of a file.

    Raises:
        InputError: what is wrong with it, with line and column.
    """
    try:
        data = _DECODER.decode(text)
    except JSONDecodeError as error:
        mark = _mark(text, error.pos, line)
        what = f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
        raise InputError([Fault(what, mend_of(error), file=file, line=mark.line, column=mark.column)]) from None
    except RecursionError:
        raise InputError([_too_deep(file, line)]) from None
    except ValueError:  # what the second reading comes upon as well, and tells where
        raise InputError(_Scanner(text, file, line).faults()) from None
    return Document(data, file, line, tree=lambda: json_nodes(text, file, line))


def json_nodes(text: str, file: str, line: int = 1) -> Node:
    """Return the values of a valid JSON text with the place of each."""
    return _Scanner(text, file, line).node()


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise ValueError("some key stands twice")
    return mapping


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_constant)


def _mark(text: str, position: int, line: int) -> Mark:
    return Mark(line + text.count("\n", 0, position), position - text.rfind("\n", 0, position))


def _too_deep(file: str, line: int) -> Fault:
    return Fault(f"nested more than {MAX_DEPTH} levels deep", "no configuration is", file=file, line=line)


class _Scanner:
    """Reads JSON that the standard parser has read, keeping places."""

    def __init__(self, text: str, file: str, line: int) -> None:
        self._text = text
        self._file = file
        self._line = line
        self._start_of_line = 0
        self._seen = 0
        self._faults: list[Fault] = []

    def node(self) -> Node:
        """Return the value of the text."""
        node, _ = self._value(self._skip(0), 1)
        return node

    def faults(self) -> list[Fault]:
        """Return what the standard parser reads, or trips over without a place, and is no tenant's.

        These are keys that stand twice in their mapping, words that are not JSON, and numbers without end; up to the
        first other fault.
        """
        try:
            self.node()
        except (JSONDecodeError, IndexError, InputError):
            if not self._faults:
                raise
        return self._faults

    def _skip(self, position: int) -> int:
        match = _BLANK.match(self._text, position)
        return match.end() if match else position

    def _mark(self, position: int) -> Mark:
        """Return the place of a position; positions come in rising order, so each line end is counted once."""
        self._line += self._text.count("\n", self._seen, position)
        last = self._text.rfind("\n", self._seen, position)
        if last >= 0:
            self._start_of_line = last + 1
        self._seen = position
        return Mark(self._line, position - self._start_of_line + 1)

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        mark = self._mark(at)
        if depth > MAX_DEPTH:
            raise InputError([_too_deep(self._file, mark.line)])
        sign = self._text[at]
        if sign == "{":
            return self._mapping(at, mark, depth)
        if sign == "[":
            return self._sequence(at, mark, depth)
        if sign == '"':
            text, end = self._quoted(at)
            return Node(text, mark, raw=text), end
        for word, value in _WORDS.items():
            if self._text.startswith(word, at):
                return Node(value, mark, raw=word), at + len(word)
        match = _NUMBER.match(self._text, at) or _NO_NUMBER.match(self._text, at)
        if match is None:
            raise JSONDecodeError("expecting value", self._text, at)
        return Node(self._number(match.group(), mark), mark, raw=match.group()), match.end()

    def _number(self, raw: str, mark: Mark) -> Any:
        if raw[-1].isdigit():
            try:
                return json.loads(raw)
            except ValueError:  # Python reads some four thousand digits
                what, mend = NUMBER_TOO_LONG
                what = what.format(len(raw))
        else:
            what, mend = f"{raw} is not JSON", "take the key out, or write a value that is"
        self._faults.append(Fault(what, mend, self._file, line=mark.line, column=mark.column))
        return None

    def _quoted(self, at: int) -> tuple[str, int]:
        match = _TEXT.match(self._text, at)
        if match is None:
            raise JSONDecodeError("expecting a text in double quotes", self._text, at)
        return json.loads(match.group()), match.end()

    def _sequence(self, at: int, mark: Mark, depth: int) -> tuple[Node, int]:
        nodes: list[Node] = []
        at = self._skip(at + 1)
        while self._text[at] != "]":
            node, at = self._value(at, depth + 1)
            nodes.append(node)
            at = self._after_comma(self._skip(at))
        return Node(nodes, mark), at + 1

    def _mapping(self, at: int, mark: Mark, depth: int) -> tuple[Node, int]:
        nodes: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        at = self._skip(at + 1)
        while self._text[at] != "}":
            key_mark = self._mark(at)
            key, at = self._quoted(at)
            node, at = self._value(self._skip(self._skip(at) + 1), depth + 1)
            if key in nodes:
                self._twice(key, keys[key], key_mark)
            else:
                nodes[key], keys[key] = node, key_mark
            at = self._after_comma(self._skip(at))
        return Node(nodes, mark, keys=keys), at + 1

    def _after_comma(self, at: int) -> int:
        return self._skip(at + 1) if self._text[at] == "," else at

    def _twice(self, key: str, first: Mark, second: Mark) -> None:
        what = f"the key {excerpt(key)} stands twice, first in line {first.line}, column {first.column}"
        fault = Fault(
            what, "keep one of the two", self._file, line=second.line, column=second.column, knob=excerpt(key)
        )
        self._faults.append(fault)
