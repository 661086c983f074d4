"""The engine on graphs of a few places, to the last bit."""

from __future__ import annotations

from datetime import date

import pytest

from pbxprivacy import Inventory, Tenant
from pbxprivacy.flow import Copy, Flow, Origin, Place, PlaceKind
from pbxprivacy.inventory.derive import Reach, derive
from pbxprivacy.inventory.exposure import Certainty, groups_at
from pbxprivacy.inventory.inventory import MODEL_VERSION
from pbxprivacy.inventory.witness import find_witness
from pbxprivacy.items import Item, Selection, items, select
from pbxprivacy.retention import NOT_KEPT, UNLIMITED, UNSTATED, Retention
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

WHO = Person.REMOTE_PARTY
CALL, RECORDING, TEXT = (items(kind, WHO) for kind in (Data.VOICE_CALL, Data.VOICE_RECORDING, Data.TEXT_TRANSCRIPT))
EVERYTHING = select()
CLEAR, OPEN = Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.ADDRESS_RESTRICTED


def store(name: str, days: int = 0, holder: str = "operator", **more: object) -> Place:
    return Place(PlaceKind.STORE, name, holder=holder, retention=Retention(days), **more)  # type: ignore[arg-type] # as there


def at(name: str, bits: int) -> Origin:
    return Origin(f"store/{name}", bits)


def flow(source: str, target: str, selection: Selection = EVERYTHING, **more: object) -> Flow:
    return Flow(f"store/{source}", f"store/{target}", selection, Purpose.BACKUP, **more)  # type: ignore[arg-type] # as there


def copied(source: str, target: str, **more: object) -> Flow:
    return flow(source, target, EVERYTHING, copy=Copy.WHILE_KEPT, **more)


def test_each_item_is_kept_as_long_as_the_longest_of_the_copies_that_bring_it() -> None:
    places = [store("a", 10), store("b", 20), store("c", 10), store("copy", 5)]
    origins = [at("a", CALL), at("b", CALL | RECORDING), at("c", TEXT), at("copy", items(Data.VOICE_MAIL, WHO))]
    reach = derive(places, origins, [copied("a", "copy"), copied("c", "copy"), copied("b", "copy")])
    assert reach.kept["store/copy"] == {
        Retention(5): items(Data.VOICE_MAIL, WHO),
        Retention(15): TEXT,
        Retention(25): CALL | RECORDING,
    }


def test_items_that_come_to_live_equally_long_are_told_together_and_nothing_else_with_them() -> None:
    places = [store("a", 10), store("b", 10), store("copy", 5)]
    reach = derive(places, [at("a", CALL), at("b", TEXT)], [copied("a", "copy"), copied("b", "copy")])
    assert reach.kept["store/copy"] == {Retention(15): CALL | TEXT}


def test_a_cycle_that_adds_days_is_unlimited_and_one_that_adds_none_is_not() -> None:
    cycle = [copied("a", "b"), copied("b", "a")]
    growing = derive([store("a", 1), store("b", 1)], [at("a", CALL)], cycle)
    assert growing.kept == {"store/a": {UNLIMITED: CALL}, "store/b": {UNLIMITED: CALL}}
    still = derive([store("a", 7), store("b", 0)], [at("a", CALL)], cycle[:1])
    assert still.kept == {"store/a": {Retention(7): CALL}, "store/b": {Retention(7): CALL}}


def test_a_witness_takes_what_the_flow_took_and_not_what_merely_lies_beside_it() -> None:
    # the recording arises there too and has a lower bit, but is not what became the recording on the way
    spoken = select(Data.TEXT_TRANSCRIPT).becoming(Data.VOICE_CALL) | select(Data.VOICE_RECORDING)
    reach = derive([store("a"), store("b")], [at("a", TEXT | CALL)], [flow("a", "b", spoken)])
    witness = find_witness(reach, "store/b", Item(Data.VOICE_CALL, WHO))
    assert witness is not None
    (hop,) = witness.hops
    assert (hop.before, hop.after) == (Item(Data.TEXT_TRANSCRIPT, WHO), Item(Data.VOICE_CALL, WHO))
    assert (hop.source, hop.target) == ("store/a", "store/b")


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_paths_of_one_length_the_first_by_name_is_told_whatever_the_order(turn: int) -> None:
    places = [store("a"), store("m"), store("n"), store("z")]
    flows = [flow("a", "m"), flow("a", "n"), flow("m", "z"), flow("n", "z")][::turn]
    witness = find_witness(derive(places, [at("a", CALL)], flows), "store/z", Item(Data.VOICE_CALL, WHO))
    assert witness is not None
    assert [place.id for place in witness.places] == ["store/a", "store/m", "store/z"]
    assert [hop.source for hop in witness.hops] == ["store/a", "store/m"]


