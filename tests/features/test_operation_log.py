from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import arising, at, caused, each, kept, lacking, opened, told, where

LOG = "store/operation_log"
OPERATIONS = each("account.identifier work.operation", "administrator")


def test_all_operations_in_the_portal_are_logged_with_who_did_them() -> None:
    assert at(told(), LOG) == OPERATIONS


def test_administrators_see_the_log_and_nobody_else() -> None:
    for data in ("account.identifier", "work.operation"):
        assert where(told(), data, "administrator") == {LOG, "screen/admin"}


def test_the_log_can_be_switched_off() -> None:
    assert not where(told(operation_log={"enabled": False}), "work.operation", "administrator")
    assert opened("operation_log", enabled=False) == {}


def test_the_log_is_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(), LOG) == {"P90D"}
    assert kept(told(operation_log={"retention": "P365D"}), LOG) == {"P365D"}
    assert lacking(told(), LOG, Safeguard.ENCRYPTED_AT_REST) == set()
    assert lacking(told(operation_log={"encrypted": False}), LOG, Safeguard.ENCRYPTED_AT_REST) == OPERATIONS


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert caused("operation_log") == [(LOG, "screen/admin", "security", "enabled")]
    assert arising("operation_log") == {LOG: ("operation_log.enabled",)}
    kept_by = ("operation_log.enabled", "operation_log.retention")
    assert opened("operation_log") == {LOG: kept_by}
    assert opened("operation_log", encrypted=False) == {LOG: (*kept_by, "operation_log.encrypted")}
