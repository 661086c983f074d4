"""JSON Lines: one compact JSON document a line, which is how inventories of a fleet are kept for a later comparison."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pbxprivacy.reports.page import Report
from pbxprivacy.reports.text import PLAIN, Look

__all__ = ["join", "render"]


def render(report: Report, look: Look = PLAIN) -> str:  # noqa: ARG001 - JSON looks the same everywhere
    """Return a report as one line."""
    return json.dumps(report.document(), separators=(",", ":")) + "\n"


def join(reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:
    """Yield several reports, a line each."""
    for report in reports:
        yield render(report, look)
