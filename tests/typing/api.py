"""The public names as type checkers see them; checked by mypy and pyright, never run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import assert_type

from pbxprivacy import Finding, Inventory, Tenant, check, diff, load, newly_exposed, remedy, what_if
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.inventory.compare import Diff
from pbxprivacy.inventory.exposure import Exposure, Holding
from pbxprivacy.inventory.whatif import Remedy
from pbxprivacy.inventory.witness import Witness
from pbxprivacy.items import Item
from pbxprivacy.loading.read import Loaded
from pbxprivacy.parties import Party
from pbxprivacy.recording import Mode
from pbxprivacy.retention import Retention
from pbxprivacy.setting import Setting
from pbxprivacy.terms import Data, Person, Safeguard
from pbxprivacy.vault import AssociatedData, Vault
from pbxprivacy.vault.reader import SealedReader

TODAY = date(2026, 11, 21)


def a_tenant(tenant: Tenant) -> None:
    assert_type(tenant.call_recording, CallRecording)
    assert_type(tenant.call_recording.mode, Mode)
    assert_type(tenant.call_recording.retention, Retention)
    assert_type(tenant.cdr.enabled, bool)
    assert_type(tenant.database_grant.application, str | None)
    assert_type(tenant.party("operator"), Party)
    assert_type(tenant.turned({"cdr.enabled": False}), Tenant)
    assert_type(load("tenants/"), list[Loaded[Tenant]])


def an_inventory(inventory: Inventory) -> None:
    assert_type(inventory.exposures, tuple[Exposure, ...])
    assert_type(inventory.holdings, tuple[Holding, ...])
    exposure = inventory.exposures[0]
    assert_type(exposure.item, Item)
    assert_type(exposure.item.data, Data)
    assert_type(exposure.item.person, Person)
    assert_type(exposure.missing, frozenset[Safeguard])
    assert_type(inventory.witness(exposure), Witness | None)
    assert_type(inventory - inventory, tuple[Holding, ...])
    assert_type(inventory <= inventory, bool)  # noqa: PLR0124 - its type is the point


def what_follows(one: Inventory, other: Inventory) -> None:
    assert_type(check(one), tuple[Finding, ...])
    assert_type(diff(one, other), Diff)
    assert_type(what_if(one, {"crm.enabled": False}), Diff)
    assert_type(remedy(one, one.exposures[0]), Remedy)
    for setting, exposures in newly_exposed(one):
        assert_type(setting, Setting)
        assert_type(exposures, tuple[Exposure, ...])


def a_vault(vault: Vault, associated: AssociatedData) -> None:
    assert_type(vault.open(Path("recording"), associated), SealedReader)
