"""Which settings remove an exposure, and what a changed setting would newly expose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pbxprivacy.inventory.exposure import Exposure, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.inventory.whatif import Remedy
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.causes import Causes, as_written, in_words, recipient
from pbxprivacy.reports.contents.inventory import entry_document, grouped
from pbxprivacy.reports.page import Page, Paragraph, Report, Section, Table, Tone, cell
from pbxprivacy.setting import Setting

__all__ = ["newly_exposed_report", "remedy_report"]

VERSION = 1


def remedy_report(inventory: Inventory, remedies: Sequence[tuple[Holding, Remedy]]) -> Report:
    """Return the report that tells, for some exposures, the smallest sets of settings that remove them."""
    return Report(
        page=lambda: Page(
            f"What removes it at {inventory.subject.tenant}",
            "Each setting at its quiet value; where several are named together, all of them.",
            (Section("", (_remedies(inventory, remedies),)),),
        ),
        document=lambda: _remedies_document(inventory, remedies),
    )


def _remedies(inventory: Inventory, remedies: Sequence[tuple[Holding, Remedy]]) -> Table:
    alike: dict[tuple[str, str, frozenset[str], Remedy], list[Holding]] = {}
    for entry, remedy in remedies:
        alike.setdefault((entry.place, entry.party, entry.countries, remedy), []).append(entry)
    rows = []
    for (place, _, _, remedy), entries in alike.items():
        rows.append(
            (
                cell(recipient(inventory, entries[0]), words.place(place)),
                cell(*words.items_in_words(entry.item for entry in entries)),
                cell(*_sets(inventory, remedy), tone=Tone.GOOD if remedy.sets else Tone.BAD),
            )
        )
    return Table(("Recipient", "Receives", "Removed by"), tuple(rows))


def _sets(inventory: Inventory, remedy: Remedy) -> Iterator[str]:
    causes = Causes(inventory)
    for number, knobs in enumerate(remedy.sets):
        turned = words.and_list(f"{knob} = {causes.quiet(knob)}" for knob in sorted(knobs))
        yield f"or {turned}" if number else turned
    if not remedy.sets:
        yield str(remedy)


def _remedies_document(inventory: Inventory, remedies: Sequence[tuple[Holding, Remedy]]) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.remedies",
        "version": VERSION,
        "tenant": inventory.subject.tenant,
        "remedies": [
            {
                **entry_document(entry),
                "sets": [sorted(knobs) for knobs in remedy.sets],
                "is_possible": remedy.is_possible,
            }
            for entry, remedy in remedies
        ],
    }


def newly_exposed_report(inventory: Inventory, found: Sequence[tuple[Setting, tuple[Exposure, ...]]]) -> Report:
    """Return the report that tells which single setting, made loud, would newly expose what."""
    return Report(page=lambda: _dual_page(inventory, found), document=lambda: _dual_document(inventory, found))


def _dual_page(inventory: Inventory, found: Sequence[tuple[Setting, tuple[Exposure, ...]]]) -> Page:
    rows = []
    for setting, exposures in found:
        written = f"{setting.path} = {as_written(setting.knob.loud)}"
        now = f"{in_words(setting).removeprefix(setting.path).strip()} now"
        for group in grouped(exposures):
            first = group[0]
            rows.append(
                (
                    cell(written, now),
                    cell(recipient(inventory, first), words.place(first.place)),
                    cell(*words.items_in_words(entry.item for entry in group)),
                    cell(words.lacking(first.missing) or "none found lacking"),
                )
            )
    blocks = (Table(("Setting, made loud", "Recipient", "Receives", "Protection"), tuple(rows)),) if rows else (
        Paragraph("No single setting, made loud, would expose anything new.", Tone.GOOD),
    )  # fmt: skip
    return Page(f"What one change would newly expose at {inventory.subject.tenant}", "", (Section("", blocks),))


def _dual_document(inventory: Inventory, found: Sequence[tuple[Setting, tuple[Exposure, ...]]]) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.newly_exposed",
        "version": VERSION,
        "tenant": inventory.subject.tenant,
        "settings": [
            {"knob": setting.path, "exposures": [entry_document(entry) for entry in exposures]}
            for setting, exposures in found
        ],
    }
