"""Page: what a report says, before it is written in any format.

A page is made of sections, a section of paragraphs and tables. Its texts are raw, as the tenant wrote them; each format
makes them harmless as it writes them (see `plain`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import attrs

__all__ = [
    "Block",
    "Cell",
    "Diagram",
    "Edge",
    "Node",
    "Page",
    "Paragraph",
    "Report",
    "Section",
    "Table",
    "Tone",
    "cell",
]


class Tone(StrEnum):
    """How a text is meant; a format without colours leaves it out, so no meaning may rest on it alone."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    BAD = "bad"
    DOUBTFUL = "doubtful"
    QUIET = "quiet"


@attrs.frozen
class Cell:
    """A few lines of text, meant in one way."""

    lines: tuple[str, ...]
    tone: Tone = Tone.PLAIN


def cell(*lines: str, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a cell of these lines, empty ones left out."""
    return Cell(tuple(line for line in lines if line), tone)


@attrs.frozen
class Paragraph:
    """One text; ``is_item`` makes it one of a list."""

    text: str
    tone: Tone = Tone.PLAIN
    is_item: bool = False


@attrs.frozen
class Table:
    """Rows under headings. The first cell of a row names what the row is about.

    ``is_list`` says that the rows are read one by one, so that text writes them below each other at any width.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_list: bool = False


Block = Paragraph | Table


@attrs.frozen
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@attrs.frozen
class Page:
    """A title, a line below it, and sections."""

    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()


@attrs.frozen
class Node:
    """One place in a drawing; ``group`` is who holds it."""

    name: str
    label: tuple[str, ...]
    group: str
    is_store: bool = False


@attrs.frozen
class Edge:
    """One flow in a drawing."""

    source: str
    target: str
    label: tuple[str, ...]
    is_possible: bool = False


@attrs.frozen
class Diagram:
    """Places and the flows between them, in a fixed order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@attrs.frozen(eq=False)
class Report:
    """Something that can be told in every format; each view of it is made when it is asked for.

    Attributes:
        page: what people read.
        document: what programs read; it becomes JSON.
        diagram: what is drawn; None where there is nothing to draw.
    """

    page: Callable[[], Page]
    document: Callable[[], Mapping[str, Any]]
    diagram: Callable[[], Diagram] | None = None
