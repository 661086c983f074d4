"""Dialplan in other languages, AEL and Lua: which files there are, their lines, and the contexts that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Status
from pbxprivacy.adapters.asterisk.language.tree import Presence
from pbxprivacy.adapters.asterisk.server import Server

__all__ = ["LANGUAGES", "code", "foreign_lines", "named_contexts"]

LANGUAGES = (("extensions.ael", "pbx_ael", "//"), ("extensions.lua", "pbx_lua", "--"))
"""File, the module that reads it, and what begins a comment."""

NAME = re.compile(r"(?<!\$\{)(?P<own>\bcontext\s+|\bmacro\s+)?\b(?P<name>[A-Za-z0-9_][A-Za-z0-9_.+-]*)")


def code(server: Server, name: str, comment: str) -> list[tuple[int, str]]:
    """The lines of a file with their numbers, without comments; none if there is no such file."""
    found = server.tree.look(name)
    if found.presence is not Presence.FILE:
        return []
    lines = server.tree.read(found).decode("utf-8", "replace").split("\n")
    return [(number, line.partition(comment)[0]) for number, line in enumerate(lines, 1)]


def foreign_lines(server: Server) -> Iterator[tuple[str, str]]:
    """Every line that the server reads in these languages: the file, and the line."""
    for name, module, comment in LANGUAGES:
        if server.modules.state(module).status is not Status.INERT:
            yield from ((name, line) for _, line in code(server, name, comment))


def named_contexts(server: Server) -> dict[str, str]:
    """Each word that may name a context that these lines lead to, with the file; what they define is not one."""
    return {
        match["name"]: file for file, line in foreign_lines(server) for match in NAME.finditer(line) if not match["own"]
    }
