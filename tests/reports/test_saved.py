from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from pbxprivacy import Inventory, Tenant, diff
from pbxprivacy.errors import InputError
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.saved import SavedInventory, is_saved, read_saved

TODAY = date(2026, 11, 21)


def inventory(name: str = "acme", **fields: object) -> Inventory:
    return Inventory.of(
        Tenant.model_validate({"tenant": name, "trunks": {"lines": {"main": {}}}, **fields}), today=TODAY
    )


@given(tenants())
@settings(max_examples=25)
def test_an_inventory_that_was_written_down_compares_as_the_one_it_was(tenant: Tenant) -> None:
    told = Inventory.of(tenant, today=TODAY)
    saved = SavedInventory.of_document(json.loads(format_named("json").render(inventory_report(told))))
    assert saved.entries == tuple(told.entries)
    difference = diff(saved, told)
    assert not difference
    assert not difference.configuration_changed
    assert not difference.model_changed


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_several_inventories_are_read_back_one_by_one(tmp_path: Path, format_: str) -> None:
    file = tmp_path / "saved"
    told = [inventory(name) for name in ("a", "b", "c")]
    file.write_text("".join(format_named(format_).join(map(inventory_report, told))), encoding="utf-8")
    assert is_saved(file)
    assert [(saved.tenant, saved.entries) for saved in read_saved(file)] == [
        (each.subject.tenant, tuple(each.entries)) for each in told
    ]


def test_a_tenant_file_is_no_saved_inventory(tmp_path: Path) -> None:
    file = tmp_path / "acme.json"
    file.write_text('{"tenant": "pbxprivacy.inventory", "country": "DE"}', encoding="utf-8")
    assert not is_saved(file)
    assert not is_saved(tmp_path / "absent")


def broken(**changes: object) -> str:
    return json.dumps({**inventory_report(inventory()).document(), **changes})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (broken()[:-40], "not JSON, or cut off"),
        (broken(version=2), "version 2"),
        (broken(kind="pbxprivacy.fleet"), "no inventory"),
        (broken(exposures=[{"place": "x"}]), "missing"),
        (broken(exposures=[1]), "not of the form"),
        (broken(exposures=7), "not of the form"),
        (broken(parties=[]), "not of the form"),
        (
            broken(
                holdings=[
                    {
                        "place": "x",
                        "party": "y",
                        "data": "voice.from.the.future",
                        "person": "agent",
                        "missing": [],
                        "retention": "P1D",
                        "countries": [],
                        "certainty": "sure",
                    }
                ]
            ),
            "voice.from.the.future",
        ),
        ("[" * 100_000, "nested too deep"),
        ("7", "no inventory"),
    ],
)
def test_what_is_no_inventory_is_refused_with_what_is_wrong(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "saved.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=fault) as refused:
        list(read_saved(file))
    assert str(file) in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_saved(tmp_path / "absent.json"))


def test_a_change_of_the_model_is_told_apart_from_a_change_of_the_configuration() -> None:
    now = inventory()
    old_model = SavedInventory("acme", "2025.01", now.configuration, ())
    assert diff(old_model, now).model_changed
    assert not diff(old_model, now).configuration_changed
    other = SavedInventory("acme", now.model, "other", tuple(now.entries))
    assert diff(other, now).configuration_changed
    assert not diff(other, now).model_changed
