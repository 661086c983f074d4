"""What is told of a spread beside the states: each is what one would read off the states and flows by hand."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from pbxprivacy import Inventory, Tenant
from pbxprivacy.flow import Copy, Flow, Origin, Place, PlaceKind
from pbxprivacy.inventory.planes import PLANES, plane_offset
from pbxprivacy.inventory.spread import Arrival, Spread, spread
from pbxprivacy.items import ALL_ITEMS, items, select
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

WHO = Person.REMOTE_PARTY
CALL, TEXT = items(Data.VOICE_CALL, WHO), items(Data.TEXT_TRANSCRIPT, WHO)
TODAY = date(2026, 11, 21)


def graph(*flows: Flow) -> Spread:
    kinds = (PlaceKind.CALL, PlaceKind.STORE, PlaceKind.SERVICE, PlaceKind.SCREEN)
    places = [Place(kind, "a") for kind in kinds]
    return spread(places, [Origin("call/a", CALL)], flows)


def flow(source: str, target: str, purpose: Purpose = Purpose.BACKUP, copy: Copy = Copy.ON_ARRIVAL) -> Flow:
    return Flow(f"{source}/a", f"{target}/a", EVERYTHING, purpose, copy=copy)


@given(tenants())
def test_what_is_present_and_what_lacks_a_safeguard_are_the_planes_of_the_states(tenant: Tenant) -> None:
    told = Inventory.of(tenant, today=TODAY).possible.spread
    for name in told.names:
        assert told.present.get(name, 0) == told.states[name] & ALL_ITEMS
        for guard in PLANES:
            assert told.lacking[guard].get(name, 0) == told.states[name] >> plane_offset(guard) & ALL_ITEMS
    assert all(told.present.values())
    assert all(bits for guard in PLANES for bits in told.lacking[guard].values())


@given(tenants())
def test_whatever_arrived_came_by_an_edge_that_takes_something(tenant: Tenant) -> None:
    told = Inventory.of(tenant, today=TODAY).possible.spread
    for name, arrivals in told.arrivals.items():
        came = {(edge.source, edge.flow) for edge in told.into.get(name, ())}
        assert {(each.source, each.flow) for each in arrivals if isinstance(each, Arrival)} <= came
    assert sorted({edge.flow.purpose for edge in told.moving}) == list(told.purposes)
    assert sum(map(len, told.into.values())) == len(told.moving)


def test_a_flow_that_brings_nothing_new_moves_something_all_the_same() -> None:
    told = graph(flow("call", "store"), flow("store", "service", Purpose.INTEGRATION), flow("call", "service"))
    assert told.purposes == (Purpose.BACKUP, Purpose.INTEGRATION)
    assert [each.source for each in told.arrivals["service/a"] if isinstance(each, Arrival)] == ["call/a"]
    assert [edge.source for edge in told.into["service/a"]] == ["store/a", "call/a"]


def test_a_flow_whose_source_has_nothing_for_it_moves_nothing() -> None:
    nothing = Flow("call/a", "store/a", select(Data.TEXT_TRANSCRIPT), Purpose.INTEGRATION)
    told = graph(nothing, flow("screen", "service"))
    assert len(told.edges) == 2
    assert told.moving == ()
    assert not told.purposes
    assert not told.into


def test_stores_and_services_feed_a_place_and_calls_and_screens_do_not() -> None:
    told = graph(flow("call", "store"), flow("store", "service"), flow("call", "service"), flow("service", "screen"))
    assert told.feeding == {"service/a": ("store/a",), "screen/a": ("service/a",)}


def test_copies_that_last_with_their_source_are_told_apart() -> None:
    lasting = flow("call", "store", copy=Copy.WHILE_KEPT)
    told = graph(lasting, flow("call", "service"), flow("screen", "service", copy=Copy.WHILE_KEPT))
    assert [edge.flow for edge in told.copying] == [lasting]


def test_what_a_function_tells_is_worked_out_once_for_each_thing_it_is_about() -> None:
    told, asked = graph(), []

    def ask(of: Spread, about: str) -> str:
        asked.append((of, about))
        return about.upper()

    assert [told.once(ask, each) for each in "aabab"] == ["A", "A", "B", "A", "B"]
    assert asked == [(told, "a"), (told, "b")]
    assert graph().once(ask, "a") == "A"
    assert len(asked) == 3


def test_tenants_that_differ_in_days_alone_share_what_spreads_and_not_how_long_it_lives() -> None:
    week, year = (
        Inventory.of(Tenant.model_validate({"tenant": "a", "cdr": {"retention": kept}}), today=TODAY).sure
        for kept in ("P7D", "P365D")
    )
    assert week.spread is year.spread
    assert set(week.kept["store/cdr"]) == {Retention(7)}
    assert set(year.kept["store/cdr"]) == {Retention(365)}
    assert week.places["store/cdr"].retention == Retention(7)
