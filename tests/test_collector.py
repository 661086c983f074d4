from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from pbxprivacy.collector import CollectedFeature
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow, Place
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Purpose, Safeguard
from tests.features.told import LINE, QUEUE, at, lacking, told


class _Journal(CollectedFeature):
    key: ClassVar[str] = "journal"
    title: ClassVar[str] = "Journal"
    sources: ClassVar[tuple[str, ...]] = ()

    def effects(self) -> Iterator[Effect]:
        return self.collected("store/journal", Purpose.SECURITY)


def test_nothing_is_sent_on_unless_it_is_remote() -> None:
    assert list(_Journal(collector="logs").effects()) == []


def test_all_that_is_stored_is_sent_on_to_whoever_collects_it() -> None:
    place, flow = _Journal(remote=True, collector="logs").effects()
    assert isinstance(place, Place)
    assert (place.id, place.holder, place.retention) == ("service/journal_collector", "logs", None)
    assert place.because == ("journal.collector",)
    assert isinstance(flow, Flow)
    assert (flow.source, flow.target, flow.selection) == ("store/journal", place.id, EVERYTHING)
    assert (flow.purpose, flow.because, flow.lacks) == (Purpose.SECURITY, ("journal.remote",), frozenset())


def test_a_collector_that_nobody_named_is_unknown() -> None:
    place, _ = _Journal.model_validate({"remote": True, "collector": None}).effects()
    assert isinstance(place, Place)
    assert place.holder == "unknown"


@pytest.mark.parametrize("tls", [True, False])
def test_without_tls_it_goes_in_clear_and_the_knob_is_named(tls: bool) -> None:
    _, flow = _Journal(remote=True, tls=tls).effects()
    assert isinstance(flow, Flow)
    assert (Safeguard.ENCRYPTED_IN_TRANSIT in flow.lacks) is not tls
    assert flow.because == (("journal.remote",) if tls else ("journal.remote", "journal.tls"))


@pytest.mark.parametrize("name", ["cdr", "cel", "queue_log", "debug_log", "packet_capture", "security_log"])
def test_each_further_collector_gets_it_by_its_own_way(name: str) -> None:
    collectors = {"homer": {"tls": False}, "archive": {}}
    parties = {each: {"name": each} for each in collectors}
    inventory = told(
        **LINE, **QUEUE, parties=parties, **{name: {"enabled": True, "remote": True, "collectors": collectors}}
    )
    places = {f"service/{name}_collector:{each}" for each in collectors}
    assert places == {place for place in inventory.places if f"{name}_collector" in place}
    clear, encrypted = (f"service/{name}_collector:{each}" for each in collectors)
    assert at(inventory, clear) == at(inventory, encrypted) != set()
    assert lacking(inventory, clear, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, clear)
    assert lacking(inventory, encrypted, Safeguard.ENCRYPTED_IN_TRANSIT) == set()


def test_a_collector_of_its_own_stands_beside_further_ones_and_an_unknown_one_may_too() -> None:
    parties = {each: {"name": each} for each in ("homer", "archive")}
    cdr = {"enabled": True, "remote": True, "collector": "homer", "collectors": {"archive": {}}}
    inventory = told(**LINE, parties=parties, cdr=cdr, unknown={"cdr.collectors": "named in another file"})
    holders = {place.holder for name, place in inventory.places.items() if "cdr_collector" in name}
    assert holders == {"homer", "archive", "unknown"}
