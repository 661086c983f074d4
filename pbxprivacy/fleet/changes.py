"""What changed in a fleet: from how many tenants a recipient newly gets something, and from how many no longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from pbxprivacy.inventory.compare import Diff
from pbxprivacy.inventory.exposure import Exposure
from pbxprivacy.reports import words
from pbxprivacy.reports.page import Page, Paragraph, Report, Section, Table, Tone, cell

__all__ = ["Changes", "changes_report"]

_MOST_ROWS = 50


@attrs.define
class Changes:
    """Differences of many tenants, counted as they come.

    Attributes:
        tenants: how many were compared.
        changed: how many of them expose or hold anything otherwise.
        new: how many were not there before.
        gone: how many are no longer there.
        by_model: how many are told otherwise by another version of the model alone.
        unread: how many were not compared, since they may be in a part of the other side that could not be read.
        has_growth: whether anything is newly or further exposed.
        started: by recipient, how many tenants newly expose something to it.
        stopped: by recipient, how many tenants expose something to it no longer.
    """

    tenants: int = 0
    changed: int = 0
    new: int = 0
    gone: int = 0
    by_model: int = 0
    unread: int = 0
    has_growth: bool = False
    started: Counter[str] = attrs.field(factory=Counter)
    stopped: Counter[str] = attrs.field(factory=Counter)

    def count(self, difference: Diff, names: Mapping[str, str], *, is_new: bool, is_gone: bool) -> None:
        """Add the difference of one tenant."""
        self.tenants += 1
        self.changed += bool(difference)
        self.new += is_new
        self.gone += is_gone
        self.by_model += bool(difference) and difference.model_changed and not difference.configuration_changed
        self.has_growth = self.has_growth or bool(difference.new_exposures)
        for entries, counter in ((difference.added, self.started), (difference.removed, self.stopped)):
            parties = {entry.party for entry in entries if isinstance(entry, Exposure)}
            counter.update({names.get(party, party) for party in parties})


def changes_report(changes: Changes) -> Report:
    """Return the report of what changed in a fleet."""
    return Report(page=lambda: _page(changes), document=lambda: _document(changes))


def _page(changes: Changes) -> Page:
    parts = [f"{words.how_many(changes.tenants, 'tenant')} compared", f"{changes.changed:,} changed"]
    parts += [f"{changes.new:,} new"] if changes.new else []
    parts += [f"{changes.gone:,} gone"] if changes.gone else []
    parts += [f"{changes.by_model:,} of them told otherwise by another model alone"] if changes.by_model else []
    parts += [f"{changes.unread:,} not compared, since a part could not be read"] if changes.unread else []
    recipients = sorted({*changes.started, *changes.stopped}, key=lambda name: (-changes.started[name], name))
    if not recipients:
        return Page(
            "What changed", " · ".join(parts), (Section("", (Paragraph("No recipient gained or lost.", Tone.GOOD),)),)
        )
    rows = tuple(
        (
            cell(name),
            cell(f"{changes.started[name]:,}", tone=Tone.BAD if changes.started[name] else Tone.QUIET),
            cell(f"{changes.stopped[name]:,}", tone=Tone.GOOD if changes.stopped[name] else Tone.QUIET),
        )
        for name in recipients[:_MOST_ROWS]
    )
    columns = ("Recipient", "Newly from tenants", "No longer from tenants")
    return Page("What changed", " · ".join(parts), (Section("Who receives more or less", (Table(columns, rows),)),))


def _document(changes: Changes) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.changes",
        "version": 1,
        "tenants": changes.tenants,
        "changed": changes.changed,
        "new": changes.new,
        "gone": changes.gone,
        "by_model": changes.by_model,
        "unread": changes.unread,
        "started": dict(changes.started.most_common()),
        "stopped": dict(changes.stopped.most_common()),
    }
