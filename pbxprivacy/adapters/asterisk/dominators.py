"""Which node of a graph every way to another one leads over: dominators, and nodes that lead back to each other.

Thomas Lengauer, Robert Tarjan, A Fast Algorithm for Finding Dominators in a Flowgraph, 1979; the simple variant, whose
cost is that of the edges, and a little more. Without recursion: a dialplan is as deep as it is long.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["components", "immediate_dominators"]

Edges = Sequence[Sequence[int]]


def immediate_dominators(edges: Edges, root: int) -> dict[int, int]:
    """Return for each node that the root leads to, but itself, the last node that every way there leads over.

    A node comes after the one that dominates it.
    """
    order, parent = _depth_first(edges, root)
    number = {node: at for at, node in enumerate(order)}
    back: list[list[int]] = [[] for _ in order]
    for at, node in enumerate(order):
        for other in edges[node]:
            back[number[other]].append(at)
    found = _dominating([number[parent[node]] if node != root else 0 for node in order], back)
    return {node: order[found[at]] for at, node in enumerate(order) if at}


def _depth_first(edges: Edges, root: int) -> tuple[list[int], dict[int, int]]:
    order: list[int] = []
    parent: dict[int, int] = {}
    seen: set[int] = set()
    stack = [(root, root)]
    while stack:
        node, before = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            parent[node] = before
            stack.extend((other, node) for other in reversed(edges[node]) if other not in seen)
    return order, parent


def _dominating(parent: list[int], back: list[list[int]]) -> list[int]:
    """The dominators of nodes that are numbered depth first."""
    size = len(parent)
    semi, best, found = list(range(size)), list(range(size)), [0] * size
    ancestor = [-1] * size
    buckets: list[list[int]] = [[] for _ in range(size)]

    def least(node: int) -> int:
        """The node with the least number on the way up that is linked by now; the way is made shorter."""
        way = []
        at = node
        while ancestor[at] >= 0 and ancestor[ancestor[at]] >= 0:
            way.append(at)
            at = ancestor[at]
        for one in reversed(way):
            above = ancestor[one]
            if semi[best[above]] < semi[best[one]]:
                best[one] = best[above]
            ancestor[one] = ancestor[above]
        return best[node]

    for node in range(size - 1, 0, -1):
        for other in back[node]:
            semi[node] = min(semi[node], semi[least(other)])
        buckets[semi[node]].append(node)
        ancestor[node] = parent[node]
        for other in buckets[parent[node]]:
            lowest = least(other)
            found[other] = lowest if semi[lowest] < semi[other] else parent[node]
        buckets[parent[node]] = []
    for node in range(1, size):
        if found[node] != semi[node]:
            found[node] = found[found[node]]
    return found


def components(edges: Edges, root: int) -> dict[int, int]:
    """Return for each node that the root leads to a number that it shares with the nodes it leads to and back."""
    back: dict[int, list[int]] = {}
    left: list[int] = []
    seen = {root}
    stack = [(root, 0)]
    while stack:
        node, at = stack.pop()
        if at == len(edges[node]):
            left.append(node)
            continue
        stack.append((node, at + 1))
        other = edges[node][at]
        back.setdefault(other, []).append(node)
        if other not in seen:
            seen.add(other)
            stack.append((other, 0))
    found: dict[int, int] = {}
    for start in reversed(left):
        waiting = [] if start in found else [start]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = start
                waiting += back.get(node, ())
    return found
