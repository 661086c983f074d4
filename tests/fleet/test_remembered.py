from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from pbxprivacy import Inventory, Tenant
from pbxprivacy.fleet import Remembered
from pbxprivacy.fleet.remembered import identity_of
from pbxprivacy.loading import dump_json, load_text

TODAY = date(2026, 11, 21)
TRUNK: dict[str, Any] = {"trunks": {"lines": {"main": {"carrier": "twilio"}}}}


def tenant(name: str, **fields: Any) -> Tenant:
    return Tenant.model_validate({"tenant": name, **fields})


def rows(number: int, distinct: int) -> list[Tenant]:
    kinds = [
        {**TRUNK, "cdr": {"retention": f"P{kind + 1}D"}, "unknown": {"crm": "not read"} if kind % 2 else {}}
        for kind in range(distinct)
    ]
    lines = [dump_json(tenant(f"t{row}", **kinds[row % distinct])) for row in range(number)]
    return [loaded.tenant for loaded in load_text("\n".join(lines), "jsonl")]


def test_tenants_that_share_everything_but_their_name_are_one_configuration() -> None:
    one, two, other = rows(3, 2)[0], rows(3, 2)[2], rows(3, 2)[1]
    first, _, third = rows(3, 2)
    assert identity_of(first) == identity_of(third)
    assert identity_of(one) != identity_of(other)
    assert two.tenant != one.tenant
    before = identity_of(first)
    Inventory.of(first, today=TODAY)
    assert identity_of(first) == before


def test_only_so_many_configurations_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pbxprivacy.fleet.remembered._MOST", 3)
    remembered: Remembered[str] = Remembered(lambda one: one.tenant)
    several = [tenant(f"t{number}", cdr={"retention": f"P{number + 1}D"}) for number in range(8)]
    assert [remembered(each) for each in several] == [each.tenant for each in several]
    assert len(remembered._results) <= 3
    assert remembered.known(several[0]) is None
    assert remembered.known(several[-1]) == "t7"
    assert remembered.known(copy.deepcopy(several[-1])) is None
