"""The files of a configuration directory, and nothing outside of it."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable
from enum import Enum
from pathlib import Path

import attrs

__all__ = ["Found", "Presence", "Tree"]

MAX_BYTES = 64 * 1024 * 1024
"""A larger file is not configuration."""

MAX_ALTERNATIVES = 64
"""How many patterns the braces of one include may stand for."""


class Presence(Enum):
    """What stands at a path."""

    FILE = "file"
    MISSING = "missing"
    DANGLING = "a link whose target was not given"
    OUTSIDE = "outside of the given directory"
    ODD = "not a file that can be read"


@attrs.frozen(slots=True)
class Found:
    """One path that a name or pattern leads to; `name` is relative to the directory where it can be."""

    name: str
    path: Path
    presence: Presence


class Tree:
    """A configuration directory.

    Absolute names under ``/etc/asterisk`` (or under the ``astetcdir`` given) lead into the directory. A link
    is followed only if its target is inside of the directory or of one that is named in `also`.

    Args:
        root: the directory.
        also: further directories that links and absolute names may lead to.
        home: where the server finds this directory.
    """

    def __init__(self, root: Path, *, also: Iterable[Path] = (), home: str = "/etc/asterisk") -> None:
        self.root = root
        self.home = home
        self._real = Path(os.path.realpath(root))
        self._allowed = (self._real, *(Path(os.path.realpath(path)) for path in also))

    def names(self) -> list[str]:
        """All files of the directory, relative to it, sorted; hidden and linked directories are not entered."""
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [os.path.relpath(f"{folder}/{file}", self.root) for file in files]
        return sorted(name for name in found if _shown(name) == name)

    def look(self, name: str) -> Found:
        """What stands at one name, which is not a pattern."""
        if "\0" in name:
            return Found(name, self.root, Presence.MISSING)
        if _shown(name) != name:
            return Found(_shown(name), self.root / "?", Presence.ODD)
        relative = self._relative(name)
        if relative is None:
            path = Path(name)
            inside = any(Path(os.path.realpath(path)).is_relative_to(at) for at in self._allowed[1:])
            return Found(name, path, self._presence(path) if inside else Presence.OUTSIDE)
        path = self.root / relative
        return Found(relative, path, self._presence(path))

    def find(self, pattern: str) -> list[Found]:
        """What an include leads to: the name itself, or all that its pattern matches, sorted."""
        found: dict[str, Found] = {}
        for name in _alternatives(pattern):
            relative = self._relative(name)
            if relative is None or not any(character in relative for character in "*?["):
                found.setdefault(name, self.look(name))
                continue
            parts = [part for part in relative.split("/") if part not in {"", "."}]
            for match in self._glob("", parts):
                found.setdefault(match, self.look(match))
        return list(found.values())

    def read(self, found: Found) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it cannot be read.
        """
        return found.path.read_bytes()

    def _relative(self, name: str) -> str | None:
        """The name relative to the directory; None if it leads out of it."""
        if name.startswith("/"):
            for home in (self.home, "/etc/asterisk", str(self.root)):
                if name.startswith(home.rstrip("/") + "/"):
                    name = name[len(home.rstrip("/")) + 1 :]
                    break
            else:
                return None
        plain = os.path.normpath(name)
        return None if plain == ".." or plain.startswith(("../", "/")) else plain

    def _presence(self, path: Path) -> Presence:
        try:
            real = Path(os.path.realpath(path))
            linked = real != Path(os.path.realpath(path.parent)) / path.name
            if (linked or path.is_symlink()) and not real.exists():
                return Presence.DANGLING
            if not any(real.is_relative_to(allowed) for allowed in self._allowed):
                return Presence.OUTSIDE
            if not real.exists():
                return Presence.MISSING
            if not real.is_file() or real.stat().st_size > MAX_BYTES or not os.access(real, os.R_OK):
                return Presence.ODD
        except (OSError, ValueError):
            return Presence.MISSING
        return Presence.FILE

    def _glob(self, folder: str, parts: list[str]) -> list[str]:
        head, *tail = parts
        if not any(character in head for character in "*?["):
            names = [head] if (self.root / folder / head).exists() or not tail else []
        else:
            try:
                listed = sorted(path.name for path in (self.root / folder).iterdir())
            except (OSError, ValueError):
                return []
            shown = [name for name in listed if head.startswith(".") or not name.startswith(".")]
            names = [name for name in shown if fnmatch.fnmatchcase(name, head.replace("[^", "[!"))]
        paths = [f"{folder}/{name}" if folder else name for name in names]
        if not tail:
            return [path for path in paths if os.path.lexists(self.root / path)]
        inside = [path for path in paths if (self.root / path).is_dir() and not (self.root / path).is_symlink()]
        return [match for path in inside for match in self._glob(path, tail)]


def _shown(name: str) -> str:
    """A file name as text; bytes that are no UTF-8 are replaced."""
    return name.encode("utf-8", "replace").decode("utf-8", "replace")


def _alternatives(pattern: str) -> list[str]:
    """What the braces of a pattern stand for, as ``GLOB_BRACE`` reads them."""
    found = [pattern]
    while any(match := re.search(r"\{([^{}]*)\}", name) for name in found) and len(found) < MAX_ALTERNATIVES:
        grown: list[str] = []
        for name in found:
            if match := re.search(r"\{([^{}]*)\}", name):
                grown += [name[: match.start()] + part + name[match.end() :] for part in match[1].split(",")]
            else:
                grown.append(name)
        found = grown
    return found[:MAX_ALTERNATIVES]
