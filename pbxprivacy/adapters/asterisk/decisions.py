"""Whether a condition that these files do not decide can keep calls from a line.

A condition that asks a database or a program decides over a line if the line is reached by one of its ways and not by
another, and if every way from the entries to the line leads over it. Ways are edges of the graph of `flow`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pbxprivacy.adapters.asterisk.calls import Call, branches, variables
from pbxprivacy.adapters.asterisk.dominators import components, immediate_dominators

__all__ = ["Decisions", "asks"]

CONDITIONAL = frozenset({"gotoif", "gotoiftime", "gosubif", "macroif"})


def asks(calls: Iterable[Call], tainted: frozenset[str]) -> bool:
    """Whether what a line does next hangs on one of these variables."""
    return any(
        variables(branches(one.text)[0] if one.name in CONDITIONAL else one.condition) & tainted for one in calls
    )


class Decisions:
    """The lines over which lines that ask decide.

    Args:
        edges: for each node, where it surely leads.
        starts: where calls enter.
        asking: the nodes that ask.
        ignored: nodes that are no way of a condition.
    """

    def __init__(
        self, edges: Sequence[Sequence[int]], starts: Collection[int], asking: Collection[int], ignored: Collection[int]
    ) -> None:
        root = len(edges)
        self._edges = [*edges, sorted(starts)]
        self._asking, self._ignored = asking, ignored
        self._dominators = immediate_dominators(self._edges, root) if asking else {}
        self._components = components(self._edges, root) if asking else {}
        self._back: dict[int, list[int]] = {}
        for node in self._components:
            for other in self._edges[node]:
                self._back.setdefault(other, []).append(node)
        self._decided: set[int] = set()
        for node, above in self._dominators.items():
            if above in self._decided or (above in asking and self._is_way_past(above, node)):
                self._decided.add(node)

    def over(self, target: int) -> bool:
        """Whether one of the lines that ask can lead past the target, and cannot be left out on the way to it."""
        return target in self._decided

    def _is_way_past(self, asking: int, target: int) -> bool:
        """Whether a line that asks has a way that does not lead to a line that it is the last one to dominate.

        What such a way does not lead to is also all that the target dominates.
        """
        ways = [other for other in self._edges[asking] if other not in self._ignored]
        if len(ways) < 2:  # noqa: PLR2004 - where it leads, and where else
            return True
        # A way that leads back to the question leads to all of its ways.
        open_ = {other for other in ways if self._components[other] != self._components[asking]} - {target}
        seen, stack = {target, asking}, [target]
        while open_ and stack:
            for other in self._back[stack.pop()]:
                if other not in seen:
                    seen.add(other)
                    open_.discard(other)
                    stack.append(other)
        return bool(open_)
