from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pbxprivacy import Inventory, Tenant
from pbxprivacy.fleet.changes import Changes, changes_report
from pbxprivacy.inventory.compare import diff

TODAY = date(2026, 11, 21)
TRUNK: dict[str, Any] = {"trunks": {"lines": {"main": {"carrier": "twilio"}}}}


def tenant(name: str, **fields: Any) -> Tenant:
    return Tenant.model_validate({"tenant": name, **fields})


def entries_of(difference_of: Sequence[Tenant]) -> Changes:
    before, after = (Inventory.of(each, today=TODAY) for each in difference_of)
    changes = Changes()
    changes.count(diff(before, after), {"twilio": "Twilio"}, is_new=False, is_gone=False)
    return changes


def test_changes_count_who_newly_receives_and_who_no_longer_does() -> None:
    quiet, loud = tenant("a"), tenant("a", **TRUNK)
    grown, shrunk = entries_of([quiet, loud]), entries_of([loud, quiet])
    assert (grown.started, grown.stopped, grown.has_growth) == ({"Twilio": 1}, {}, True)
    assert (shrunk.started, shrunk.stopped, shrunk.has_growth) == ({}, {"Twilio": 1}, False)
    assert changes_report(grown).document()["started"] == {"Twilio": 1}
    assert entries_of([loud, loud]).changed == 0
