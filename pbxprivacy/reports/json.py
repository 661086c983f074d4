"""JSON: everything that is known, for programs; its schemas come with the package (`schemas`).

Only plain ASCII is written, so nothing that a tenant wrote can act on whatever shows or embeds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pbxprivacy.reports.page import Report
from pbxprivacy.reports.text import PLAIN, Look

__all__ = ["join", "render"]


def render(report: Report, look: Look = PLAIN) -> str:  # noqa: ARG001 - JSON looks the same everywhere
    """Return a report as one JSON document."""
    return _dump(report.document()) + "\n"


def join(reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:  # noqa: ARG001 - the same
    """Yield one JSON document that lists several, as they come."""
    started = False
    for report in reports:
        yield ",\n" if started else '{"kind": "pbxprivacy.list", "version": 1, "documents": [\n'
        started = True
        yield _dump(report.document())
    yield "\n]}\n" if started else '{"kind": "pbxprivacy.list", "version": 1, "documents": []}\n'


def _dump(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2)
