"""Whether a condition that these files do not decide can keep calls from a line.

A condition that asks a database or a program decides over a line if the line is reached by one of its ways and not by
another, and if every way from the entries to the line leads over it. Ways are edges of the graph of `flow`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

import attrs

from pbxprivacy.adapters.asterisk.calls import Call, branches, variables

__all__ = ["Graph", "asks", "is_decided"]

CONDITIONAL = frozenset({"gotoif", "gotoiftime", "gosubif", "macroif"})


@attrs.define
class Graph:
    """The sure edges of a dialplan.

    Attributes:
        onward: for each node, where it leads.
        back: for each node, from where it is reached.
        starts: where calls enter.
    """

    onward: Sequence[Sequence[int]]
    back: Sequence[Sequence[int]]
    starts: frozenset[int]

    @classmethod
    def of(cls, edges: Sequence[Sequence[tuple[int, int]]], starts: Iterable[int]) -> Graph:
        """Turn edges with what is heard on them into a graph."""
        onward = [[other for other, _ in ways] for ways in edges]
        back: list[list[int]] = [[] for _ in edges]
        for node, ways in enumerate(onward):
            for other in ways:
                back[other].append(node)
        return cls(onward, back, frozenset(starts))

    def before(self, target: int) -> set[int]:
        """The target and every node from which it is reached."""
        seen, queue = {target}, deque([target])
        while queue:
            for other in self.back[queue.popleft()]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return seen

    def way(self, target: int, without: int = -1) -> list[int]:
        """The nodes of one way from a start to the target that leaves a node out; empty if there is none."""
        leads = {target: -1}
        queue = deque([target])
        while queue:
            node = queue.popleft()
            if node in self.starts:
                found = []
                while node >= 0:
                    found.append(node)
                    node = leads[node]
                return found
            for other in self.back[node]:
                if other not in leads and other != without:
                    leads[other] = node
                    queue.append(other)
        return []


def asks(calls: Iterable[Call], tainted: frozenset[str]) -> bool:
    """Whether what a line does next hangs on one of these variables."""
    return any(
        variables(branches(one.text)[0] if one.name in CONDITIONAL else one.condition) & tainted for one in calls
    )


def is_decided(graph: Graph, target: int, asking: set[int], ignored: frozenset[int]) -> bool:
    """Whether one of the lines that ask can lead past the target, and cannot be left out on the way to it.

    Args:
        graph: the edges.
        target: the line in question.
        asking: the lines that ask.
        ignored: nodes that are no way of a condition.
    """
    before: set[int] = set()
    # A line that no way leaves out is on every way, so one of them is enough to find it.
    for node in graph.way(target):
        if node in asking and node != target:
            before = before or graph.before(target)
            ways = [other for other in graph.onward[node] if other not in ignored]
            hits = [other in before for other in ways]
            is_sure = all(hits) and len(ways) > 1
            if not is_sure and not graph.way(target, without=node):
                return True
    return False
