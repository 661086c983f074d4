"""What could not be expressed: the setting, its value, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

__all__ = ["RenderReport", "Untold", "shown"]


@attrs.frozen(order=True)
class Untold:
    """A setting that the rendered files do not hold, or hold quieter than it is.

    Attributes:
        setting: its full name.
        value: what the tenant says.
        why: why it is not there, and what to do instead where something can be done.
    """

    setting: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"{self.setting} = {self.value}: {self.why}"


@attrs.frozen
class RenderReport:
    """What one rendering did not tell, and what it did to the folder.

    Attributes:
        untold: what the files do not hold, by setting.
        written: names of files that were new or other than before.
        unchanged: names of files that were as they should be, and were not touched.
    """

    untold: tuple[Untold, ...] = ()
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Untold]:
        return iter(self.untold)


def shown(value: object) -> str:
    """Return a value of a knob as a word or a list of words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _listed(value)
    if isinstance(value, tuple):
        return _listed(map(str, value))
    return str(value)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
