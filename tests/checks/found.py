"""What the checks find in small tenants."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pbxprivacy.checks import check
from pbxprivacy.finding import Finding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant

TODAY: Final = date(2026, 11, 21)
LINE: Final[dict[str, Any]] = {
    "country": "DE",
    "trunks": {"lines": {"main": {"carrier": "telco"}}},
    "parties": {
        "telco": {"name": "Telco", "kind": "carrier", "country": "DE", "role": "independent_controller"},
        "dialer": {"name": "Dialer Co", "country": "DE", "role": "recipient", "retention": "P10D"},
    },
}
RECORDED: Final[dict[str, Any]] = {"mode": "always", "scopes": ["external", "queue"]}
DIALER: Final[dict[str, Any]] = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}


def tenant(**settings: Any) -> Tenant:
    """Return a tenant with a line to a carrier, and these settings."""
    return Tenant.model_validate({"tenant": "acme", **LINE, **settings})


def everything(**settings: Any) -> tuple[Finding, ...]:
    """Return all findings about a tenant with a line to a carrier and these settings."""
    return check(Inventory.of(tenant(**settings), today=TODAY))


def found(rule: str, **settings: Any) -> list[Finding]:
    """Return the findings of one rule."""
    return [finding for finding in everything(**settings) if finding.rule == rule]


def about(rule: str, **settings: Any) -> list[str]:
    """Return what the findings of one rule are about."""
    return [finding.about for finding in found(rule, **settings)]
