"""How an item gets where it is, in sentences: each step with the settings that cause it, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pbxprivacy.inventory.exposure import Certainty, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.causes import Causes, causes_of, recipient
from pbxprivacy.reports.contents.inventory import entry_document
from pbxprivacy.reports.page import Page, Paragraph, Report, Section, Tone

__all__ = ["explanation_report"]

KIND = "pbxprivacy.explanation"
VERSION = 1


def explanation_report(inventory: Inventory, entries: Sequence[Holding]) -> Report:
    """Return the report that tells how some exposures or holdings of a tenant come about."""
    return Report(page=lambda: _page(inventory, entries), document=lambda: _document(inventory, entries))


def _page(inventory: Inventory, entries: Sequence[Holding]) -> Page:
    by_place: dict[str, list[Holding]] = {}
    for entry in entries:
        by_place.setdefault(entry.place, []).append(entry)
    causes = Causes(inventory)
    sections = [
        Section(
            f"{recipient(inventory, group[0])}: {words.place(place).removeprefix('the ')}",
            tuple(_paragraphs(causes, group)),
        )
        for place, group in by_place.items()
    ]
    if not sections:
        sections.append(
            Section("", (Paragraph("Nothing reaches anybody but the tenant and the operator.", Tone.GOOD),))
        )
    return Page(f"How it comes about at {inventory.subject.tenant}", "", tuple(sections))


def _paragraphs(causes: Causes, entries: Sequence[Holding]) -> Iterator[Paragraph]:
    for certainty in Certainty:
        some = [entry for entry in entries if entry.certainty is certainty]
        if some and certainty is Certainty.POSSIBLE:
            yield Paragraph("Only possible, since settings are unknown:", Tone.DOUBTFUL)
        for sentence in causes.sentences(some):
            yield Paragraph(sentence, is_item=True)
    shortcomings: dict[str, None] = {}
    for entry in entries:
        for guard in sorted(entry.missing):
            if shortcoming := causes.shortcoming(entry, guard):
                shortcomings[shortcoming] = None
    for sentence in shortcomings:
        yield Paragraph(sentence, Tone.BAD, is_item=True)
    lives = words.and_list(dict.fromkeys(words.how_long(entry.retention) for entry in entries), "or")
    yield Paragraph(f"Kept: {lives}.", Tone.QUIET, is_item=True)


def _document(inventory: Inventory, entries: Sequence[Holding]) -> Mapping[str, Any]:
    causes = Causes(inventory)
    told = []
    for entry in entries:
        witness = inventory.witness(entry)
        told.append(
            {
                **entry_document(entry),
                "because": list(causes_of(witness)) if witness else [],
                "path": [place.id for place in witness.places] if witness else [],
                "sentences": [
                    *causes.sentences([entry]),
                    *(text for guard in sorted(entry.missing) if (text := causes.shortcoming(entry, guard))),
                ],
            }
        )
    return {"kind": KIND, "version": VERSION, "tenant": inventory.subject.tenant, "entries": told}
