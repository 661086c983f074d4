from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, each, holder, kept, lacking, opened, told

BOTH = ("remote_party", "extension_user")
CALLS = each("contact.number contact.name call.record", *BOTH, "agent")
AGENTS = each("work.activity", "agent")
VARIABLES = each("call.digits", *BOTH) | each("network.address", "extension_user")
VOICES = each("voice.call", *BOTH, "agent")
CLEAR, NEAR = Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.ADDRESS_RESTRICTED
APP = "service/ami:dialer"
PARTIES = {"dialer": {"name": "Dialer Co"}, "wallboard": {"name": "Wallboard Co"}}


def ami(**knobs: Any) -> dict[str, Any]:
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"], **knobs}
    return {"ami": own, "parties": PARTIES, **LINE, **QUEUE}


def test_the_manager_interface_is_off_by_default_and_then_does_nothing() -> None:
    loud = {"permit": ["0.0.0.0/0"], "reads": "everything", "commands": True, "over_http": True}
    assert caused("ami", **loud) == []
    assert opened("ami", **loud) == {}


def test_an_application_without_an_authorised_address_gets_nothing() -> None:
    assert caused("ami", enabled=True, application="dialer", reads="everything", commands=True) == []


def test_it_gives_the_names_and_numbers_of_live_calls() -> None:
    inventory = told(**ami())
    assert at(inventory, APP) == CALLS
    assert holder(inventory, APP) == "dialer"
    assert lacking(inventory, APP, CLEAR) == lacking(inventory, APP, NEAR) == set()


@pytest.mark.parametrize(
    ("reads", "items"),
    [
        ("none", set()),
        ("calls", CALLS),
        ("calls_and_records", CALLS | AGENTS),
        ("everything", CALLS | AGENTS | VARIABLES),
    ],
)
def test_each_level_of_reading_adds_to_the_one_before(reads: str, items: set[str]) -> None:
    assert at(told(**ami(reads=reads)), APP) == items


def test_records_hold_what_came_into_them_from_the_crm() -> None:
    contact = each("contact.number", "contact")
    for reads, reached in (("calls", False), ("calls_and_records", True), ("everything", True)):
        assert (contact <= at(told(**ami(reads=reads), crm={"enabled": True}), APP)) == reached
    off = told(**ami(reads="everything"), crm={"enabled": True}, cdr={"enabled": False})
    assert not contact & at(off, APP)


def test_with_commands_voices_and_everything_that_is_stored_is_within_reach() -> None:
    recorded = {"call_recording": {"mode": "always"}, "personal_contacts": {"enabled": True}}
    inventory = told(**ami(reads="none", commands=True), **recorded)
    stored = {
        str(entry.item) for entry in inventory.holdings if entry.place.startswith("store/") and entry.place != APP
    }
    assert each("voice.recording", "remote_party") <= stored
    assert each("account.credential", "extension_user") <= stored
    assert at(inventory, APP) == CALLS | VOICES | stored
    assert not each("voice.recording voice.call", "remote_party") & at(told(**ami(), **recorded), APP)


def test_video_is_never_within_reach() -> None:
    meeting = {"web_calls": {"enabled": True}, "video_conferencing": {"enabled": True}}
    inventory = told(**ami(reads="everything", commands=True), **meeting)
    assert not [item for item in at(inventory, APP) if item.startswith("video")]


def test_a_plain_connection_lacks_encryption() -> None:
    assert lacking(told(**ami(tls=False)), APP, CLEAR) == CALLS


@pytest.mark.parametrize(("http_tls", "clear"), [(True, set()), (False, CALLS)])
def test_the_web_server_is_a_second_way_with_an_encryption_of_its_own(http_tls: bool, clear: set[str]) -> None:
    assert lacking(told(**ami(over_http=True, http_tls=http_tls)), APP, CLEAR) == clear
    assert lacking(told(**ami(http_tls=http_tls)), APP, CLEAR) == set()


