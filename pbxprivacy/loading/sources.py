"""Where tenants are read from: files, directories of files, the standard input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from errno import EBADF
from pathlib import Path
from typing import BinaryIO, Final, Literal, NoReturn, TextIO

import attrs

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.loading.excerpt import one_line
from pbxprivacy.loading.json_text import json_document
from pbxprivacy.loading.node import Document, Node, Part
from pbxprivacy.loading.text import MAX_BYTES, decode, too_large
from pbxprivacy.loading.toml_text import toml_document
from pbxprivacy.loading.yaml_text import yaml_documents

__all__ = ["STDIN", "Format", "Source", "parts_of_text", "sources"]

Format = Literal["yaml", "toml", "json", "jsonl"]

STDIN: Final = "-"
_FOREIGN: Final = (".csv", ".tsv", ".xlsx", ".ods", ".xml", ".ini")
_NO_TENANTS: Final = (
    "not a tenant file",
    "give YAML, TOML, JSON or JSON Lines; rows are read in Python, by pbxprivacy.loading.rows.RowMapping",
)
_NO_LINES: Final = (
    "JSON over several lines, or a list",
    "name the file .json, or write one tenant a line, as {...}",
)
MAX_LINE: Final = 4 * 1024 * 1024
_FORMATS: Final[dict[str, Format]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


@attrs.frozen
class Source:
    """One file, or the standard input.

    ``format`` is None where its name does not tell; then its first line does.
    """

    file: str
    format: Format | None

    def parts(self) -> Iterator[Part]:
        """Yield what it holds, one tenant after the other; for what cannot be read, what is wrong with it."""
        if self.file.lower().endswith(_FOREIGN):
            yield InputError([Fault(*_NO_TENANTS, file=self.shown)])
            return
        try:
            if self.file == STDIN:
                yield from self._parts(_stdin())
            else:
                with Path(self.file).open("rb") as stream:
                    yield from self._parts(stream)
        except InputError as error:
            yield error
        except OSError as error:
            what = f"cannot be read: {error.strerror or type(error).__name__}"
            yield InputError([Fault(what, "check the path and its rights", file=self.shown)])

    def documents(self) -> list[Document]:
        """Return what it holds.

        Raises:
            InputError: everything that is wrong with it.
        """
        parts = list(self.parts())
        faults = [fault for part in parts if isinstance(part, InputError) for fault in part.faults]
        if faults:
            raise InputError(faults)
        return [part for part in parts if isinstance(part, Document)]

    @property
    def shown(self) -> str:
        """The name for messages, on one line."""
        return "standard input" if self.file == STDIN else one_line(self.file)

    def _parts(self, stream: BinaryIO) -> Iterator[Part]:
        first = stream.readline(MAX_LINE)
        format_ = self.format or _format_of(first)
        if format_ == "jsonl":
            yield from _lines(first, stream, self.shown)
            return
        content = first + stream.read(MAX_BYTES + 1 - len(first))
        yield from parts_of_text(decode(content, self.shown), format_, self.shown)


def sources(paths: Iterable[str | Path] | str | Path) -> Iterator[Source]:
    """Yield the files that paths stand for; a directory for all tenant files below it, by name.

    Raises:
        InputError: a directory without tenant files, or one that cannot be read.
    """
    for path in (paths,) if isinstance(paths, str | Path) else paths:
        name = str(path)
        if name != STDIN and Path(path).is_dir():
            yield from _below(Path(path))
        else:
            yield Source(name, None if name == STDIN else _FORMATS.get(Path(path).suffix.lower()))


def _stdin() -> BinaryIO:
    stdin: TextIO | None = sys.stdin  # None where whoever started the program closed it
    if stdin is None:
        raise OSError(EBADF, "it is closed")
    return stdin.buffer


def _below(directory: Path) -> Iterator[Source]:
    found: list[Path] = []
    try:
        for folder, folders, names in os.walk(directory, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [Path(folder, name) for name in names if _is_tenant_file(name)]
    except OSError as error:
        shown = one_line(str(error.filename or directory))
        raise InputError([Fault(f"cannot be read: {error.strerror}", "check its rights", file=shown)]) from None
    if not found:
        what = "a directory without tenant files"
        mend = f"put files there that end in {', '.join(_FORMATS)}"
        raise InputError([Fault(what, mend, file=one_line(str(directory)))])
    for path in sorted(found):
        yield Source(str(path), _FORMATS[path.suffix.lower()])


def _raise(error: OSError) -> NoReturn:
    raise error


def _is_tenant_file(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in _FORMATS


def _format_of(first: bytes) -> Format:
    """Tell the format by the first line: a whole object is JSON Lines, the begin of one is JSON, else YAML."""
    start = first.removeprefix(b"\xef\xbb\xbf").strip()
    if not start.startswith((b"{", b"[")):
        return "yaml"
    return "jsonl" if start.startswith(b"{") and start.endswith(b"}") else "json"


def parts_of_text(text: str, format_: Format, file: str) -> Iterator[Part]:
    """Yield the documents of a text, or what is wrong with one; a list of tenants is as many documents."""
    try:
        if format_ == "jsonl":
            stream = io.BytesIO(text.encode())
            yield from _lines(stream.readline(MAX_LINE), stream, file)
        elif format_ == "yaml":
            yield from _several(yaml_documents(text, file), file)
        elif not text.strip():
            yield _empty(file)
        elif format_ == "toml":
            yield toml_document(text, file)
        else:
            yield from _several(iter([json_document(text, file)]), file)
    except InputError as error:
        yield error


def _several(parts: Iterator[Part], file: str) -> Iterator[Part]:
    is_empty = True
    for part in parts:
        is_empty = False
        if isinstance(part, Document) and isinstance(part.data, list) and part.data:
            tree = part.located()
            nodes: list[Node] = tree.value if tree else []
            yield from (Document.of(node, part.file) for node in nodes)
        else:
            yield part
    if is_empty:
        yield _empty(file)


def _empty(file: str) -> InputError:
    return InputError([Fault("nothing in it", "write at least tenant: NAME", file=file)])


def _lines(line: bytes, stream: BinaryIO, file: str) -> Iterator[Part]:
    """Yield one document, or its faults, for each line that is not blank; nothing is kept of lines that were read."""
    number, offset, is_empty = 1, 0, True
    while line:
        if len(line) >= MAX_LINE:
            raise too_large(file, MAX_LINE, number)
        if number == 1 and (line.strip() == b"{" or line.startswith(b"[")):
            yield InputError([Fault(*_NO_LINES, file=file, line=1)])
            return
        if not line.isspace():
            is_empty = False
            yield _line(line, file, number, offset)
        offset += len(line)
        number += 1
        line = stream.readline(MAX_LINE)
    if is_empty:
        yield _empty(file)


def _line(line: bytes, file: str, number: int, offset: int) -> Part:
    try:
        text = decode(line, file, line=number, offset=offset)
        return json_document(text.rstrip("\r\n"), file, number)
    except InputError as error:
        return error
