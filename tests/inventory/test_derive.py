"""The engine against brute force: walks enumerated one by one over small graphs."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.flow import Copy, Flow, Origin, Place, PlaceKind
from pbxprivacy.inventory.derive import Reach, derive
from pbxprivacy.inventory.planes import PLANES
from pbxprivacy.inventory.witness import Witness, find_witness
from pbxprivacy.items import Item, Selection, items, items_in, select
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

NAMES = ("a", "b", "c", "d")
DATA = (Data.VOICE_CALL, Data.VOICE_RECORDING, Data.TEXT_TRANSCRIPT)
WHO = Person.REMOTE_PARTY

selections = st.builds(
    lambda taken, kind: select(*taken, of=WHO) if kind is None else select(*taken, of=WHO).becoming(kind),
    st.lists(st.sampled_from(DATA), min_size=1, unique=True),
    st.none() | st.sampled_from(DATA),
)
clocks = st.sampled_from([NOT_KEPT, Retention(1), Retention(30), UNSTATED, UNLIMITED])
places = st.builds(
    lambda name, clock, admits: Place(PlaceKind.STORE, name, retention=clock, admits=admits),
    st.sampled_from(NAMES),
    clocks,
    st.none() | selections,
)
graphs = st.tuples(
    st.lists(places, min_size=1, unique_by=lambda place: place.name),
    st.lists(
        st.builds(
            lambda name, kinds: Origin(f"store/{name}", items(kinds, WHO)),
            st.sampled_from(NAMES),
            st.lists(st.sampled_from(DATA), min_size=1),
        ),
        max_size=3,
    ),
    st.lists(
        st.builds(
            Flow,
            st.sampled_from([*(f"store/{name}" for name in NAMES), "store/*"]),
            st.sampled_from([f"store/{name}" for name in NAMES]),
            selections,
            st.just(Purpose.BACKUP),
            st.tuples(st.sampled_from(["k1", "k2", "k3"])),
            st.frozensets(st.sampled_from([Safeguard.ANNOUNCED]), max_size=1),
            st.frozensets(st.sampled_from([Safeguard.AUTHENTICATED, Safeguard.ENCRYPTED_IN_TRANSIT]), max_size=2),
            st.sampled_from(Copy),
            st.frozensets(st.sampled_from([f"store/{name}" for name in NAMES]), max_size=1),
        ),
        max_size=7,
    ),
)
Graph = tuple[list[Place], list[Origin], list[Flow]]


def single_steps(graph: Graph) -> list[tuple[str, Data, str, Data, Flow]]:
    """Every move of one item over one flow between two open places."""
    opened = {place.id: place for place in graph[0]}
    steps = []
    for flow in graph[2]:
        sources = [name for name in opened if flow.source in (name, "store/*") and name not in flow.except_for]
        for source in sources if flow.target in opened else []:
            for data in DATA:
                arriving = flow.selection.apply(items(data, WHO))
                admits = opened[flow.target].admits
                arriving = arriving if admits is None else admits.apply(arriving)
                steps += [(source, data, flow.target, after.data, flow) for after in items_in(arriving)]
    return steps


def walks(graph: Graph) -> nx.DiGraph:
    """The graph of all (place, item, safeguards given so far, safeguards lost so far), from the origins on."""
    steps = single_steps(graph)
    reached: nx.DiGraph = nx.DiGraph()
    opened = {place.id for place in graph[0]}
    todo = [
        (origin.place, item.data, frozenset(), frozenset())
        for origin in graph[1]
        if origin.place in opened
        for item in items_in(origin.items)
    ]
    while todo:
        state = todo.pop()
        if state in reached:
            continue
        reached.add_node(state)
        place, data, given_so_far, lost = state
        for source, before, target, after, flow in steps:
            if (source, before) == (place, data):
                todo.append((target, after, given_so_far | flow.gives, lost | flow.lacks))
    return reached


@given(graphs)
def test_what_is_present_and_what_it_lacks_is_what_some_walk_brings(graph: Graph) -> None:
    reach = derive(*graph)
    expected: dict[str, dict[Safeguard | None, set[Data]]] = {}
    for place, data, given_so_far, lost in walks(graph):
        there = expected.setdefault(place, {guard: set() for guard in (None, *PLANES)})
        there[None].add(data)
        for guard in PLANES:
            if guard in lost or (guard.is_carried and guard not in given_so_far):
                there[guard].add(data)
    for place in graph[0]:
        there = expected.get(place.id, {guard: set() for guard in (None, *PLANES)})
        assert {item.data for item in items_in(reach.present(place.id))} == there[None]
        for guard in PLANES:
            assert {item.data for item in items_in(reach.missing(place.id, guard))} == there[guard]


@given(graphs)
def test_an_item_lives_as_long_as_the_longest_chain_of_copies(graph: Graph) -> None:
    reach = derive(*graph)
    clock = {place.id: place.retention or NOT_KEPT for place in graph[0]}
    there = {(place, data) for place, data, _, _ in walks(graph)}
    copies: nx.DiGraph = nx.DiGraph()
    copies.add_nodes_from(there)
    copies.add_edges_from(
        ((source, before), (target, after))
        for source, before, target, after, flow in single_steps(graph)
        if flow.copy is Copy.WHILE_KEPT and (source, before) in there
    )
    growing = set()
    for knot in nx.strongly_connected_components(copies):
        is_cycle = len(knot) > 1 or any(copies.has_edge(node, node) for node in knot)
        if is_cycle and any(clock[place] > NOT_KEPT for place, _ in knot):
            growing |= knot | {after for node in knot for after in nx.descendants(copies, node)}

    def longest(node: tuple[str, Data], passed: frozenset[tuple[str, Data]]) -> Retention:
        own = clock[node[0]]
        sources = [before for before in copies.predecessors(node) if before not in passed]
        return max([own, *(longest(before, passed | {node}) + own for before in sources)])

    for node in there:
        place, data = node
        # A cycle through an unstated clock stays unstated: how much it adds is not known.
        worst = longest(node, frozenset({node}))
        told = next(age for age, bits in reach.kept[place].items() if bits & items(data, WHO))
        if node in growing:
            assert told == UNLIMITED or (told == worst == UNSTATED)
        else:
            assert told == worst


def replay(witness: Witness, guard: Safeguard | None) -> tuple[Item, bool]:
    """Walk a witness and return what arrives, and whether the path lacks the safeguard."""
    here, lacks = witness.item, guard is not None and guard.is_carried
    for hop, place in zip(witness.hops, witness.places[1:], strict=True):
        assert hop.before == here
        arrived = hop.flow.selection.apply(items(here.data, here.person))
        arrived = arrived if place.admits is None else place.admits.apply(arrived)
        assert hop.after in items_in(arrived)
        here = hop.after
        if guard in hop.flow.gives:
            lacks = False
        if guard in hop.flow.lacks:
            lacks = True
    return here, lacks


def shortest(graph: Graph, place: str, data: Data) -> int:
    steps: nx.DiGraph = nx.DiGraph()
    steps.add_node((place, data))
    steps.add_edges_from(((s, b), (t, a)) for s, b, t, a, _ in single_steps(graph))
    starts = [(origin.place, item.data) for origin in graph[1] for item in items_in(origin.items)]
    lengths = [
        nx.shortest_path_length(steps, start, (place, data))
        for start in starts
        if start in steps and nx.has_path(steps, start, (place, data))
    ]
    return min(lengths)


@given(graphs)
def test_every_item_has_a_shortest_witness_from_an_origin_and_one_per_missing_safeguard(graph: Graph) -> None:
    reach = derive(*graph)
    for place in graph[0]:
        for item in items_in(reach.present(place.id)):
            witness = find_witness(reach, place.id, item)
            assert witness is not None
            assert (replay(witness, None)[0], witness.places[-1].id) == (item, place.id)
            assert all(hop.flow in graph[2] for hop in witness.hops)
            assert witness.origin in graph[1]
            assert len(witness.hops) == shortest(graph, place.id, item.data)
            for guard in PLANES:
                lacking = find_witness(reach, place.id, item, guard)
                if reach.missing(place.id, guard) & items(item.data, item.person):
                    assert lacking is not None
                    assert replay(lacking, guard) == (item, True)
                else:
                    assert lacking is None


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_places_origins_and_flows_makes_no_difference(graph: Graph, random: object) -> None:
    shuffled = tuple(list(part) for part in graph)
    for part in shuffled:
        random.shuffle(part)  # type: ignore[attr-defined] # hypothesis' random has no public type
    one, other = derive(*graph), derive(*shuffled)

    def told(reach: Reach) -> object:
        return {
            name: (
                reach.states[name],
                reach.kept.get(name),
                [
                    find_witness(reach, name, item, guard)
                    for item in items_in(reach.present(name))
                    for guard in (None, *PLANES)
                ],
            )
            for name in reach.places
        }

    assert told(one) == told(other)


def store(name: str, days: int, **more: object) -> Place:
    return Place(PlaceKind.STORE, name, retention=Retention(days), **more)  # type: ignore[arg-type] # test shorthand


ANY = select()
VOICE = Origin("store/a", items(Data.VOICE_RECORDING, WHO))


def test_a_backup_kept_180_days_of_a_recording_kept_28_days_lives_208_days() -> None:
    backup = Flow("store/a", "store/b", ANY, Purpose.BACKUP, copy=Copy.WHILE_KEPT)
    reach = derive([store("a", 28), store("b", 180)], [VOICE], [backup])
    assert list(reach.kept["store/b"]) == [Retention(208)]


def test_a_copy_made_on_arrival_lives_by_its_own_clock() -> None:
    upload = Flow("store/a", "store/b", ANY, Purpose.BACKUP)
    reach = derive([store("a", 28), store("b", 180)], [VOICE], [upload])
    assert list(reach.kept["store/b"]) == [Retention(180)]


def test_a_cycle_of_copies_that_adds_days_is_unlimited() -> None:
    there = Flow("store/a", "store/b", ANY, Purpose.BACKUP, copy=Copy.WHILE_KEPT)
    back = Flow("store/b", "store/a", ANY, Purpose.BACKUP, copy=Copy.WHILE_KEPT)
    reach = derive([store("a", 1), store("b", 1)], [VOICE], [there, back])
    assert list(reach.kept["store/a"]) == [UNLIMITED]


def test_a_flow_into_a_place_that_nobody_opened_goes_nowhere() -> None:
    reach = derive([store("a", 1)], [VOICE], [Flow("store/a", "store/b", ANY, Purpose.BACKUP)])
    assert set(reach.places) == {"store/a"}


def test_an_item_that_arises_where_nobody_opened_a_place_is_nowhere() -> None:
    assert derive([store("b", 1)], [VOICE], []).present("store/b") == 0


def test_two_different_places_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two different places are called store/a"):
        derive([store("a", 1), store("a", 2)], [], [])


def test_the_same_place_may_be_opened_twice() -> None:
    assert derive([store("a", 1), store("a", 1)], [VOICE], []).present("store/a")


def test_a_blunted_number_does_not_come_back_sharp() -> None:
    mask = Selection.becoming(select(Data.CONTACT_NUMBER), Data.CONTACT_NUMBER_MASKED)
    number = Origin("store/a", items(Data.CONTACT_NUMBER, WHO))
    flows = [Flow("store/a", "store/b", mask, Purpose.BACKUP), Flow("store/b", "store/c", ANY, Purpose.BACKUP)]
    reach = derive([store("a", 1), store("b", 1), store("c", 1)], [number], flows)
    assert items_in(reach.present("store/c")) == (Item(Data.CONTACT_NUMBER_MASKED, WHO),)


def test_what_a_place_admits_holds_for_every_flow_into_it() -> None:
    mask = select(Data.CONTACT_NUMBER).becoming(Data.CONTACT_NUMBER_MASKED)
    number = Origin("store/a", items(Data.CONTACT_NUMBER, WHO))
    flow = Flow("store/a", "store/b", ANY, Purpose.BACKUP)
    reach = derive([store("a", 1), store("b", 1, admits=mask)], [number], [flow])
    assert items_in(reach.present("store/b")) == (Item(Data.CONTACT_NUMBER_MASKED, WHO),)