@pytest.mark.parametrize("permit", [["0.0.0.0/0"], ["::/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["0.0.0.0/0", "::/0"]])
def test_an_open_permit_list_lets_anyone_in(permit: list[str]) -> None:
    inventory = told(**ami(permit=permit))
    assert at(inventory, "service/ami:anyone") == CALLS
    assert holder(inventory, "service/ami:anyone") == "anyone"
    assert lacking(inventory, APP, NEAR) == lacking(inventory, "service/ami:anyone", NEAR) == CALLS


def test_each_application_has_its_own_addresses_and_connection() -> None:
    further = {"wallboard": {"permit": ["198.51.100.7/32"], "tls": False}, "unknown": {"permit": []}}
    inventory = told(**ami(applications=further))
    assert {entry.party for entry in inventory.exposures if entry.place.startswith("service/ami")} == {
        "dialer",
        "wallboard",
    }
    assert lacking(inventory, "service/ami:wallboard", CLEAR) == CALLS
    assert lacking(inventory, APP, CLEAR) == set()


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    app, let_in = "service/ami:dialer", "enabled permit"
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}
    assert caused("ami", **own, reads="everything", commands=True) == [
        ("call/*", app, "integration", f"{let_in} commands"),
        ("call/*", app, "integration", f"{let_in} reads"),
        ("call/*", app, "integration", f"{let_in} reads"),
        ("call/queue:*", app, "integration", f"{let_in} reads"),
        ("store/*", app, "integration", f"{let_in} commands"),
        ("store/cdr", app, "integration", f"{let_in} reads"),
    ]
    assert caused("ami", **own, over_http=True, http_tls=False, tls=False) == [
        ("call/*", app, "integration", f"{let_in} tls over_http http_tls reads"),
        ("call/*", app, "integration", f"{let_in} tls reads"),
    ]
    assert caused("ami", **own, over_http=True)[0][3] == f"{let_in} over_http reads"


def test_how_long_an_application_keeps_it_is_for_it_to_say() -> None:
    assert kept(told(**ami()), APP) == {"unstated"}
    own = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}
    assert opened("ami", **own) == {APP: ("ami.enabled", "ami.permit")}


def test_each_application_reads_and_commands_what_it_may_of_its_own() -> None:
    grants = {"wallboard": {"permit": ["192.0.2.11/32"], "reads": "none", "commands": False}}
    inventory = told(**ami(reads="everything", commands=True, applications=grants))
    assert at(inventory, APP) >= VOICES
    assert at(inventory, "service/ami:wallboard") == set()
    louder = {"wallboard": {"permit": ["192.0.2.11/32"], "reads": "everything", "commands": True}}
    other = told(**ami(applications=louder))
    assert at(other, APP) == CALLS
    assert at(other, "service/ami:wallboard") >= CALLS | VARIABLES | VOICES


def test_what_is_commanded_over_a_plain_connection_lacks_encryption_too() -> None:
    inventory = told(**ami(reads="none", commands=True, tls=False))
    assert lacking(inventory, APP, CLEAR) == at(inventory, APP) >= VOICES
    assert "contact.email of extension_user" in lacking(inventory, APP, CLEAR)


def test_commands_reach_every_store_but_backups_which_may_lie_elsewhere() -> None:
    flows = told(**ami(reads="none", commands=True)).subject.ami.traced.flows
    (stored,) = [flow for flow in flows if flow.source == "store/*"]
    assert stored.except_for == {"store/backups"}


def test_a_port_in_clear_for_anybody_lacks_both_and_its_files_say_so() -> None:
    flows = told(**ami(reads="calls", tls=False, permit=["0.0.0.0/0", "::/0"])).subject.ami.traced.flows
    assert {flow.lacks for flow in flows} == {frozenset({CLEAR, NEAR})}


def test_over_http_in_clear_an_open_port_lacks_both_too() -> None:
    own = {"reads": "calls", "permit": ["0.0.0.0/0", "::/0"], "over_http": True, "http_tls": False}
    flows = told(**ami(**own)).subject.ami.traced.flows
    assert {flow.lacks for flow in flows} == {frozenset({NEAR}), frozenset({NEAR, CLEAR})}
