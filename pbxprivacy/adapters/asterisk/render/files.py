"""A configuration file to be: sections of keys and values, with comments; and its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from pbxprivacy.adapters.asterisk.render.text import comment, is_plain, value

__all__ = ["MADE_BY", "File", "Section", "plain_names"]

MADE_BY: Final = "Made by `pbxprivacy render asterisk`. Changes here are lost at the next rendering."


@attrs.frozen
class Section:
    """One ``[name]`` with its lines.

    Attributes:
        name: made of harmless characters; a fixed one may be any word.
        lines: keys and values, in their order; one key may stand several times.
        notes: comments above it.
        template: whether it only serves others, ``(!)``.
        arrow: whether lines are written with ``=>``, as dialplans are.
    """

    name: str
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    template: bool = False
    arrow: bool = False

    def text(self) -> str:
        """Return the section as text.

        Raises:
            ValueError: a value that cannot be written.
        """
        head = [*map(comment, self.notes), f"[{self.name}]{'(!)' if self.template else ''}"]
        sign = "=>" if self.arrow else "="
        return "\n".join([*head, *(f"{key} {sign} {value(text)}".rstrip() for key, text in self.lines)])


@attrs.frozen
class File:
    """One file.

    Attributes:
        name: its name in the folder, that of the file of Asterisk in which it belongs.
        sections: in their order.
        notes: comments at its head.
        local: a file of the site's own that is included at the end if it is there; never written by this package.
    """

    name: str
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    local: str = ""

    def text(self, whose: str) -> str:
        """Return the file as text; ``whose`` says of whom it tells, in a comment."""
        head = [comment(MADE_BY), comment(f"Tenant: {whose}"), *map(comment, self.notes)]
        parts = ["\n".join(head), *(section.text() for section in self.sections)]
        if self.local:
            parts.append(f"{comment('The part of this site, if it is there:')}\n#tryinclude {self.local}")
        return "\n\n".join(parts) + "\n"


def plain_names(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Sort names into those that can be written, and the others; of two that differ in case only, the first counts."""
    good: dict[str, str] = {}
    bad = []
    for name in names:
        if is_plain(name) and name.casefold() not in good:
            good[name.casefold()] = name
        else:
            bad.append(name)
    return list(good.values()), bad
