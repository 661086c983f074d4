"""A fleet: how many tenants expose what to whom, where, because of which feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pbxprivacy.fleet.summary import Aspect, Count, Key, Summary
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.inventory import DISCLAIMER
from pbxprivacy.reports.page import Cell, Page, Paragraph, Report, Section, Table, Tone, cell
from pbxprivacy.terms import Data

__all__ = ["fleet_report"]

_MOST_ROWS = 20
_TITLES = {
    Aspect.RECIPIENT: ("Who receives", ("Recipient", "Countries")),
    Aspect.DATA: ("What", ("Kind of data",)),
    Aspect.COUNTRY: ("Where", ("Country",)),
    Aspect.FEATURE: ("Because of", ("Feature",)),
    Aspect.RULE: ("Found by checks", ("Rule", "Severity")),
    Aspect.UNKNOWN: ("Unknown", ("Feature",)),
}


def fleet_report(summary: Summary, unread: int = 0) -> Report:
    """Return the report of a fleet; ``unread`` tenants or files could not be read, and are not in it."""
    return Report(page=lambda: _page(summary, unread), document=lambda: _document(summary, unread))


def _page(summary: Summary, unread: int) -> Page:
    exposing = words.how_many(summary.exposing.sure, "tenant")
    possible = f", {summary.exposing.possible:,} more possibly" if summary.exposing.possible else ""
    title = words.how_many(summary.tenants, "tenant")
    sections = [
        Section(heading, tuple(_blocks(summary, aspect, columns)))
        for aspect, (heading, columns) in _TITLES.items()
        if summary.counts.get(aspect)
    ]
    untold = [f"{unread:,} could not be read, and are not in this."] if unread else []
    remarks = tuple(Paragraph(text, Tone.QUIET, is_item=True) for text in (*untold, DISCLAIMER))
    sections.append(Section("What this does not say", remarks))
    return Page(title, f"{exposing} expose something to others{possible}", tuple(sections))


def _blocks(summary: Summary, aspect: Aspect, columns: tuple[str, ...]) -> Iterator[Table | Paragraph]:
    ranked = summary.ranked(aspect)
    has_possible = any(count.possible for _, count in ranked)
    rows = [
        (*_key_cells(aspect, key), cell(f"{count.sure:,}"), *([cell(f"{count.possible:,}")] if has_possible else []))
        for key, count in ranked[:_MOST_ROWS]
    ]
    yield Table((*columns, "Tenants", *(["Possibly"] if has_possible else [])), tuple(rows))
    rest = len(ranked) - _MOST_ROWS
    if rest > 0:
        yield Paragraph(f"+ {rest:,} more; --format json has them", Tone.QUIET)
    others = summary.others(aspect)
    if others.total:
        yield Paragraph(f"and rarer ones that are not kept apart: {others.total:,} times", Tone.QUIET)


def _key_cells(aspect: Aspect, key: Key) -> tuple[Cell, ...]:
    if aspect is Aspect.RECIPIENT:
        return cell(key[1]), cell(key[2])
    if aspect is Aspect.DATA:
        return (cell(words.data(Data(key[0]))),)
    if aspect is Aspect.FEATURE or aspect is Aspect.UNKNOWN:
        return (cell(key[0].replace("_", " ")),)
    return tuple(cell(part) for part in key)


def _document(summary: Summary, unread: int) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.fleet",
        "version": 1,
        "tenants": summary.tenants,
        "unread": unread,
        "exposing": _count(summary.exposing),
        "counts": {
            aspect.value: [{"key": list(key), **_count(count)} for key, count in summary.ranked(aspect)]
            for aspect in Aspect
        },
        "others": {aspect.value: _count(summary.others(aspect)) for aspect in Aspect},
    }


def _count(count: Count) -> dict[str, int]:
    return {"sure": count.sure, "possible": count.possible}
