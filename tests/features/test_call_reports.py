from __future__ import annotations

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, each, kept, lacking, opened, told, where

REPORTS = "store/reports"
CALLS = each("contact.name contact.number call.record", "extension_user", "agent")
ACTIVITY = each("work.activity", "agent")


def test_reports_show_the_calls_of_the_tenants_people_and_of_nobody_else() -> None:
    assert at(told(**LINE, **QUEUE, call_reports={"enabled": True}), REPORTS) == CALLS


def test_what_agents_do_is_reported_where_that_is_switched_on() -> None:
    inventory = told(**LINE, **QUEUE, call_reports={"enabled": True, "agent_activity": True})
    assert at(inventory, REPORTS) == CALLS | ACTIVITY
    assert where(inventory, "work.activity", "agent") == {"call/queue:sales", REPORTS, "screen/admin"}


def test_without_reports_nothing_is_reported() -> None:
    settings = {"agent_activity": True, "scheduled_mail": True, "readers": "everyone"}
    inventory = told(**LINE, **QUEUE, call_reports=settings)
    assert where(inventory, "work.activity", "agent") == {"call/queue:sales"}
    assert opened("call_reports", **settings) == {}


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("administrators", {"screen/admin"}),
        ("supervisors", {"screen/admin", "screen/supervisor"}),
        ("everyone", {"screen/admin", "screen/supervisor", "screen/phone"}),
    ],
)
def test_reports_reach_those_who_may_read_them(readers: str, screens: set[str]) -> None:
    settings = {"enabled": True, "agent_activity": True, "readers": readers}
    inventory = told(**QUEUE, call_reports=settings)
    for screen in ("screen/admin", "screen/supervisor", "screen/phone"):
        assert (at(inventory, screen) >= ACTIVITY) == (screen in screens)


def test_a_scheduled_report_is_mailed_to_the_addresses_of_its_readers() -> None:
    inventory = told(**QUEUE, call_reports={"enabled": True, "agent_activity": True, "scheduled_mail": True})
    assert at(inventory, "mailbox/recipients") == CALLS | ACTIVITY | each("contact.email", "extension_user")
    assert at(told(**QUEUE, call_reports={"enabled": True}), "mailbox/recipients") == set()


def test_reports_are_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(call_reports={"enabled": True}), REPORTS) == {"P90D"}
    assert kept(told(call_reports={"enabled": True, "retention": "P1D"}), REPORTS) == {"P1D"}
    assert lacking(told(call_reports={"enabled": True}), REPORTS, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(call_reports={"enabled": True, "encrypted": False})
    assert lacking(plain, REPORTS, Safeguard.ENCRYPTED_AT_REST) == at(plain, REPORTS)


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    loud = {"enabled": True, "agent_activity": True, "scheduled_mail": True, "readers": "everyone", "encrypted": False}
    statistics = "call_statistics"
    assert caused("call_reports", **loud) == [
        ("call/*", REPORTS, statistics, "enabled"),
        ("call/queue:*", REPORTS, "staff_monitoring", "enabled agent_activity"),
        ("store/directory", "service/mail_out", statistics, "enabled scheduled_mail"),
        (REPORTS, "screen/admin", statistics, "enabled readers"),
        (REPORTS, "screen/phone", statistics, "enabled readers"),
        (REPORTS, "screen/supervisor", statistics, "enabled readers"),
        (REPORTS, "service/mail_out", statistics, "enabled scheduled_mail"),
    ]
    kept_by = ("call_reports.enabled", "call_reports.retention")
    assert opened("call_reports", enabled=True) == {REPORTS: kept_by}
    assert opened("call_reports", **loud) == {REPORTS: (*kept_by, "call_reports.encrypted")}
