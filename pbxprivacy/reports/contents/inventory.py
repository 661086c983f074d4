"""What a tenant's configuration exposes: who receives what, how protected, for how long, because of which settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pbxprivacy.adapters.imported import Sources
from pbxprivacy.flow import OPERATOR, TENANT, PlaceKind
from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.causes import causes_of, recipient
from pbxprivacy.reports.contents.drawing import drawing
from pbxprivacy.reports.contents.sources import sources_document, sources_section
from pbxprivacy.reports.contents.undeclared import undeclared
from pbxprivacy.reports.page import Cell, Page, Paragraph, Report, Section, Table, Tone, cell

__all__ = ["DISCLAIMER", "KIND", "entry_document", "grouped", "inventory_report"]

KIND = "pbxprivacy.inventory"
VERSION = 1
DISCLAIMER = "It tells what the settings say, not what the PBX does, and is no legal assessment."


def inventory_report(inventory: Inventory, sources: Sources | None = None) -> Report:
    """Return the report of one tenant's inventory, and of what it was read from where that is a PBX's configuration."""
    return Report(
        page=lambda: _page(inventory, sources),
        document=lambda: _document(inventory, sources),
        diagram=lambda: drawing(inventory),
    )


def grouped(entries: Iterable[Holding]) -> Iterator[Sequence[Holding]]:
    """Yield entries that differ in their item alone together, in the order in which they come."""
    groups: dict[tuple[object, ...], list[Holding]] = {}
    for entry in entries:
        alike = (entry.place, entry.party, entry.missing, entry.retention, entry.countries, entry.certainty)
        groups.setdefault(alike, []).append(entry)
    yield from groups.values()


def _page(inventory: Inventory, sources: Sources | None) -> Page:
    exposures = inventory.exposures
    recipients = {entry.party for entry in exposures}
    possible = sum(entry.certainty is Certainty.POSSIBLE for entry in exposures)
    counted = [words.how_many(len(recipients), "recipient"), words.how_many(len(exposures), "exposure")]
    if possible:
        counted.append(f"{possible} of them only possible")
    subtitle = f"{', '.join(counted)} · told {inventory.told} · model {inventory.model}"
    blocks = (
        _exposed(inventory)
        if exposures
        else (Paragraph("Nothing reaches anybody but the tenant and the operator.", Tone.GOOD),)
    )
    sections = [Section("Who receives what", tuple(blocks))]
    if inventory.holdings:
        sections.append(Section("What the tenant and the operator hold", tuple(_held(inventory))))
    sections.append(Section("What this does not say", tuple(_unsaid(inventory))))
    if sources is not None:
        sections.append(sources_section(sources))
    return Page(f"What {inventory.subject.tenant} exposes", subtitle, tuple(sections))


def _exposed(inventory: Inventory) -> Iterator[Table]:
    rows = []
    for group in grouped(inventory.exposures):
        first = group[0]
        is_possible = first.certainty is Certainty.POSSIBLE
        witnesses = [witness for entry in group if (witness := inventory.witness(entry))]
        causes = dict.fromkeys(knob for witness in witnesses for knob in causes_of(witness))
        rows.append(
            (
                cell(
                    recipient(inventory, first),
                    words.place(first.place).removeprefix("the "),
                    "POSSIBLE: hangs on an unknown" if is_possible else "",
                    tone=Tone.DOUBTFUL if is_possible else Tone.PLAIN,
                ),
                cell(*words.items_in_words(entry.item for entry in group)),
                _protection(first),
                cell(words.how_long(first.retention), tone=Tone.PLAIN if first.retention.is_stated else Tone.DOUBTFUL),
                cell(*causes, tone=Tone.QUIET),
            )
        )
    yield Table(("Recipient", "Receives", "Protection", "Kept", "Because of"), tuple(rows))


def _protection(entry: Holding) -> Cell:
    if entry.missing:
        return cell(*(f"no {words.safeguard(guard)}" for guard in sorted(entry.missing)), tone=Tone.BAD)
    return cell("none found lacking", tone=Tone.QUIET)


def _held(inventory: Inventory) -> Iterator[Table | Paragraph]:
    rows = []
    passing: dict[str, None] = {}
    for group in grouped(inventory.holdings):
        first = group[0]
        if inventory.places[first.place].kind in (PlaceKind.STORE, PlaceKind.MAILBOX):
            is_possible = first.certainty is Certainty.POSSIBLE
            name = words.place(first.place)
            rows.append(
                (
                    cell(name.removeprefix("the "), "POSSIBLE" if is_possible else ""),
                    cell(*words.items_in_words(entry.item for entry in group)),
                    _protection(first),
                    cell(words.how_long(first.retention)),
                    cell(first.party),
                )
            )
        else:
            passing[words.place(first.place.partition(":")[0])] = None
    if rows:
        yield Table(("Kept in", "Items", "Protection", "Kept", "Holder"), tuple(rows))
    if passing:
        yield Paragraph(f"Passing through, not kept: {words.and_list(passing)}.", Tone.QUIET)


def _unsaid(inventory: Inventory) -> Iterator[Paragraph]:
    for knob, unknown in inventory.subject.unknown.items():
        evidence = "".join(f" ({each})" for each in unknown.evidence)
        yield Paragraph(f"UNKNOWN {knob}: {unknown.reason}{evidence}", Tone.DOUBTFUL, is_item=True)
    missing: dict[str, list[str]] = {}
    for holder, what in undeclared(inventory):
        missing.setdefault(holder, []).append(what)
    for holder, things in missing.items():
        who = "the organisation" if holder == "organisation" else inventory.party(holder).name
        yield Paragraph(f"MISSING of {who}: {words.and_list(things)}", Tone.DOUBTFUL, is_item=True)
    yield Paragraph(DISCLAIMER, Tone.QUIET, is_item=True)


def entry_document(entry: Holding) -> dict[str, Any]:
    """Return an exposure or a holding as JSON has it."""
    return {
        "place": entry.place,
        "party": entry.party,
        "data": entry.item.data.value,
        "person": entry.item.person.value,
        "missing": sorted(guard.value for guard in entry.missing),
        "retention": str(entry.retention),
        "countries": sorted(entry.countries),
        "certainty": entry.certainty.value,
    }


def _document(inventory: Inventory, sources: Sources | None) -> Mapping[str, Any]:
    holders = dict.fromkeys([TENANT, OPERATOR, *(entry.party for entry in inventory.exposures)])
    return {
        "kind": KIND,
        "version": VERSION,
        "tenant": inventory.subject.tenant,
        "told": inventory.told.isoformat(),
        "model": inventory.model,
        "configuration": inventory.configuration,
        "parties": {holder: _party(inventory, holder) for holder in holders},
        "exposures": [{**entry_document(entry), **_path(inventory, entry)} for entry in inventory.exposures],
        "holdings": [entry_document(entry) for entry in inventory.holdings],
        "unknown": {
            knob: {"reason": unknown.reason, "evidence": [str(each) for each in unknown.evidence]}
            for knob, unknown in inventory.subject.unknown.items()
        },
        "undeclared": [{"of": holder, "what": what} for holder, what in undeclared(inventory)],
        **({} if sources is None else {"sources": sources_document(sources)}),
    }


def _party(inventory: Inventory, holder: str) -> dict[str, Any]:
    party = inventory.party(holder)
    return {
        "name": party.name,
        "kind": party.kind.value,
        "countries": sorted(party.countries),
        "role": party.role.value if party.role else None,
        "transfer": party.transfer.value if party.transfer else None,
    }


def _path(inventory: Inventory, entry: Exposure) -> dict[str, Any]:
    witness = inventory.witness(entry)
    if witness is None:
        return {"because": [], "path": []}
    return {"because": list(causes_of(witness)), "path": [place.id for place in witness.places]}
