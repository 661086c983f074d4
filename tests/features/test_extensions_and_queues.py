from __future__ import annotations

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, arising, at, caused, each, holder, kept, lacking, opened, path, told

CALLED = "voice.call contact.number contact.name call.record"


def test_the_directory_holds_names_and_contact_details_of_the_accounts_people() -> None:
    inventory = told()
    profile = each("contact.name contact.number contact.email account.identifier", "extension_user")
    assert at(inventory, "store/directory") == profile
    assert kept(inventory, "store/directory") == {"unlimited"}
    assert at(inventory, "screen/admin") >= profile
    assert holder(inventory, "screen/admin") == "tenant"


def test_there_are_calls_inside_as_soon_as_there_are_extensions() -> None:
    inventory = told()
    for call in ("call/inbound.internal", "call/outbound.internal"):
        assert at(inventory, call) >= each(CALLED, "extension_user") | {"network.address of extension_user"}


def test_the_phone_shows_who_calls() -> None:
    inventory = told(**LINE)
    assert at(inventory, "screen/phone") >= each("contact.number contact.name", "remote_party", "extension_user")


def test_a_named_extension_takes_part_in_calls_from_and_to_the_outside() -> None:
    inventory = told(**LINE, extensions={"names": ["101"]})
    assert at(inventory, "call/extension:101") >= each(CALLED, "remote_party", "extension_user")
    assert path(inventory, "call/extension:101", "voice.call of remote_party")[0] in {
        "call/inbound.external",
        "call/outbound.external",
    }
    assert opened("extensions", names=["101"])["call/extension:101"] == ("extensions.names",)


def test_a_queue_brings_callers_and_agents_together() -> None:
    inventory = told(**LINE, **QUEUE)
    assert at(inventory, "call/queue:sales") >= each(CALLED, "remote_party", "agent", "extension_user")
    assert "work.activity of agent" in at(inventory, "call/queue:sales")
    assert path(inventory, "call/queue:sales", "voice.call of remote_party") == [
        "call/inbound.external",
        "call/queue:sales",
    ]


def test_without_queues_nobody_is_an_agent() -> None:
    assert opened("queues") == {}
    assert not [entry for entry in told(**LINE).entries if entry.item.person == "agent"]


def test_every_flow_of_a_queue_names_the_knob_that_causes_it() -> None:
    assert opened("queues", names=["sales"]) == {"call/queue:sales": ("queues.names",)}
    assert arising("queues", names=["sales"]) == {"call/queue:sales": ("queues.names",)}
    assert caused("queues", names=["sales"]) == [
        ("call/inbound.external", "call/queue:sales", "call_service", "names"),
        ("call/inbound.internal", "call/queue:sales", "call_service", "names"),
    ]


def test_extensions_open_these_places_and_no_others() -> None:
    screens = ("phone", "web_client", "owner", "supervisor", "admin")
    inside = ("call/inbound.internal", "call/outbound.internal")
    named = "call/extension:101"
    assert opened("extensions", names=["101"]) == {
        **dict.fromkeys(("store/directory", "store/credentials"), ()),
        **{f"screen/{screen}": () for screen in screens},
        **dict.fromkeys(inside, ()),
        named: ("extensions.names",),
    }
    assert set(arising("extensions", names=["101"])) == {"store/directory", "store/credentials", *inside, named}
    inventory = told()
    assert {holder(inventory, f"screen/{screen}") for screen in screens} == {"tenant"}


def test_extensions_cause_these_flows_and_no_others() -> None:
    named = "call/extension:101"
    assert caused("extensions", names=["101"]) == [
        ("call/*", "screen/phone", "call_service", ""),
        ("call/inbound.external", named, "call_service", "names"),
        ("call/outbound.external", named, "call_service", "names"),
        ("store/directory", "screen/admin", "call_service", ""),
    ]


def test_passwords_lie_encrypted_beside_the_directory_and_nobody_sees_them() -> None:
    inventory = told()
    assert at(inventory, "store/credentials") == {"account.credential of extension_user"}
    assert (holder(inventory, "store/credentials"), kept(inventory, "store/credentials")) == ("operator", {"unlimited"})
    for store in ("store/directory", "store/credentials"):
        assert lacking(inventory, store, Safeguard.ENCRYPTED_AT_REST) == set()
        assert inventory.places[store].encrypted_at_rest is True


def test_who_is_called_inside_and_at_a_named_extension() -> None:
    own = each(f"{CALLED} call.digits network.address", "extension_user")
    inventory = told(extensions={"names": ["101"]})
    for call in ("call/inbound.internal", "call/outbound.internal", "call/extension:101"):
        assert at(inventory, call) == own


@pytest.mark.parametrize("store", ["store/directory", "store/credentials"])
def test_a_directory_and_passwords_that_lie_in_clear_say_because_of_which_knob(store: str) -> None:
    place = told(extensions={"encrypted": False}).places[store]
    assert place.encrypted_at_rest is False
    assert place.because == ("extensions.encrypted",)
    assert told().places[store].because == ()
