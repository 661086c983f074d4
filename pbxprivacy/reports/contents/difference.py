"""What changed between two inventories: who newly receives what, who no longer does, what is otherwise protected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pbxprivacy.inventory.compare import Change, Diff
from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.causes import called
from pbxprivacy.reports.contents.inventory import entry_document, grouped
from pbxprivacy.reports.page import Page, Paragraph, Report, Section, Table, Tone, cell

__all__ = ["KIND", "difference_report"]

KIND = "pbxprivacy.difference"
VERSION = 1

Names = Mapping[str, str]  # holders by the names that people know


def difference_report(difference: Diff, subject: str, names: Names) -> Report:
    """Return the report of a comparison; ``subject`` says of what, ``names`` tells holders in words."""
    return Report(
        page=lambda: Page(subject, _origin(difference), tuple(_sections(difference, names))),
        document=lambda: _document(difference, subject),
    )


def _origin(difference: Diff) -> str:
    """Say whether the tenant was changed, or only the model that tells of it."""
    if difference.model_changed:
        if difference.configuration_changed:
            return "Both the configuration and the version of the model changed, so either may be the reason."
        return "The configuration is the same; another version of the model tells it otherwise."
    return "The configuration changed." if difference.configuration_changed else "The configuration is the same."


def _sections(difference: Diff, names: Names) -> Iterator[Section]:
    if not difference:
        yield Section("", (Paragraph("Nothing more, less or other is exposed or held.", Tone.GOOD),))
    for title, entries, tone in (
        ("Newly exposed", _exposures(difference.added), Tone.BAD),
        ("No longer exposed", _exposures(difference.removed), Tone.GOOD),
        ("Newly held by the tenant or the operator", _own(difference.added), Tone.PLAIN),
        ("No longer held by the tenant or the operator", _own(difference.removed), Tone.PLAIN),
    ):
        if entries:
            yield Section(title, (_table(entries, names, tone),))
    if difference.changed:
        yield Section("Otherwise protected, kept, located or sure", (_changes(difference.changed, names),))


def _exposures(entries: Sequence[Holding]) -> list[Holding]:
    return [entry for entry in entries if isinstance(entry, Exposure)]


def _own(entries: Sequence[Holding]) -> list[Holding]:
    return [entry for entry in entries if not isinstance(entry, Exposure)]


def _table(entries: Sequence[Holding], names: Names, tone: Tone) -> Table:
    rows = []
    for group in grouped(entries):
        first = group[0]
        mark = "POSSIBLE" if first.certainty is Certainty.POSSIBLE else ""
        rows.append(
            (
                cell(
                    called(first.party, names.get(first.party, first.party), first.countries),
                    words.place(first.place),
                    mark,
                    tone=tone,
                ),
                cell(*words.items_in_words(entry.item for entry in group)),
                cell(words.lacking(first.missing) or "none found lacking"),
                cell(words.how_long(first.retention)),
            )
        )
    return Table(("Who", "Items", "Protection", "Kept"), tuple(rows))


def _changes(changes: Sequence[Change], names: Names) -> Table:
    groups: dict[tuple[str, str, tuple[str, ...]], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.before.party, change.before.place, tuple(_in_words(change))), []).append(change)
    rows = []
    for (party, place, what), group in groups.items():
        tone = Tone.BAD if group[0].is_growth else Tone.GOOD if group[0].is_relief else Tone.PLAIN
        rows.append(
            (
                cell(called(party, names.get(party, party), group[0].after.countries), words.place(place)),
                cell(*words.items_in_words(change.after.item for change in group)),
                cell(*what, tone=tone),
            )
        )
    return Table(("Who", "Items", "Change"), tuple(rows))


def _in_words(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    for guards, verb in ((after.missing - before.missing, "lost"), (before.missing - after.missing, "gained")):
        if guards:
            yield f"{verb}: {words.and_list(words.safeguard(guard) for guard in sorted(guards))}"
    if before.retention != after.retention:
        yield f"kept: {words.how_long(before.retention)} → {words.how_long(after.retention)}"
    if before.countries != after.countries:
        yield f"countries: {', '.join(sorted(before.countries))} → {', '.join(sorted(after.countries))}"
    if before.certainty is not after.certainty:
        yield f"{before.certainty.value} → {after.certainty.value}"


def _document(difference: Diff, subject: str) -> Mapping[str, Any]:
    return {
        "kind": KIND,
        "version": VERSION,
        "subject": subject,
        "configuration_changed": difference.configuration_changed,
        "model_changed": difference.model_changed,
        "added": [_marked(entry) for entry in difference.added],
        "removed": [_marked(entry) for entry in difference.removed],
        "changed": [
            {"before": _marked(change.before), "after": _marked(change.after)} for change in difference.changed
        ],
    }


def _marked(entry: Holding) -> dict[str, Any]:
    return {"is_exposure": isinstance(entry, Exposure), **entry_document(entry)}
