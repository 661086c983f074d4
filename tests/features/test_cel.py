from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told

LOG, COLLECTOR = "store/cel", "service/cel_collector"
PARTIES = {"base": {"name": "Database Co", "country": "DE", "retention": "P365D"}}
EVENTS = each("contact.number contact.name call.event", "remote_party", "extension_user")
PRESSED = each("call.digits", "remote_party", "extension_user")


def test_every_channel_event_tells_who_and_when() -> None:
    assert at(told(**LINE, cel={"enabled": True}), LOG) == EVENTS


def test_keys_pressed_are_events_only_where_asked_for() -> None:
    assert at(told(**LINE, cel={"enabled": True, "digits": True}), LOG) == EVENTS | PRESSED


def test_it_is_off_by_default() -> None:
    assert LOG not in told(**LINE, cel={"digits": True, "remote": True}).places
    assert opened("cel", digits=True, remote=True) == {}


def test_a_database_elsewhere_gets_all_events() -> None:
    settings = {"enabled": True, "digits": True, "remote": True, "collector": "base"}
    inventory = told(**LINE, parties=PARTIES, cel=settings)
    assert holder(inventory, COLLECTOR) == "base"
    assert at(inventory, COLLECTOR) == EVENTS | PRESSED
    assert kept(inventory, COLLECTOR) == {"P365D"}
    plain = told(**LINE, parties=PARTIES, cel={**settings, "tls": False})
    assert lacking(plain, COLLECTOR, Safeguard.ENCRYPTED_IN_TRANSIT) == EVENTS | PRESSED


def test_events_are_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(cel={"enabled": True}), LOG) == {"P30D"}
    assert kept(told(cel={"enabled": True, "retention": "P1D"}), LOG) == {"P1D"}
    assert lacking(told(cel={"enabled": True}), LOG, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(cel={"enabled": True, "encrypted": False})
    assert lacking(plain, LOG, Safeguard.ENCRYPTED_AT_REST) == at(plain, LOG) != set()


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert caused("cel", enabled=True, digits=True, remote=True) == [
        ("call/*", LOG, "call_statistics", "enabled"),
        ("call/*", LOG, "call_statistics", "enabled digits"),
        (LOG, COLLECTOR, "call_statistics", "remote"),
    ]
    kept_by = ("cel.enabled", "cel.retention")
    assert opened("cel", enabled=True) == {LOG: kept_by}
    assert opened("cel", enabled=True, encrypted=False) == {LOG: (*kept_by, "cel.encrypted")}
