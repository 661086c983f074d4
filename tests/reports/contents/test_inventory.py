"""The page of an inventory: in which countries a recipient has something."""

from __future__ import annotations

from datetime import date

import pytest

from pbxprivacy import Inventory, Tenant, diff
from pbxprivacy.reports.contents.difference import difference_report
from pbxprivacy.reports.contents.explanation import explanation_report
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.text import render


def told(region: str | None) -> Inventory:
    """Archive recordings at a party of Germany, in a region."""
    tenant = {
        "tenant": "acme",
        "parties": {"cloud": {"name": "Cloud Co", "country": "DE"}},
        "call_recording": {"mode": "always"},
        "archive_upload": {"enabled": True, "storage": "cloud"} | ({"region": region} if region else {}),
    }
    return Inventory.of(Tenant.model_validate(tenant), today=date(2026, 11, 21))


@pytest.mark.parametrize(("region", "country"), [("US", "US"), (None, "DE")])
def test_the_country_is_where_the_data_lies_and_not_where_the_party_sits(region: str | None, country: str) -> None:
    inventory = told(region)
    assert {entry.countries for entry in inventory.exposures} == {frozenset({country})}
    for report in (inventory_report(inventory), explanation_report(inventory, inventory.exposures)):
        text = render(report)
        assert f"Cloud Co ({country})" in text
        assert f"Cloud Co ({'DE' if country == 'US' else 'US'})" not in text


def test_a_difference_calls_whoever_is_not_known_as_an_inventory_does() -> None:
    before = Inventory.of(Tenant.model_validate({"tenant": "acme"}), today=date(2026, 11, 21))
    after = Tenant.model_validate({"tenant": "acme", "database_grant": {"enabled": True, "permit": ["0.0.0.0/0"]}})
    found = diff(before, Inventory.of(after, today=date(2026, 11, 21)))
    text = render(difference_report(found, "What changed", {"anyone": "anyone who can connect", "unknown": "UNKNOWN"}))
    assert "anyone who can connect\n" in text
    assert "(UNKNOWN)" not in text
    assert ("an UNKNOWN party\n" in text) is ("unknown" in {entry.party for entry in found.added})
