from __future__ import annotations

from tests.features.told import LINE, QUEUE, arising, at, caused, each, holder, kept, opened, path, told

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
