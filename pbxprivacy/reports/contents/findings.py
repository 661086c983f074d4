"""What checks found, as people and programs read it; and a check itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from pbxprivacy.case import Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.reports import words
from pbxprivacy.reports.page import Cell, Page, Paragraph, Report, Section, Table, Tone, cell
from pbxprivacy.waivers import Suppressed

__all__ = ["Checked", "findings_report", "rule_report", "totals_report"]

VERSION = 1
_TONES = {Severity.HIGH: Tone.BAD, Severity.MEDIUM: Tone.DOUBTFUL}


@attrs.frozen
class Checked:
    """What was found in one tenant, and which of it a person took on.

    Attributes:
        tenant: its name.
        where: the file, and line, where it was read.
        findings: those that nobody took on.
        waived: the others.
    """

    tenant: str
    where: str
    findings: tuple[Finding, ...]
    waived: tuple[Suppressed, ...] = ()


def findings_report(checked: Checked) -> Report:
    """Return the report of what was found in one tenant; without findings its page is empty."""
    return Report(page=lambda: _page(checked), document=lambda: _document(checked))


def _page(checked: Checked) -> Page:
    blocks: list[Table | Paragraph] = []
    if checked.findings:
        rows = tuple(
            (_where(checked.where, finding), cell(finding.what), cell(finding.mend, tone=Tone.GOOD))
            for finding in checked.findings
        )
        blocks.append(Table(("Finding", "What", "Mend"), rows, is_list=True))
    blocks += [Paragraph(f"Waived: {one}", Tone.QUIET) for one in checked.waived]
    return Page(checked.tenant, "", (Section("", tuple(blocks)),)) if blocks else Page("")


def _where(default: str, finding: Finding) -> Cell:
    mark = "  (possible)" if finding.certainty is Certainty.POSSIBLE else ""
    place = next((str(evidence) for evidence in finding.evidence), default)
    return cell(
        f"{place}  {finding.severity.value}  {finding.rule}{mark}", tone=_TONES.get(finding.severity, Tone.STRONG)
    )


def totals_report(
    tenants: int,
    severities: Counter[Severity],
    waived: int,
    unread: int = 0,
    by_rule: Mapping[tuple[Severity, str], int] | None = None,
) -> Report:
    """Return the report that stands last.

    Args:
        tenants: how many were checked.
        severities: how many findings there are of each.
        waived: how many more a person took on.
        unread: how many tenants or files could not be read, and were not checked.
        by_rule: in how many tenants each rule found something, where that is told.
    """
    found = {severity: severities[severity] for severity in reversed(Severity) if severities[severity]}
    parts = [words.how_many(tenants, "tenant"), *(f"{number:,} {severity.value}" for severity, number in found.items())]
    if not found:
        parts.append("no findings")
    if waived:
        parts.append(f"{waived:,} waived")
    if unread:
        parts.append(f"{unread:,} could not be read")
    line = Paragraph(" · ".join(parts), Tone.STRONG if found or unread else Tone.GOOD)
    ranked = sorted((by_rule or {}).items(), key=lambda one: (-one[0][0].rank, -one[1], one[0][1]))
    rows = tuple((cell(rule), cell(severity.value), cell(f"{number:,}")) for (severity, rule), number in ranked)
    table = (Table(("Rule", "Severity", "Tenants"), rows),) if rows else ()
    return Report(
        page=lambda: Page("", "", (Section("", (*table, line)),)),
        document=lambda: {
            "kind": "pbxprivacy.totals",
            "version": VERSION,
            "tenants": tenants,
            "findings": {severity.value: severities[severity] for severity in Severity},
            "waived": waived,
            "unread": unread,
            **({} if by_rule is None else {"by_rule": [_found_by(*one) for one in ranked]}),
        },
    )


def _found_by(rule: tuple[Severity, str], tenants: int) -> dict[str, Any]:
    return {"rule": rule[1], "severity": rule[0].value, "tenants": tenants}


def _document(checked: Checked) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.findings",
        "version": VERSION,
        "tenant": checked.tenant,
        "findings": [_finding(finding) for finding in checked.findings],
        "waived": [
            {**_finding(one.finding), "waiver": one.waiver.model_dump(mode="json", exclude_none=True), "age": one.age}
            for one in checked.waived
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "fingerprint": finding.fingerprint,
        "about": finding.about,
        "what": finding.what,
        "why": finding.why,
        "mend": finding.mend,
        "certainty": finding.certainty.value,
        "recipient": finding.recipient,
        "knobs": list(finding.knobs),
        "path": list(finding.path),
        "evidence": [each.model_dump(mode="json", exclude_defaults=True) for each in finding.evidence],
    }


def rule_report(rules: Sequence[Check]) -> Report:
    """Return the report of one or more checks: what each finds, why it matters, how to mend it, where it comes from."""
    return Report(page=lambda: _rules_page(rules), document=lambda: _rules_document(rules))


def _rules_page(rules: Sequence[Check]) -> Page:
    sections = []
    for rule in rules:
        blocks = [
            Paragraph(f"{rule.title}."),
            Paragraph(f"Why: {rule.why}"),
            Paragraph(f"Mend: {rule.mend}"),
            *(Paragraph(f"Source: {source}", Tone.QUIET) for source in rule.sources),
        ]
        sections.append(Section(f"{rule.id} ({rule.severity.value})", tuple(blocks)))
    return Page("", "", tuple(sections))


def _rules_document(rules: Sequence[Check]) -> Mapping[str, Any]:
    return {
        "kind": "pbxprivacy.rules",
        "version": VERSION,
        "rules": [
            {
                "id": rule.id,
                "severity": rule.severity.value,
                "title": rule.title,
                "why": rule.why,
                "mend": rule.mend,
                "sources": list(rule.sources),
            }
            for rule in rules
        ],
    }
