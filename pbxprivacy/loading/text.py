"""Bytes into text: UTF-8, nothing else, and not without end."""

from __future__ import annotations

from typing import Final

from pbxprivacy.errors import Fault, InputError

__all__ = ["MAX_BYTES", "decode", "too_large"]

MAX_BYTES: Final = 64 * 1024 * 1024

_BOM: Final = b"\xef\xbb\xbf"
_FOREIGN_BOMS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def too_large(file: str, limit: int = MAX_BYTES, line: int = 0) -> InputError:
    """Return the error for a file, or a line, that is longer than ``limit`` bytes."""
    what = f"over {limit // 1024 // 1024} MB, which no configuration needs"
    mend = "many tenants go into JSON Lines, one tenant a line" if not line else "write one tenant a line"
    return InputError([Fault(what, mend, file=file, line=line)])


def decode(content: bytes, file: str, *, line: int = 0, offset: int = 0) -> str:
    """Return the text of a file.

    Args:
        content: what was read.
        file: for messages.
        line: the line it is, where it is one of many.
        offset: how many bytes stood before it.

    Raises:
        InputError: empty, binary, too large, or not UTF-8; then with the byte.
    """
    if len(content) > MAX_BYTES:
        raise too_large(file)
    for bom, encoding in _FOREIGN_BOMS.items():
        if content.startswith(bom):
            raise InputError([Fault(f"the text is {encoding}", "save it as UTF-8", file=file, line=line)])
    if not offset and content.startswith(_BOM):
        content, offset = content[len(_BOM) :], len(_BOM)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([_undecodable(content, error.start, file, line, offset)]) from None
    if "\0" in text:
        raise InputError([_binary(file, line)])
    return text


def _undecodable(content: bytes, start: int, file: str, line: int, offset: int) -> Fault:
    if b"\0" in content:
        return _binary(file, line)
    before = content[:start].count(b"\n")
    column = len(content[content.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
    what = f"byte {offset + start + 1} (0x{content[start]:02x}) is not UTF-8"
    return Fault(what, "save the file as UTF-8", file=file, line=(line or 1) + before, column=column)


def _binary(file: str, line: int) -> Fault:
    return Fault(
        "a binary file, not a configuration", "give a YAML, TOML, JSON or JSON Lines file", file=file, line=line
    )
