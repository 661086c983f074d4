"""Reports: one file, one format.

What is told (an inventory, findings, a comparison, a fleet) is made into a `page.Report` by the modules in `contents`;
each format here writes any of them. A format is a module with two functions: ``render(report, look)`` returns one
report as text, ``join(reports, look)`` yields the pieces of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Final, Protocol, cast

from pbxprivacy.reports.page import Report
from pbxprivacy.reports.text import PLAIN, Look

__all__ = ["FORMATS", "Format", "format_named"]

# format → module; imported when it is asked for
FORMATS: Final = {
    "text": "pbxprivacy.reports.text",
    "json": "pbxprivacy.reports.json",
    "jsonl": "pbxprivacy.reports.jsonl",
    "markdown": "pbxprivacy.reports.markdown",
    "mermaid": "pbxprivacy.reports.mermaid",
}


class Format(Protocol):
    """A way to write reports."""

    def render(self, report: Report, look: Look = PLAIN) -> str:
        """Return one report as text."""

    def join(self, reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:
        """Yield the pieces of several reports in one text."""


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        KeyError: no such format.
    """
    return cast(Format, import_module(FORMATS[name]))
