from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy import Inventory, Tenant, check, summarise
from pbxprivacy.fleet import Summary, sum_up, summary_of
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.loading import dump_json, load_text

TODAY = date(2026, 11, 21)
TRUNK: dict[str, Any] = {"trunks": {"lines": {"main": {"carrier": "twilio"}}}}


def tenant(name: str, **fields: Any) -> Tenant:
    return Tenant.model_validate({"tenant": name, **fields})


@given(st.lists(tenants(), max_size=4))
@settings(max_examples=10)
def test_a_fleet_is_the_sum_of_its_tenants(fleet: list[Tenant]) -> None:
    inventories = [Inventory.of(each, today=TODAY) for each in fleet]
    one_by_one = sum_up((summary_of(inventory, check(inventory)), 1) for inventory in inventories)
    assert summarise(fleet, today=TODAY) == one_by_one


def rows(number: int, distinct: int) -> list[Tenant]:
    kinds = [
        {**TRUNK, "cdr": {"retention": f"P{kind + 1}D"}, "unknown": {"crm": "not read"} if kind % 2 else {}}
        for kind in range(distinct)
    ]
    lines = [dump_json(tenant(f"t{row}", **kinds[row % distinct])) for row in range(number)]
    return [loaded.tenant for loaded in load_text("\n".join(lines), "jsonl")]


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_summary(kind: type[Executor]) -> None:
    fleet = rows(300, 150)
    with kind(2) as executor:  # type: ignore[call-arg] # both take the number of workers
        assert summarise(fleet, today=TODAY, executor=executor) == summarise(fleet, today=TODAY)


def test_each_configuration_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    original = Inventory.of

    def counted(one: Tenant, *, today: date) -> Inventory:
        seen.append(one.tenant)
        return original(one, today=today)

    monkeypatch.setattr(Inventory, "of", counted)
    assert summarise(rows(500, 5), today=TODAY).tenants == 500
    assert len(seen) == 5


def test_an_empty_fleet_is_an_empty_summary() -> None:
    assert summarise([], today=TODAY) == Summary()
