from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.dominators import components, immediate_dominators

Edges = list[list[int]]
SIZES = st.integers(1, 9)
GRAPHS = SIZES.flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
)


def reached(edges: Edges, start: int, without: int = -1) -> set[int]:
    seen, stack = set[int](), [start]
    while stack:
        node = stack.pop()
        if node not in seen and node != without:
            seen.add(node)
            stack += edges[node]
    return seen


@given(GRAPHS)
@settings(max_examples=200)
def test_a_node_dominates_what_is_not_reached_without_it(edges: Edges) -> None:
    found = immediate_dominators(edges, 0)
    assert found.keys() == reached(edges, 0) - {0}
    for node in found:
        above, at = set(), node
        while at:
            at = found[at]
            above.add(at)
        assert above == {0} | {other for other in found if other != node and node not in reached(edges, 0, other)}


@given(GRAPHS)
@settings(max_examples=200)
def test_nodes_that_lead_to_each_other_are_one_component(edges: Edges) -> None:
    found = components(edges, 0)
    assert found.keys() == reached(edges, 0)
    for one in found:
        for other in found:
            assert (found[one] == found[other]) is (other in reached(edges, one) and one in reached(edges, other))


def test_a_graph_as_deep_as_it_is_long_is_no_trouble() -> None:
    edges = [[at + 1] for at in range(30_000)] + [[0]]
    assert immediate_dominators(edges, 0)[30_000] == 29_999
    assert len(set(components(edges, 0).values())) == 1
