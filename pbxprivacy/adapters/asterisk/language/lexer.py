"""Bytes to nodes, one for each line of a configuration file, and back again without a byte lost."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from enum import Enum

import attrs

from pbxprivacy.adapters.asterisk.language.comments import uncomment

__all__ = ["Document", "Kind", "Node", "parse", "unparse"]

LINE_BUFFER = 8191
"""A line of this many bytes or more, with its end, is skipped by the server."""

BLANKS = "".join(map(chr, range(33)))
"""What the server strips: every character up to the space."""


class Kind(Enum):
    """What a line is."""

    NOTHING = "nothing"  # blank, or all comment
    HEADER = "header"  # [name](options)
    DIRECTIVE = "directive"  # include, tryinclude, exec, or an unknown word
    SETTING = "setting"  # key = value, key => value, key += value
    IGNORED = "ignored"  # the server warns, and reads on
    BROKEN = "broken"  # the server stops here


@attrs.frozen(slots=True)
class Node:
    """One line of a file.

    Attributes:
        line: its number, counting from 1.
        raw: its bytes, with the line's end.
        kind: what it is.
        name: the category, the directive or the key.
        value: the value, or the argument of a directive.
        operator: ``=``, ``=>`` or ``+=``.
        options: what stands in the brackets after a category, as written; None without brackets.
        why: why the server ignores it or stops at it.
    """

    line: int
    raw: bytes = attrs.field(repr=False)
    kind: Kind = Kind.NOTHING
    name: str = attrs.field(default="", repr=False)
    value: str = attrs.field(default="", repr=False)
    operator: str = ""
    options: tuple[str, ...] | None = None
    why: str = ""


@attrs.frozen(slots=True)
class Document:
    """The lines of one file, and how many comment blocks are still open at its end."""

    nodes: tuple[Node, ...] = attrs.field(repr=False)
    open_comments: int = 0


def parse(data: bytes, open_comments: int = 0) -> Document:
    """Read the lines of one file; no byte sequence makes it fail.

    Text that is not UTF-8 is taken as ISO-8859-1. A byte-order mark at the start is skipped.

    Args:
        data: the file.
        open_comments: comment blocks that are open from the file before it (one pattern, several files).
    """
    encoding = "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"
    nodes: list[Node] = []
    depth = open_comments
    swallowing = False
    for number, raw in enumerate(_lines(data), 1):
        if swallowing or len(raw) >= LINE_BUFFER:
            swallowing = len(raw) % LINE_BUFFER == 0 and len(raw) > 0
            nodes.append(Node(number, raw, Kind.IGNORED, why="the line is too long"))
            continue
        shown = raw[len(codecs.BOM_UTF8) :] if number == 1 and raw.startswith(codecs.BOM_UTF8) else raw
        text = shown.split(b"\0", 1)[0].decode(encoding).rstrip("\n")
        statement, depth = uncomment(text, depth)
        statement = statement.strip(BLANKS)
        nodes.append(_node(number, raw, statement) if statement else Node(number, raw))
    return Document(tuple(nodes), depth)


def unparse(document: Document) -> bytes:
    """The bytes that the document was read from."""
    return b"".join(node.raw for node in document.nodes)


def _lines(data: bytes) -> Iterator[bytes]:
    pieces = data.split(b"\n")
    last = pieces.pop()
    for piece in pieces:
        yield piece + b"\n"
    if last:
        yield last


def _node(number: int, raw: bytes, statement: str) -> Node:
    if statement[0] == "[":
        return _header(number, raw, statement)
    if statement[0] == "#":
        return _directive(number, raw, statement)
    return _setting(number, raw, statement)


def _header(number: int, raw: bytes, statement: str) -> Node:
    end = statement.find("]")
    if end < 0:
        return Node(number, raw, Kind.BROKEN, why="a category without its closing bracket")
    name, rest = statement[1:end][:79], statement[end + 1 :]
    if not rest.startswith("("):
        return Node(number, raw, Kind.HEADER, name)
    close = rest.find(")")
    if close < 0:
        return Node(number, raw, Kind.BROKEN, why="options of a category without their closing bracket")
    return Node(number, raw, Kind.HEADER, name, options=tuple(rest[1:close].split(",")))


def _directive(number: int, raw: bytes, statement: str) -> Node:
    body = statement[1:]
    end = next((at for at, character in enumerate(body) if character in BLANKS), len(body))
    word, argument = body[:end].lower(), body[end:].strip(BLANKS)
    if word not in {"include", "tryinclude", "exec"}:
        return Node(number, raw, Kind.IGNORED, why="an unknown directive")
    if not argument:
        return Node(number, raw, Kind.IGNORED, why="a directive without its argument")
    if len(argument) > 1 and argument[0] in '"<' and argument[-1] == {'"': '"', "<": ">"}[argument[0]]:
        argument = argument[1:-1]
    return Node(number, raw, Kind.DIRECTIVE, word, argument)


def _setting(number: int, raw: bytes, statement: str) -> Node:
    escaped = statement[0] == "\\"
    if escaped:
        statement = statement[1:]
        if not statement or statement[0] in BLANKS:
            return Node(number, raw, Kind.BROKEN, why="a backslash that escapes nothing")
    equals = statement.find("=", int(escaped))
    if equals < 0:
        return Node(number, raw, Kind.IGNORED, why="a line without an equal sign")
    key, value, operator = statement[:equals], statement[equals + 1 :], "="
    if equals > int(escaped) and key.endswith("+"):
        key, operator = key[:-1], "+="
    elif value.startswith(">"):
        value, operator = value[1:], "=>"
    key = key.strip(BLANKS)
    if not key:
        return Node(number, raw, Kind.IGNORED, why="a setting without a name")
    # What `+=` appends keeps the blanks in front of it; the loader strips the rest.
    return Node(number, raw, Kind.SETTING, key, value if operator == "+=" else value.strip(BLANKS), operator)
