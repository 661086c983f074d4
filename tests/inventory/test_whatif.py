"""What if, example by example; the laws hold over arbitrary tenants in test_laws.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pbxprivacy.inventory.exposure import Holding
from pbxprivacy.inventory.inventory import MODEL_VERSION, Inventory
from pbxprivacy.inventory.whatif import Remedy, newly_exposed, remedy, what_if
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard

TODAY = date(2026, 11, 21)
PARTIES = {name: {"name": name} for name in ("app", "other", "third", "fourth", "telco", "house")}
LINE = {"lines": {"main": {"carrier": "telco"}}}
HERE = ["192.0.2.10/32"]


def told(**features: Any) -> Inventory:
    return Inventory.of(Tenant.model_validate({"tenant": "acme", "parties": PARTIES, **features}), today=TODAY)


def entry(inventory: Inventory, place: str, item: str) -> Holding:
    return next(entry for entry in inventory.entries if (entry.place, str(entry.item)) == (place, item))


def sets(*knobs: str) -> set[frozenset[str]]:
    return {frozenset(part.split()) for part in knobs}


RECORDED = "voice.recording of extension_user"
API: Mapping[str, Any] = {"enabled": True, "application": "app", "permit": HERE}


def test_each_single_knob_that_removes_an_exposure_is_named() -> None:
    inventory = told(api=API, call_recording={"mode": "opt_in"})
    found = remedy(inventory, entry(inventory, "service/api:app", RECORDED))
    assert set(found.sets) == sets(
        "api.enabled", "api.permit", "api.recordings", "call_recording.mode", "call_recording.scopes"
    )
    assert found.is_possible is True
    assert str(found) == ("api.enabled or api.permit or api.recordings or call_recording.mode or call_recording.scopes")


def test_of_two_ways_both_must_be_closed() -> None:
    rules = {"inbound": {"mode": "always"}, "outbound": {"mode": "always"}}
    inventory = told(api=API, call_recording={"rules": rules, "scopes": []})
    found = remedy(inventory, entry(inventory, "store/recordings", RECORDED))
    assert sets("call_recording.rules[inbound].mode call_recording.rules[outbound].mode") < set(found.sets)
    assert {len(knobs) for knobs in found.sets} == {2}
    assert "call_recording.rules[inbound].mode and call_recording.rules[outbound].mode" in str(found).split(" or ")


def conferences(number: int) -> Inventory:
    rooms = [f"room{count}" for count in range(number)]
    rules = {f"conference:{room}": {"mode": "always"} for room in rooms}
    recording = {"rules": rules, "scopes": []}
    return told(conferencing={"enabled": True, "rooms": rooms}, call_recording=recording)


def test_three_ways_need_three_knobs_and_four_are_more_than_three() -> None:
    kept = "voice.recording of extension_user"
    rooms = conferences(3)
    assert remedy(rooms, entry(rooms, "store/recordings", kept)).sets == (frozenset({"conferencing.enabled"}),)
    queues = told(
        queues={"names": ["a", "b", "c", "d"]},
        call_recording={"scopes": [], "rules": {f"queue:{name}": {"mode": "always"} for name in "abc"}},
    )
    agent = entry(queues, "store/recordings", "voice.recording of agent")
    found = remedy(queues, agent)
    assert sets(" ".join(f"call_recording.rules[queue:{name}].mode" for name in "abc")) < set(found.sets)
    assert {len(knobs) for knobs in found.sets} == {3}
    four = told(
        queues={"names": ["a", "b", "c", "d"]},
        call_recording={"scopes": [], "rules": {f"queue:{name}": {"mode": "always"} for name in "abcd"}},
    )
    beyond = remedy(four, entry(four, "store/recordings", "voice.recording of agent"))
    assert beyond == Remedy((), is_possible=True)
    assert str(beyond) == "more than 3 knobs"


def test_where_no_setting_helps_it_says_that() -> None:
    inventory = told()
    found = remedy(inventory, entry(inventory, "store/directory", "contact.name of extension_user"))
    assert found == Remedy((), is_possible=False)
    assert str(found) == "no setting removes it"


def test_several_sets_come_in_a_fixed_order() -> None:
    both = Remedy((frozenset({"b", "a"}), frozenset({"c"})), is_possible=True)
    assert str(both) == "a and b or c"
    inventory = told(api=API, call_recording={"mode": "opt_in"})
    found = remedy(inventory, entry(inventory, "service/api:app", RECORDED))
    assert list(found.sets) == sorted(found.sets, key=sorted)


def test_a_knob_that_is_unknown_can_be_the_one_to_turn() -> None:
    inventory = told(unknown={"api": "it was not read"}, call_recording={"mode": "opt_in"})
    found = remedy(inventory, entry(inventory, "service/api:unknown", RECORDED))
    assert frozenset({"api.enabled"}) in found.sets


def test_what_a_changed_setting_changes() -> None:
    inventory = told(api=API)
    change = what_if(inventory, {"call_recording.mode": "always"})
    assert {exposure.place for exposure in change.new_exposures} == {"service/api:app"}
    assert change.configuration_changed
    assert not what_if(inventory, {"api.enabled": True})


def test_several_settings_are_changed_together() -> None:
    change = what_if(told(), {"api.enabled": True, "api.application": "app", "api.permit": HERE})
    assert {exposure.party for exposure in change.new_exposures} == {"app"}


@pytest.mark.parametrize(
    ("turns", "error"),
    [({"api.nothing": True}, KeyError), ({"api.enabled": "perhaps"}, ValidationError)],
)
def test_a_setting_that_cannot_be_is_refused(turns: Mapping[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        what_if(told(), turns)


def test_the_dual_tells_each_single_knob_that_would_newly_expose_something() -> None:
    inventory = told(api={**API, "recordings": False}, call_recording={"mode": "opt_in"})
    would = {setting.path: exposures for setting, exposures in newly_exposed(inventory)}
    assert {str(exposure.item) for exposure in would["api.recordings"]} >= {RECORDED}
    assert "api.enabled" not in would  # it is loud already
    assert "call_recording.format" not in would  # it has no order
    assert {exposure.party for exposure in would["api.permit"]} == {"app", "anyone"}


def test_the_dual_knows_that_a_lost_safeguard_is_more() -> None:
    would = dict(newly_exposed(told(api=API)))
    lost = [exposures for setting, exposures in would.items() if setting.path == "api.tls"]
    assert {Safeguard.ENCRYPTED_IN_TRANSIT} == {guard for exposure in lost[0] for guard in exposure.missing}


def test_an_inventory_says_when_and_by_which_model_it_was_told() -> None:
    inventory = told()
    assert (inventory.told, inventory.model) == (TODAY, MODEL_VERSION)
    change = what_if(inventory, {"cdr.enabled": False})
    assert not change.model_changed
