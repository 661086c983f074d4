"""Text for terminals and pipes.

Wide terminals get tables, by rich; everywhere else a row becomes a few indented lines under its first cell, which
costs no import and reads well at any width.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from pbxprivacy.reports.page import Block, Cell, Page, Paragraph, Report, Table, Tone
from pbxprivacy.reports.plain import visible

__all__ = ["PLAIN", "Look", "join", "lines_of", "render"]

_WIDE: Final = 110  # columns from which a table is easier to read than records
_NARROWEST: Final = 40
_INDENT: Final = "  "
_GAP: Final = 2
_DRAWN_GAP: Final = 3  # of a drawn table: two of padding, one of its box
_ANSI: Final = {
    Tone.STRONG: "\x1b[1m",
    Tone.GOOD: "\x1b[32m",
    Tone.BAD: "\x1b[31m",
    Tone.DOUBTFUL: "\x1b[33m",
    Tone.QUIET: "\x1b[2m",
}
_RESET: Final = "\x1b[0m"


@attrs.frozen
class Look:
    """Where text goes: how many columns, and whether it may use colours and tables."""

    width: int = 100
    has_colour: bool = False
    is_terminal: bool = False


PLAIN: Final = Look()


def render(report: Report, look: Look = PLAIN) -> str:
    """Return a report as text."""
    return "".join(f"{line}\n" for line in lines_of(report.page(), look))


def join(reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:
    """Yield several reports one below the other."""
    for number, report in enumerate(reports):
        yield ("\n" if number else "") + render(report, look)


def lines_of(page: Page, look: Look) -> Iterator[str]:
    """Yield the lines of a page."""
    width = max(look.width, _NARROWEST)
    if page.title:
        yield from _wrapped(page.title, width, Tone.STRONG, look)
    if page.subtitle:
        yield from _wrapped(page.subtitle, width, Tone.QUIET, look)
    for number, section in enumerate(page.sections):
        if number or page.title:
            yield ""
        if section.title:
            yield from _wrapped(section.title, width, Tone.STRONG, look)
        for place, block in enumerate(section.blocks):
            if place and isinstance(section.blocks[place - 1], Table):
                yield ""
            yield from _block(block, width, look)


def _block(block: Block, width: int, look: Look) -> Iterator[str]:
    if isinstance(block, Paragraph):
        return _paragraph(block, width, look)
    if _fits(block, width):
        return _columns(block, look)
    if look.is_terminal and width >= _WIDE and not block.is_list:
        return _table(block, width, look)
    return _records(block, width, look)


def _painted(text: str, tone: Tone, look: Look) -> str:
    return f"{_ANSI[tone]}{text}{_RESET}" if look.has_colour and tone in _ANSI else text


def _wrapped(text: str, width: int, tone: Tone, look: Look, *, first: str = "", rest: str = "") -> Iterator[str]:
    lines = textwrap.wrap(
        visible(text), width - max(len(first), len(rest)), break_on_hyphens=False, drop_whitespace=True
    ) or [""]
    for number, line in enumerate(lines):
        yield (rest if number else first) + _painted(line, tone, look)


def _paragraph(block: Paragraph, width: int, look: Look) -> Iterator[str]:
    first, rest = ("  - ", "    ") if block.is_item else (_INDENT, _INDENT)
    yield from _wrapped(block.text, width, block.tone, look, first=first, rest=rest)


def _fits(table: Table, width: int) -> bool:
    """Tell whether a table has short cells of one line only, so that it needs no drawing."""
    is_short = all(len(part.lines) == 1 for row in table.rows for part in row)
    return is_short and not table.is_list and sum(_widths(table)) + _GAP * len(table.columns) <= width


def _widths(table: Table) -> list[int]:
    columns = zip(
        table.columns, *(tuple(visible("".join(part.lines)) for part in row) for row in table.rows), strict=True
    )
    return [max(map(len, column)) for column in columns]


def _columns(table: Table, look: Look) -> Iterator[str]:
    """Write short rows under their headings, numbers to the right."""
    widths = _widths(table)
    is_number = [
        all("".join(row[number].lines).replace(",", "").isdigit() for row in table.rows)
        for number in range(len(table.columns))
    ]

    def line(parts: Iterable[Cell]) -> str:
        cells = []
        for part, width, right in zip(parts, widths, is_number, strict=True):
            text = visible("".join(part.lines))
            cells.append(_painted(text.rjust(width) if right else text.ljust(width), part.tone, look))
        return (_INDENT + (" " * _GAP).join(cells)).rstrip()

    yield line(Cell((name,), Tone.QUIET) for name in table.columns)
    for row in table.rows:
        yield line(row)


def _records(table: Table, width: int, look: Look) -> Iterator[str]:
    """Write each row as its first cell, and below it a line for each other one."""
    label_width = max((len(name) for name in table.columns[1:]), default=0) + 2
    for row in table.rows:
        first, *others = row
        for number, line in enumerate(first.lines):
            tone = first.tone if number or first.tone is not Tone.PLAIN else Tone.STRONG
            yield from _wrapped(line, width, tone, look, first="    " if number else _INDENT, rest="    ")
        for name, other in zip(table.columns[1:], others, strict=True):
            yield from _labelled(name.lower(), other, label_width, width, look)


def _labelled(name: str, cell: Cell, label_width: int, width: int, look: Look) -> Iterator[str]:
    label, blank = f"    {name:<{label_width}}", " " * (label_width + 4)
    for number, line in enumerate(cell.lines):
        written = _wrapped(line, width, cell.tone, look, first=blank, rest=blank)
        for part, text in enumerate(written):
            is_first = number == 0 and part == 0
            yield _painted(label, Tone.QUIET, look) + text[len(blank) :] if is_first else text


def _shares(table: Table, width: int) -> list[int | None]:
    """Return how wide each column is: no word, such as the name of a setting, breaks; the least want the rest first.

    None leaves it to rich, where the longest words do not fit beside each other.
    """
    columns = [
        [name, *(visible(line) for part in column for line in part.lines)]
        for name, column in zip(table.columns, zip(*table.rows, strict=True), strict=True)
    ]
    least = [max((len(word) for line in column for word in line.split()), default=1) for column in columns]
    wanted = [max(map(len, column)) - size for column, size in zip(columns, least, strict=True)]
    room = width - sum(least) - _DRAWN_GAP * (len(columns) - 1)
    if room < 0:
        return [None] * len(columns)
    shares = list(least)
    for number, column in enumerate(sorted(range(len(columns)), key=wanted.__getitem__)):
        more = min(wanted[column], room // (len(columns) - number))
        shares[column], room = least[column] + more, room - more
    return [*shares]


def _table(table: Table, width: int, look: Look) -> Iterator[str]:
    from rich import box  # noqa: PLC0415 - rich is imported only where a table is drawn
    from rich.console import Console  # noqa: PLC0415 - the same
    from rich.table import Table as Drawn  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    styles = {
        Tone.PLAIN: "", Tone.STRONG: "bold", Tone.GOOD: "green",
        Tone.BAD: "red", Tone.DOUBTFUL: "yellow", Tone.QUIET: "dim",
    }  # fmt: skip
    drawn = Drawn(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), expand=False)
    for name, size in zip(table.columns, _shares(table, width - len(_INDENT)), strict=True):
        drawn.add_column(name, overflow="fold", header_style="dim", width=size)
    for row in table.rows:
        drawn.add_row(
            *(Text("\n".join(visible(line) for line in part.lines), style=styles[part.tone]) for part in row),
            end_section=len(table.rows) > 1,
        )
    console = Console(
        width=width - len(_INDENT),
        force_terminal=look.has_colour,
        color_system="standard" if look.has_colour else None,
        no_color=not look.has_colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(drawn)
    yield from ((_INDENT + line).rstrip() for line in captured.get().splitlines())
