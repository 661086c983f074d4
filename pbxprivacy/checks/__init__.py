"""The checks: one file, one check. A new one is its file and one line here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Final

import attrs

from pbxprivacy.case import Case, Check
from pbxprivacy.evidence import Evidence, Unknown
from pbxprivacy.finding import Finding
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.inventory.inventory import Inventory

__all__ = ["ALL", "FILES", "check"]

FILES: Final = (
    "access_open_in_one_family",
    "access_open_to_anyone",
    "access_weaker_for_more",
    "adequacy_list_old",
    "api_from_any_web_page",
    "backup_not_encrypted",
    "contract_expired",
    "contract_expiring",
    "contract_missing",
    "copy_outlives_original",
    "credentials_unprotected",
    "debugging_past_end",
    "debugging_without_end",
    "internal_transport_in_clear",
    "legal_basis_missing",
    "listening_in_unannounced",
    "listening_in_without_pin",
    "numbers_in_file_names",
    "personal_contacts_readable",
    "popup_url_over_http",
    "popup_url_with_numbers",
    "pressed_keys_kept",
    "recipient_country_unknown",
    "recipient_retention_unstated",
    "recipient_unknown",
    "recording_announced_on_some_paths",
    "recording_not_opted_in",
    "recording_pause_missing",
    "recording_stop_missing",
    "recording_without_announcement",
    "recordings_not_encrypted",
    "retention_unlimited",
    "retention_unstated",
    "role_undeclared",
    "store_not_encrypted",
    "transfer_cannot_be_told",
    "transfer_without_mechanism",
    "transport_in_clear",
    "unknown_setting",
    "used_for_training",
    "voicemail_mailed_as_audio",
    "voicemail_without_pin",
    "voiceprint_without_condition",
    "weak_secret",
)

ALL: Final[tuple[Check, ...]] = tuple(import_module(f"{__name__}.{name}").CHECK for name in FILES)


def check(
    inventory: Inventory, *, evidence: Mapping[str, Evidence] | None = None, checks: Iterable[Check] = ALL
) -> tuple[Finding, ...]:
    """Return what checks find in a tenant, the gravest first.

    Args:
        inventory: the tenant's; its date counts as today.
        evidence: where knobs, by full name, were read.
        checks: which checks; all of this package by default.
    """
    tenant = inventory.subject
    if not tenant.unknown:
        findings = _found(Case(tenant, inventory.possible, inventory.told, tenant.unknown), checks)
    else:
        checks = tuple(checks)
        loud = Case(tenant.assuming(loud=True), inventory.possible, inventory.told, tenant.unknown)
        quiet = Case(tenant.assuming(loud=False), inventory.sure, inventory.told, tenant.unknown)
        findings = _worse(_found(quiet, checks), _found(loud, checks), tenant.unknown)
    if evidence:
        findings = [_with_evidence(finding, evidence) for finding in findings]
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _found(case: Case, checks: Iterable[Check]) -> list[Finding]:
    return [finding for check in checks for finding in check.find(case)]


def _worse(quiet: list[Finding], loud: list[Finding], unknown: Mapping[str, Unknown]) -> list[Finding]:
    """Join what is found either way: sure is what both show, as the loud one tells it."""
    keys, other_keys = {finding.key for finding in loud}, {finding.key for finding in quiet}
    joined = []
    for finding in (*loud, *(finding for finding in quiet if finding.key not in keys)):
        is_sure = finding.key in keys and finding.key in other_keys
        certainty = Certainty.SURE if is_sure else Certainty.POSSIBLE
        joined.append(attrs.evolve(finding, certainty=certainty, evidence=_read_instead(finding.knobs, unknown)))
    return joined


def _read_instead(knobs: tuple[str, ...], unknown: Mapping[str, Unknown]) -> tuple[Evidence, ...]:
    """Return what was read where the knobs of a finding should have been."""
    paths = dict.fromkeys(path for knob in knobs for path in (knob, knob.partition(".")[0]))
    return tuple(found for path in paths if path in unknown for found in unknown[path].evidence)


def _with_evidence(finding: Finding, evidence: Mapping[str, Evidence]) -> Finding:
    read = dict.fromkeys((*finding.evidence, *(evidence[knob] for knob in finding.knobs if knob in evidence)))
    return attrs.evolve(finding, evidence=tuple(read)) if read else finding
