"""What a module of the server sees of a configuration file: categories and settings, with their places."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pbxprivacy.errors import Fault

__all__ = ["Category", "Configuration", "Gap", "Setting"]


@attrs.frozen(slots=True)
class Setting:
    """One ``key = value``.

    Attributes:
        key: the key as written; the server compares it without case.
        value: the value, comments and blanks around it taken away; never shown by ``repr``.
        file: the file it stands in, relative to the configuration directory.
        line: its line, counting from 1.
        lost: why the server never reads this line, although it can be read here; empty if it does.
    """

    key: str
    value: str = attrs.field(repr=False)
    file: str = ""
    line: int = 0
    lost: str = ""


@attrs.frozen(slots=True)
class Gap:
    """Something that could not be read, so that the truth about it is unknown.

    Attributes:
        what: one sentence.
        file: the file in which it was met.
        line: the line there; 0 if it is about the whole file.
    """

    what: str
    file: str = ""
    line: int = 0


@attrs.frozen(slots=True)
class Category:
    """One ``[name]`` with its settings, those of its templates first.

    Two categories of the same name are two categories; whether the second counts depends on the module.
    """

    name: str
    settings: tuple[Setting, ...] = ()
    template: bool = False
    file: str = ""
    line: int = 0

    def all(self, key: str) -> tuple[Setting, ...]:
        """Every setting of that key, in the server's order."""
        wanted = key.casefold()
        return tuple(setting for setting in self.settings if setting.key.casefold() == wanted)

    def first(self, key: str) -> Setting | None:
        """The first setting of that key, as ``ast_variable_retrieve`` finds it."""
        found = self.all(key)
        return found[0] if found else None

    def last(self, key: str) -> Setting | None:
        """The last setting of that key, as modules see it that loop over all settings."""
        found = self.all(key)
        return found[-1] if found else None


@attrs.frozen(slots=True)
class Configuration:
    """One configuration file with all it includes.

    There are two views of a file that the server rejects: for the server it is empty, and `rejected` says
    why; `categories` is what the text says nevertheless.

    Attributes:
        file: the name it was asked for.
        present: whether there is such a file (a dangling link is not one; it is a gap).
        categories: everything that can be read, templates too.
        rejected: the fault for which the server reads nothing of it; None if it does.
        faults: everything that is wrong with it, in the order of the lines.
        gaps: what is unknown: text of ``#exec``, links and files outside of what was given.
        files: the files that were read for it.
    """

    file: str
    present: bool = False
    categories: tuple[Category, ...] = attrs.field(default=(), repr=False)
    rejected: Fault | None = None
    faults: tuple[Fault, ...] = ()
    gaps: tuple[Gap, ...] = ()
    files: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Category]:
        """The categories that modules see: all but templates."""
        return (category for category in self.categories if not category.template)

    def category(self, name: str) -> Category:
        """The first category of that name, without case; an empty one if there is none."""
        wanted = name.casefold()
        return next((found for found in self if found.name.casefold() == wanted), Category(name))

    def has(self, name: str) -> bool:
        """Whether there is a category of that name that is not a template."""
        wanted = name.casefold()
        return any(found.name.casefold() == wanted for found in self)

    def first(self, category: str, key: str) -> Setting | None:
        """The first setting of that key in the first category of that name."""
        return self.category(category).first(key)

    def last(self, category: str, key: str) -> Setting | None:
        """The last setting of that key in the first category of that name."""
        return self.category(category).last(key)
