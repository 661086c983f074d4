from __future__ import annotations

from datetime import date

from pbxprivacy.features.debug_log import DebugLog
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told, where

LOG, COLLECTOR = "store/debug_log", "service/debug_log_collector"
PARTIES = {"logs": {"name": "Logs Co", "country": "DE", "retention": "P90D"}}
PARTIES_TO_CALLS = each("contact.number contact.name", "remote_party", "extension_user")
PRESSED = each("call.digits", "remote_party", "extension_user")


def test_the_debug_log_is_off_by_default() -> None:
    assert not DebugLog.default().enabled
    settings = {"digits": True, "remote": True, "collector": "logs"}
    inventory = told(**LINE, parties=PARTIES, debug_log=settings)
    assert LOG not in inventory.places
    assert COLLECTOR not in inventory.places


def test_the_debug_log_captures_the_call_parties_names_and_numbers() -> None:
    assert at(told(**LINE, debug_log={"enabled": True}), LOG) == PARTIES_TO_CALLS


def test_it_captures_the_keys_they_press_only_where_asked_to() -> None:
    assert at(told(**LINE, debug_log={"enabled": True, "digits": True}), LOG) == PARTIES_TO_CALLS | PRESSED


def test_a_remote_collector_gets_all_that_is_in_the_log() -> None:
    settings = {"enabled": True, "digits": True, "remote": True, "collector": "logs"}
    inventory = told(**LINE, parties=PARTIES, debug_log=settings)
    assert holder(inventory, COLLECTOR) == "logs"
    assert at(inventory, COLLECTOR) == PARTIES_TO_CALLS | PRESSED
    assert kept(inventory, COLLECTOR) == {"P90D"}
    assert lacking(inventory, COLLECTOR, Safeguard.ENCRYPTED_IN_TRANSIT) == set()


def test_a_collector_that_nobody_named_is_unknown_and_without_remote_there_is_none() -> None:
    assert holder(told(**LINE, debug_log={"enabled": True, "remote": True}), COLLECTOR) == "unknown"
    local = told(**LINE, parties=PARTIES, debug_log={"enabled": True, "collector": "logs"})
    assert COLLECTOR not in local.places
    assert not [entry for entry in local.exposures if entry.party == "logs"]


def test_plain_syslog_lacks_encryption() -> None:
    inventory = told(**LINE, debug_log={"enabled": True, "remote": True, "tls": False})
    assert lacking(inventory, COLLECTOR, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, COLLECTOR) != set()


def test_the_log_is_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(debug_log={"enabled": True}), LOG) == {"P7D"}
    assert kept(told(debug_log={"enabled": True, "retention": "unlimited"}), LOG) == {"unlimited"}
    assert lacking(told(debug_log={"enabled": True}), LOG, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(debug_log={"enabled": True, "encrypted": False})
    assert lacking(plain, LOG, Safeguard.ENCRYPTED_AT_REST) == at(plain, LOG) != set()


def test_an_end_date_is_kept_for_checks_to_read_and_changes_no_flow() -> None:
    ending = {"enabled": True, "until": "2026-12-01"}
    assert DebugLog.model_validate(ending).until == date(2026, 12, 1)
    assert DebugLog.model_validate({"until": None}) == DebugLog.default()
    assert caused("debug_log", **ending) == caused("debug_log", enabled=True)
    assert where(told(**LINE, debug_log=ending), "call.digits", "remote_party").isdisjoint({LOG})


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    for tls in (True, False):
        assert caused("debug_log", enabled=True, digits=True, remote=True, tls=tls) == [
            ("call/*", LOG, "troubleshooting", "enabled"),
            ("call/*", LOG, "troubleshooting", "enabled digits"),
            (LOG, COLLECTOR, "troubleshooting", "remote" if tls else "remote tls"),
        ]
    kept_by = ("debug_log.enabled", "debug_log.retention")
    assert opened("debug_log", enabled=True) == {LOG: kept_by}
    assert opened("debug_log", enabled=True, encrypted=False, remote=True) == {
        LOG: (*kept_by, "debug_log.encrypted"),
        COLLECTOR: ("debug_log.collector",),
    }


def test_a_trace_of_signalling_brings_addresses_and_messages_into_the_log() -> None:
    plain, traced = (told(**LINE, debug_log={"enabled": True, "signalling": on}) for on in (False, True))
    further = at(traced, "store/debug_log") - at(plain, "store/debug_log")
    assert further == each("network.signalling", "remote_party", "extension_user") | each(
        "network.address", "extension_user"
    )
    assert ("call/*", "store/debug_log", "troubleshooting", "enabled signalling") in caused(
        "debug_log", enabled=True, signalling=True
    )
