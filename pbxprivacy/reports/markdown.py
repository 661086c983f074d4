"""Markdown: CommonMark with GitHub's tables, for tickets, wikis and merge requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pbxprivacy.reports.page import Cell, Page, Paragraph, Report, Table, Tone
from pbxprivacy.reports.plain import markdown
from pbxprivacy.reports.text import PLAIN, Look

__all__ = ["join", "render"]


def render(report: Report, look: Look = PLAIN) -> str:  # noqa: ARG001 - Markdown looks the same everywhere
    """Return a report as Markdown."""
    return "".join(f"{line}\n" for line in _lines(report.page()))


def join(reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:
    """Yield several reports one below the other."""
    for number, report in enumerate(reports):
        yield ("\n" if number else "") + render(report, look)


def _lines(page: Page) -> Iterator[str]:
    if page.title:
        yield f"# {markdown(page.title)}"
    if page.subtitle:
        yield from ("", markdown(page.subtitle))
    for section in page.sections:
        if section.title:
            yield from ("", f"## {markdown(section.title)}")
        was_item = False
        for block in section.blocks:
            is_item = isinstance(block, Paragraph) and block.is_item
            if not (was_item and is_item):
                yield ""
            was_item = is_item
            yield from _table(block) if isinstance(block, Table) else _paragraph(block)


def _paragraph(block: Paragraph) -> Iterator[str]:
    text = markdown(block.text)
    text = f"**{text}**" if block.tone is Tone.STRONG and text.strip() == text else text
    yield f"- {text}" if block.is_item else text


def _table(table: Table) -> Iterator[str]:
    yield _row(map(markdown, table.columns))
    yield _row("---" for _ in table.columns)
    for row in table.rows:
        yield _row(map(_cell, row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(part: Cell) -> str:
    return "<br>".join(markdown(line) for line in part.lines)
