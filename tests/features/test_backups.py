from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, holder, kept, lacking, opened, told

OWN = "store/backups"
STORES = {
    "recordings": ["recordings"],
    "voicemail": ["voicemail"],
    "cdr": ["cdr", "cel"],
    "contacts": ["company_contacts", "crm_contacts", "speed_dial"],
    "personal_contacts": ["personal_contacts"],
    "messages": ["messages"],
    "logs": ["debug_log", "operation_log", "security_log", "queue_log", "reports", "captures"],
    "directory": ["directory", "credentials", "trunks", "phone_configurations", "notified"],
    "spoken_names": ["conference_names"],
}
FULL: dict[str, Any] = {
    **LINE,
    **QUEUE,
    "call_recording": {"mode": "always", "retention": "P28D"},
    "voicemail": {"enabled": True},
    "cel": {"enabled": True},
    "company_contacts": {"enabled": True},
    "personal_contacts": {"enabled": True},
    "instant_messaging": {"enabled": True, "stored": True},
    "debug_log": {"enabled": True},
    "phone_provisioning": {"enabled": True},
    "conferencing": {"enabled": True, "announce_names": True},
}


def backups(**knobs: Any) -> dict[str, Any]:
    return {"backups": {"enabled": True, **knobs}, "parties": {"cloud": {"name": "Cloud Storage"}}, **FULL}


def test_backups_are_off_by_default_and_hold_nothing_unless_it_is_named() -> None:
    assert caused("backups", **dict.fromkeys(STORES, True)) == []
    assert opened("backups", recordings=True) == {}
    assert at(told(**backups()), OWN) == set()


def test_a_recording_kept_28_days_in_a_backup_kept_180_lives_208() -> None:
    inventory = told(**backups(recordings=True, retention="P180D"))
    assert kept(inventory, "store/recordings") == {"P28D"}
    assert kept(inventory, OWN) == {"P208D"}


@pytest.mark.parametrize("content", STORES)
def test_a_backup_holds_all_that_the_stores_it_names_hold(content: str) -> None:
    inventory = told(**backups(**{content: True}))
    held = set().union(*(at(inventory, f"store/{store}") for store in STORES[content]))
    assert held
    assert at(inventory, OWN) == held


def test_backups_are_at_the_operator_unless_somebody_else_stores_them() -> None:
    inventory = told(**backups(recordings=True))
    assert holder(inventory, OWN) == "operator"
    assert inventory.exposures == told(**FULL).exposures
    at_tenant = told(**backups(recordings=True, storage="tenant"))
    assert holder(at_tenant, OWN) == "tenant"
    foreign = told(**backups(recordings=True, storage="cloud", region="FR"))
    assert at(foreign, OWN) == at(inventory, OWN)
    assert holder(foreign, OWN) == "cloud"
    assert {entry.countries for entry in foreign.exposures if entry.place == OWN} == {frozenset({"FR"})}
    assert holder(told(**backups(recordings=True, storage=None)), OWN) == "unknown"


def test_encryption_on_the_way_and_at_rest_is_told() -> None:
    safe, bare = told(**backups(cdr=True)), told(**backups(cdr=True, tls=False, encrypted=False))
    for guard in (Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.ENCRYPTED_AT_REST):
        assert lacking(safe, OWN, guard) == set()
        assert lacking(bare, OWN, guard) == at(bare, OWN) != set()


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    assert caused("backups", enabled=True, **dict.fromkeys(STORES, True)) == sorted(
        (f"store/{store}", OWN, "backup", f"enabled storage {content}")
        for content, stores in STORES.items()
        for store in stores
    )
    assert caused("backups", enabled=True, tls=False, voicemail=True) == [
        ("store/voicemail", OWN, "backup", "enabled storage tls voicemail")
    ]
    knobs = ("enabled", "storage", "region", "retention", "encrypted")
    assert opened("backups", enabled=True) == {OWN: tuple(f"backups.{knob}" for knob in knobs)}


def test_a_backup_is_kept_30_days_unless_it_is_told_otherwise() -> None:
    assert kept(told(**backups(recordings=True)), OWN) == {"P58D"}


def test_where_it_is_unknown_who_stores_them_they_hold_the_same_at_a_party_that_nobody_knows() -> None:
    known = told(**backups(recordings=True))
    for knob, party in (("backups", "unknown"), ("backups.storage", "unknown"), ("backups.region", "operator")):
        unsure = told(**backups(recordings=True), unknown={knob: "the backup server was not read"})
        assert at(unsure, OWN) >= at(known, OWN)
        assert unsure.possible.places[OWN].holder == party
