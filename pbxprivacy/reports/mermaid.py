"""Mermaid: a flowchart of places, grouped by who holds them, and the flows that lead to others.

Names of nodes are numbers, and every label is written with character codes, so nothing that a tenant wrote is syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pbxprivacy.errors import UsageError
from pbxprivacy.reports.page import Diagram, Edge, Node, Report
from pbxprivacy.reports.plain import mermaid
from pbxprivacy.reports.text import PLAIN, Look

__all__ = ["join", "render"]


def render(report: Report, look: Look = PLAIN) -> str:  # noqa: ARG001 - a drawing looks the same everywhere
    """Return the drawing of a report.

    Raises:
        pbxprivacy.errors.UsageError: there is nothing to draw in it.
    """
    if report.diagram is None:
        raise UsageError("this cannot be drawn", mend="use --format text, markdown or json")
    return "".join(f"{line}\n" for line in _lines(report.diagram()))


def join(reports: Iterable[Report], look: Look = PLAIN) -> Iterator[str]:
    """Yield the drawing of the one report.

    Raises:
        pbxprivacy.errors.UsageError: there is more than one, or nothing to draw.
    """
    drawn = [render(report, look) for report in islice(reports, 2)]  # what has no drawing says so first
    if len(drawn) > 1:
        raise UsageError("a drawing shows one tenant", mend="name one tenant, or use --format text")
    yield from drawn


def _lines(diagram: Diagram) -> Iterator[str]:
    ids = {node.name: f"n{number}" for number, node in enumerate(diagram.nodes)}
    groups: dict[str, list[Node]] = {}
    for node in diagram.nodes:
        groups.setdefault(node.group, []).append(node)
    yield "flowchart LR"
    for number, (group, nodes) in enumerate(groups.items()):
        yield f'  subgraph g{number}["{mermaid(group)}"]'
        for node in nodes:
            opening, closing = ("[(", ")]") if node.is_store else ("[", "]")
            yield f'    {ids[node.name]}{opening}"{_label(node.label)}"{closing}'
        yield "  end"
    for edge in diagram.edges:
        yield f'  {ids[edge.source]} {_arrow(edge)}|"{_label(edge.label)}"| {ids[edge.target]}'


def _arrow(edge: Edge) -> str:
    return "-.->" if edge.is_possible else "-->"


def _label(lines: Iterable[str]) -> str:
    return "<br/>".join(mermaid(line) for line in lines)
