"""Tenants whose every free text is hostile, and every report that can be made of one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from pbxprivacy import Inventory, Tenant, check, diff, newly_exposed, remedy, summarise, what_if
from pbxprivacy.checks import ALL
from pbxprivacy.finding import Severity
from pbxprivacy.fleet.changes import Changes, changes_report
from pbxprivacy.fleet.report import fleet_report
from pbxprivacy.reports.contents.difference import difference_report
from pbxprivacy.reports.contents.explanation import explanation_report
from pbxprivacy.reports.contents.findings import Checked, findings_report, rule_report, totals_report
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.contents.what_if import newly_exposed_report, remedy_report
from pbxprivacy.reports.page import Report

TODAY = date(2026, 11, 21)
NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet="\x1b[]\r\n\t\u202e\u2066|`*_#<>\"'&~!()-+.:;{}\\$1aw@/%", min_size=1, max_size=60),
    st.sampled_from(
        [
            "\x1b[2J\x1b]0;owned\x07",
            "<script>alert(1)</script>",
            'x"] --> n0["',
            "| a | b |\n| - | - |",
            "=cmd|' /C calc'!A0",
            "\u202egnp.exe",
            "n" * 10_240,
        ]
    ),
)


def loud(name: str) -> dict[str, Any]:
    """Return a tenant that exposes much, some of it only possibly, and writes ``name`` wherever it may write."""
    return {
        "tenant": name,
        "country": "DE",
        "organisation": {"controller": {"name": name, "contact": name}, "operator": {"name": name}},
        "parties": {"dialer": {"name": name, "country": "US", "contact": name, "source": name}, "crm": {"name": name}},
        "trunks": {"lines": {"main": {}, name[:60]: {}}},
        "queues": {"names": ["sales"]},
        "call_recording": {"mode": "always", "announcement": "none"},
        "crm": {"enabled": True, "vendor": "crm", "sync_contacts": True, "tls": False},
        "database_grant": {"enabled": True, "application": "dialer", "permit": ["0.0.0.0/0"], "tls": False},
        "unknown": {"voicemail.mailed": name[:4000], "webhooks": name[:4000]},
    }


@lru_cache(maxsize=64)
def reports_of(name: str) -> dict[str, Report]:
    """Return one report of every kind about such a tenant."""
    tenant = Tenant.model_validate(loud(name))
    inventory = Inventory.of(tenant, today=TODAY)
    findings = check(inventory)
    quieter = what_if(inventory, {"crm.enabled": False, "cdr.enabled": False})
    changes = Changes()
    changes.count(quieter, {"dialer": name, "crm": name}, is_new=False, is_gone=False)
    found = [each for each, _ in zip(newly_exposed(inventory), range(3), strict=False)]
    return {
        "inventory": inventory_report(inventory),
        "findings": findings_report(Checked(name, name, findings)),
        "totals": totals_report(1, Counter({Severity.HIGH: 1}), 0),
        "summed up": totals_report(1, Counter({Severity.HIGH: 1}), 0, 2, {(Severity.HIGH, "recipient-unknown"): 1}),
        "rules": rule_report(ALL),
        "difference": difference_report(quieter, name, {"dialer": name}),
        "mirror": difference_report(quieter.mirrored, name, {}),
        "nothing": difference_report(diff(inventory, inventory), name, {}),
        "explanation": explanation_report(inventory, tuple(inventory.entries)),
        "remedies": remedy_report(inventory, [(inventory.exposures[-1], remedy(inventory, inventory.exposures[-1]))]),
        "newly_exposed": newly_exposed_report(inventory, found),
        "fleet": fleet_report(summarise([tenant], today=TODAY), 2),
        "changes": changes_report(changes),
    }
