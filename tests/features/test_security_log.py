from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import arising, at, caused, each, holder, kept, lacking, opened, told

LOG, COLLECTOR = "store/security_log", "service/security_log_collector"
SIGN_INS = each("account.identifier network.address", "extension_user", "administrator")


def test_nothing_is_logged_unless_it_is_on() -> None:
    assert LOG not in told(security_log={"remote": True}).places


def test_sign_ins_are_kept_with_account_and_address() -> None:
    inventory = told(security_log={"enabled": True, "retention": "P9D"})
    assert at(inventory, LOG) == SIGN_INS
    assert kept(inventory, LOG) == {"P9D"}
    assert COLLECTOR not in inventory.places
    assert lacking(inventory, LOG, Safeguard.ENCRYPTED_AT_REST) == set()
    assert (
        lacking(told(security_log={"enabled": True, "encrypted": False}), LOG, Safeguard.ENCRYPTED_AT_REST) == SIGN_INS
    )


def test_a_collector_gets_them() -> None:
    inventory = told(security_log={"enabled": True, "remote": True, "tls": False})
    assert at(inventory, COLLECTOR) == SIGN_INS == lacking(inventory, COLLECTOR, Safeguard.ENCRYPTED_IN_TRANSIT)
    assert holder(inventory, COLLECTOR) == "unknown"


def test_each_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert arising("security_log", enabled=True) == {LOG: ("security_log.enabled",)}
    assert caused("security_log", enabled=True, remote=True) == [(LOG, COLLECTOR, "security", "remote")]
    at_rest = ("security_log.enabled", "security_log.retention")
    assert opened("security_log", enabled=True) == {LOG: at_rest}
    assert opened("security_log", enabled=True, encrypted=False) == {LOG: (*at_rest, "security_log.encrypted")}
