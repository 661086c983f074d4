from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, each, holder, kept, lacking, opened, told

LOG, COLLECTOR = "store/queue_log", "service/queue_log_collector"
PARTIES = {"base": {"name": "Database Co", "country": "DE", "retention": "P365D"}}
CALLERS = each("contact.number call.record", "remote_party", "extension_user")
AGENTS = each("contact.number contact.name call.record work.activity", "agent")


def test_the_queue_log_tells_callers_by_number_and_agents_by_name_and_activity() -> None:
    assert at(told(**LINE, **QUEUE, queue_log={"enabled": True}), LOG) == CALLERS | AGENTS


def test_without_queues_or_switched_off_it_is_empty() -> None:
    assert at(told(**LINE, queue_log={"enabled": True}), LOG) == set()
    assert LOG not in told(**LINE, **QUEUE, queue_log={"remote": True}).places
    assert opened("queue_log", remote=True) == {}


def test_a_database_elsewhere_gets_the_whole_log() -> None:
    settings = {"enabled": True, "remote": True, "collector": "base"}
    inventory = told(**LINE, **QUEUE, parties=PARTIES, queue_log=settings)
    assert holder(inventory, COLLECTOR) == "base"
    assert at(inventory, COLLECTOR) == CALLERS | AGENTS
    assert kept(inventory, COLLECTOR) == {"P365D"}
    plain = told(**LINE, **QUEUE, parties=PARTIES, queue_log={**settings, "tls": False})
    assert lacking(plain, COLLECTOR, Safeguard.ENCRYPTED_IN_TRANSIT) == CALLERS | AGENTS


def test_the_log_is_kept_as_stated_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(**QUEUE, queue_log={"enabled": True}), LOG) == {"P90D"}
    assert kept(told(**QUEUE, queue_log={"enabled": True, "retention": "P1D"}), LOG) == {"P1D"}
    assert lacking(told(**QUEUE, queue_log={"enabled": True}), LOG, Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(**QUEUE, queue_log={"enabled": True, "encrypted": False})
    assert lacking(plain, LOG, Safeguard.ENCRYPTED_AT_REST) == at(plain, LOG) != set()


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert caused("queue_log", enabled=True, remote=True) == [
        ("call/queue:*", LOG, "staff_monitoring", "enabled"),
        (LOG, COLLECTOR, "staff_monitoring", "remote"),
    ]
    kept_by = ("queue_log.enabled", "queue_log.retention")
    assert opened("queue_log", enabled=True) == {LOG: kept_by}
    assert opened("queue_log", enabled=True, encrypted=False) == {LOG: (*kept_by, "queue_log.encrypted")}
