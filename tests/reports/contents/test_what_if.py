"""What single changes would expose, in words: the change itself, and who would receive what where."""

from __future__ import annotations

from datetime import date
from typing import Any

from pbxprivacy import Inventory, Tenant, newly_exposed
from pbxprivacy.reports.contents.what_if import newly_exposed_report
from pbxprivacy.reports.text import render

ACME: dict[str, Any] = {
    "tenant": "acme",
    "parties": {"dialer": {"name": "Dialer Co", "country": "US"}},
    "trunks": {"lines": {"main": {}}},
    "database_grant": {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]},
}


def shown(*knobs: str) -> list[str]:
    inventory = Inventory.of(Tenant.model_validate(ACME), today=date(2026, 11, 21))
    found = [(setting, exposed) for setting, exposed in newly_exposed(inventory) if setting.path in knobs]
    return render(newly_exposed_report(inventory, found)).splitlines()


def test_every_row_says_what_would_be_written_and_what_holds_now() -> None:
    lines = shown("database_grant.permit")
    written = [number for number, line in enumerate(lines) if "database_grant.permit" in line]
    assert len(written) == 2
    for number in written:
        assert lines[number : number + 2] == [
            "  database_grant.permit = [0.0.0.0/0, ::/0]",
            "    admits 192.0.2.10/32 now",
        ]


def test_whoever_is_not_known_is_called_as_everywhere_else() -> None:
    text = "\n".join(shown("cdr.remote", "database_grant.permit"))
    assert "anyone who can connect\n" in text
    assert "an UNKNOWN party\n" in text
    assert "UNKNOWN (" not in text
    assert "(UNKNOWN)" not in text
