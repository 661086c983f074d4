"""TOML, read by the standard library; a second, slower reading finds where each value stood."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.loading.excerpt import excerpt, one_line
from pbxprivacy.loading.node import MAX_DEPTH, NUMBER_TOO_LONG, Document, Mark, Node
from pbxprivacy.loading.toml_mends import mend_of

__all__ = ["toml_document", "toml_nodes"]

_AT: Final = re.compile(
    r"^(?P<what>.*) \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)$", re.DOTALL
)
_DECLARED_TWICE: Final = re.compile(r"Cannot declare \((.*)\) twice")
_NAME: Final = re.compile(r"'([^']*)'")
_GAP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
_KEY: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|[A-Za-z0-9_-]+")
_MANY_DIGITS: Final = re.compile(r"(?<![0-9a-fA-F_])[0-9a-fA-F_]{1001}")  # begins are few: no run is read twice
_SCALAR: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r"|\"(?:\\.|[^\"\\])*\"|'[^']*'"
    r"|[^\s,\]}#]+(?: [0-9]{2}:[0-9:.Zz+-]+)?",
    re.DOTALL,
)


def toml_document(text: str, file: str) -> Document:
    """Read a TOML text: one tenant.

    Raises:
        InputError: what is wrong with it, with line and column.
    """
    import tomllib  # noqa: PLC0415 - only who reads TOML pays for it

    if _MANY_DIGITS.search(text):
        _refuse_numbers(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError([_syntax(str(error), file, text)]) from None
    except RecursionError:
        raise InputError(
            [Fault(f"nested more than {MAX_DEPTH} levels deep", "no configuration is", file=file)]
        ) from None
    except ValueError as error:
        raise InputError([Fault(one_line(f"not valid TOML: {error}", 200), file=file)]) from None
    return Document(data, file, 1, tree=lambda: toml_nodes(text))


def _refuse_numbers(text: str, file: str) -> None:
    """Refuse the first number without end, since Python reads no such number, or cannot write it out."""
    scanner = _Scanner(text)
    with suppress(IndexError, ValueError):  # where the text is wrong before, that is told instead
        scanner.table()
    if scanner.endless:
        what, mend = NUMBER_TOO_LONG
        signs, mark = scanner.endless[0]
        raise InputError([Fault(what.format(signs), mend, file=file, line=mark.line, column=mark.column)])


def _syntax(message: str, file: str, text: str) -> Fault:
    match = _AT.match(message)
    what = match["what"] if match else message
    line = int(match["line"] or text.count("\n") + 1) if match else 0
    column = int(match["column"] or 0) if match else 0
    mend = mend_of(what, text, line, column)
    if "overwrite" in what:
        what = _twice("\n".join(text.splitlines()[:line])) or what
    what = _DECLARED_TWICE.sub(
        lambda named: f"the table {excerpt('.'.join(_NAME.findall(named[1])))} is declared twice", what
    )
    return Fault(one_line(f"not valid TOML: {what}", 200), mend, file=file, line=line, column=column)


def _twice(text: str) -> str:
    """Return which key of a text that is valid so far stands twice, and where first."""
    scanner = _Scanner(text)
    with suppress(IndexError, ValueError):
        scanner.table()
    for key, first in scanner.twice:
        return f"the key {excerpt(key)} stands twice, first in line {first.line}, column {first.column}"
    return ""


def toml_nodes(text: str) -> Node:
    """Return the values of a valid TOML text with the place of each."""
    return _Scanner(text.replace("\r\n", "\n")).table()


class _Scanner:
    """Reads TOML that the standard parser has read, keeping places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.twice: list[tuple[str, Mark]] = []
        self.endless: list[tuple[int, Mark]] = []

    def table(self) -> Node:
        """Return the whole document."""
        root = table = Node({}, Mark(1, 1))
        while self._skip(_GAP) < len(self._text):
            brackets = 2 if self._text.startswith("[[", self._at) else 1 if self._text[self._at] == "[" else 0
            self._at += brackets
            path = self._path()
            self._at += brackets or 1  # the closing brackets, or the sign =
            if brackets:
                table = self._open(root, path, is_list=brackets == 2)  # noqa: PLR2004 - two brackets
            else:
                self._put(table, path)
        return root

    def _skip(self, what: re.Pattern[str]) -> int:
        match = what.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _take(self, what: re.Pattern[str]) -> str:
        start = self._at
        return self._text[start : self._skip(what)]

    def _mark(self) -> Mark:
        return Mark(self._text.count("\n", 0, self._at) + 1, self._at - self._text.rfind("\n", 0, self._at))

    def _path(self) -> list[tuple[str, Mark]]:
        path: list[tuple[str, Mark]] = []
        while True:
            self._skip(_BLANK)
            mark, key = self._mark(), self._take(_KEY)
            path.append((_scalar(key) if key[:1] in "\"'" else key, mark))
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return path
            self._at += 1

    def _open(self, root: Node, path: list[tuple[str, Mark]], *, is_list: bool) -> Node:
        *above, (key, mark) = path
        table = self._descend(root, above)
        if not is_list:
            return self._descend(table, [(key, mark)])
        _add(table, key, mark, Node([], mark))
        table.value[key].value.append(Node({}, mark))
        return table.value[key].value[-1]  # type: ignore[no-any-return] # lists hold nodes only

    def _descend(self, table: Node, path: list[tuple[str, Mark]]) -> Node:
        for key, mark in path:
            _add(table, key, mark, Node({}, mark))
            table = table.value[key]
            if isinstance(table.value, list):
                table = table.value[-1]
        return table

    def _put(self, table: Node, path: list[tuple[str, Mark]]) -> None:
        *above, (key, mark) = path
        table = self._descend(table, above)
        self._skip(_BLANK)
        if key in table.value:
            self.twice.append((key, table.keys[key]))
        _add(table, key, mark, self._value())

    def _value(self) -> Node:
        mark = self._mark()
        if self._text[self._at] == "[":
            return Node(self._until("]", self._value), mark)
        if self._text[self._at] == "{":
            table = Node({}, mark)
            self._until("}", lambda: self._member(table))
            return table
        raw = self._take(_SCALAR)
        if _MANY_DIGITS.search(raw) and raw[0] not in "\"'":
            self.endless.append((len(raw), mark))
            return Node(None, mark, raw=raw)
        return Node(_scalar(raw), mark, raw=raw)

    def _member(self, table: Node) -> None:
        path = self._path()
        self._at += 1
        self._put(table, path)

    def _until(self, end: str, read: Any) -> list[Any]:
        found = []
        self._at += 1
        while self._text[self._skip(_GAP)] != end:
            found.append(read())
            if self._text[self._skip(_GAP)] == ",":
                self._at += 1
        self._at += 1
        return found


def _add(table: Node, key: str, mark: Mark, node: Node) -> None:
    if not isinstance(table.value, dict):
        raise ValueError(f"a key below a value: {excerpt(key)}")  # noqa: TRY004 - the text is wrong, not a type
    if key not in table.value:
        table.value[key] = node
        table.keys[key] = mark  # type: ignore[index] # still being read


def _scalar(raw: str) -> Any:
    import tomllib  # noqa: PLC0415 - as above

    return tomllib.loads(f"k={raw}")["k"]