def test_a_path_that_lacks_a_safeguard_is_told_past_the_flow_that_gives_it() -> None:
    flows = [
        flow("a", "b", gives=frozenset({Safeguard.ANNOUNCED})),
        flow("a", "m", because=("m.enabled",)),
        flow("m", "b", because=("m.tls",), lacks=frozenset({CLEAR})),
    ]
    reach = derive([store("a"), store("m"), store("b")], [at("a", RECORDING)], flows)
    for guard in (Safeguard.ANNOUNCED, CLEAR):
        witness = find_witness(reach, "store/b", Item(Data.VOICE_RECORDING, WHO), guard)
        assert witness is not None
        assert [hop.source for hop in witness.hops] == ["store/a", "store/m"]
        assert witness.because == ("m.enabled", "m.tls")
    assert find_witness(reach, "store/m", Item(Data.VOICE_RECORDING, WHO), CLEAR) is None


def reach_with(country: str, days: int, bits: int, lacks: Safeguard, arisen: int = 0) -> Reach:
    service = store("crm", days, "dialer", countries=frozenset({country}))
    origins = [at("a", bits), at("crm", arisen)]
    return derive([store("a"), service], origins, [flow("a", "crm", lacks=frozenset({lacks}))])


def test_protection_retention_and_countries_are_the_worse_of_both_runs_and_what_is_in_either_is_there() -> None:
    dialer = {"dialer": {"name": "Dialer Co", "country": "DE"}}
    tenant = Tenant.model_validate({"tenant": "acme", "parties": dialer})
    one = reach_with("US", 30, CALL | RECORDING, CLEAR)
    other = reach_with("IN", 10, CALL | TEXT, OPEN)
    for sure, possible in ((one, other), (other, one)):
        inventory = Inventory(tenant, date(2026, 11, 21), "model", sure, possible)
        found = {entry.item.data: entry for entry in inventory.exposures}
        assert set(found) == {Data.VOICE_CALL, Data.VOICE_RECORDING, Data.TEXT_TRANSCRIPT}
        assert {entry.countries for entry in found.values()} == {frozenset({"US", "IN"})}
        assert {data: entry.retention for data, entry in found.items()} == {
            Data.VOICE_CALL: Retention(30),
            Data.VOICE_RECORDING: Retention(30),
            Data.TEXT_TRANSCRIPT: Retention(10),
        }
        assert found[Data.VOICE_CALL].missing >= {CLEAR, OPEN}
        assert OPEN not in found[Data.VOICE_RECORDING].missing
        assert CLEAR not in found[Data.TEXT_TRANSCRIPT].missing
        surely = Data.VOICE_RECORDING if sure is one else Data.TEXT_TRANSCRIPT
        assert {data for data, entry in found.items() if entry.certainty is Certainty.SURE} == {surely, Data.VOICE_CALL}


def test_what_arose_at_a_third_party_in_either_run_is_no_exposure() -> None:
    dialer = {"dialer": {"name": "Dialer Co", "country": "DE"}}
    tenant = Tenant.model_validate({"tenant": "acme", "parties": dialer})
    runs = reach_with("US", 1, CALL, CLEAR, arisen=TEXT), reach_with("US", 1, CALL, CLEAR, arisen=RECORDING)
    for sure, possible in (runs, runs[::-1]):
        inventory = Inventory(tenant, date(2026, 11, 21), "model", sure, possible)
        assert {entry.item.data for entry in inventory.exposures} == {Data.VOICE_CALL}


def test_groups_hold_something_and_together_are_what_was_asked_for() -> None:
    reach = derive(
        [store("a", 3), store("b", 20), store("c", 1)],
        [at("a", CALL), at("b", TEXT), at("c", RECORDING)],
        [copied("a", "c", lacks=frozenset({CLEAR})), copied("b", "c")],
    )
    groups = groups_at("store/c", (reach,), CALL | TEXT)
    assert sorted((group.retention, group.bits, CLEAR in group.missing) for group in groups) == [
        (Retention(4), CALL, True),
        (Retention(21), TEXT, False),
    ]


def test_what_is_kept_longest_is_told_first() -> None:
    places = [store("a", 3), store("b", 20), store("c", 1)]
    other = items(Data.VOICE_CALL, Person.EXTENSION_USER)
    for flows in ([copied("a", "c"), copied("b", "c")], [copied("b", "c"), copied("a", "c")]):
        reach = derive(places, [at("a", CALL), at("b", other)], flows)
        assert [group.retention.days for group in groups_at("store/c", (reach,), CALL | other)] == [21, 4]


def test_what_no_path_of_either_run_lacks_is_missing_nothing() -> None:
    first = items(next(iter(Data)), next(iter(Person)))
    assert first == 1
    runs = tuple(derive([store("a"), store("b")], [at("a", first)], [flow("a", "b")]) for _ in range(2))
    (group,) = groups_at("store/b", runs, first)
    carried = {guard for guard in Safeguard if guard.is_carried and guard.concerns(next(iter(Data)))}
    assert group.missing == carried


def test_an_inventory_tells_its_day_and_model_whether_or_not_something_is_unknown() -> None:
    today = date(2026, 11, 21)
    for unknown in ({}, {"cdr.enabled": "not read"}):
        inventory = Inventory.of(Tenant.model_validate({"tenant": "acme", "unknown": unknown}), today=today)
        assert (inventory.told, inventory.model) == (today, MODEL_VERSION)


def test_a_holder_that_declared_nothing_keeps_for_an_unstated_time() -> None:
    service = Place(PlaceKind.SERVICE, "crm", holder="dialer", retention=None)
    flows = [Flow("store/a", "service/crm", EVERYTHING, Purpose.INTEGRATION)]
    for declared, kept in (({}, UNSTATED), ({"dialer": Retention(9)}, Retention(9)), ({"other": NOT_KEPT}, UNSTATED)):
        reach = derive([store("a"), service], [at("a", CALL)], flows, declared)
        assert reach.kept["service/crm"] == {kept: CALL}


def test_all_that_arose_at_a_place_is_known_and_nothing_else() -> None:
    reach = derive([store("a"), store("b")], [at("a", CALL), at("a", TEXT), at("b", RECORDING), at("gone", TEXT)], [])
    assert reach.arisen == {"store/a": CALL | TEXT, "store/b": RECORDING}


def test_the_flows_between_open_places_are_told_whether_or_not_they_bring_anything() -> None:
    flows = [flow("a", "b"), flow("gone", "b"), flow("a", "gone"), flow("b", "a")]
    edges = derive([store("a"), store("b")], [], flows).spread.edges
    assert [edge.flow for edge in edges] == [flows[0], flows[3]]


def test_a_family_of_places_ends_where_its_name_does() -> None:
    places = [store("a", scope="1"), store("ab"), store("b")]
    origins = [Origin("store/a:1", CALL), Origin("store/ab", TEXT)]
    reach = derive(places, origins, [flow("a:*", "b")])
    assert reach.present("store/b") == CALL
    assert derive(places, origins, [flow("*", "b")]).present("store/b") == CALL | TEXT


def test_an_item_that_both_runs_keep_is_told_once_with_the_longer_of_its_times() -> None:
    dialer = {"dialer": {"name": "Dialer Co", "country": "DE"}}
    tenant = Tenant.model_validate({"tenant": "acme", "parties": dialer})
    mail = items(Data.VOICE_MAIL, WHO)
    long = derive([store("a"), store("crm", 30, "dialer")], [at("a", CALL)], [flow("a", "crm")])
    mixed = derive(
        [store("a"), store("b", 10), store("c", 20), store("crm", 10, "dialer")],
        [at("a", CALL), at("b", TEXT), at("c", mail)],
        [flow("a", "crm"), copied("b", "crm"), copied("c", "crm")],
    )
    for sure, possible in ((long, mixed), (mixed, long)):
        inventory = Inventory(tenant, date(2026, 11, 21), "model", sure, possible)
        assert sorted((str(entry.item.data), str(entry.retention)) for entry in inventory.exposures) == [
            ("text.transcript", "P20D"),
            ("voice.call", "P30D"),
            ("voice.mail", "P30D"),
        ]
