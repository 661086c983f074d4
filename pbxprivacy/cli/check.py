"""``pbxprivacy check``: what the rules say about tenants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

from pbxprivacy.checks import check as checked
from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.exits import Exit
from pbxprivacy.cli.options import (
    FilesArgument,
    FormatOption,
    FromOption,
    OutputFormat,
    OutputOption,
    PartiesOption,
    QuietOption,
    TodayOption,
)
from pbxprivacy.cli.output import look_of, write
from pbxprivacy.cli.reading import Read, Reading, this_day, warn
from pbxprivacy.cli.waiving import Waiving
from pbxprivacy.finding import Finding, Severity, Waiver
from pbxprivacy.fleet.remembered import Remembered
from pbxprivacy.flow import OPERATOR
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.findings import Checked, findings_report, totals_report
from pbxprivacy.reports.page import Report
from pbxprivacy.waivers import load_waivers, waive

app: Final = one_verb()


@app.command()
def check(
    files: FilesArgument,
    *,
    format: FormatOption = OutputFormat.TEXT,  # noqa: A002 - the option's name
    output: OutputOption = None,
    fail_on: Annotated[
        Severity, typer.Option(help="The least severity for which it exits 1; lesser findings are shown all the same.")
    ] = Severity.MEDIUM,
    waivers: Annotated[
        Path | None, typer.Option(help="Findings that a person took on until a day.", metavar="FILE")
    ] = None,
    product: FromOption = None,
    parties: PartiesOption = None,
    today: TodayOption = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only in how many tenants each rule found something, and the totals.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Check tenants against the rules.

    Exits 1 if anything is found at or above --fail-on; `pbxprivacy explain RULE` tells what a rule is about.
    """
    day = this_day(today)
    reading = Reading(files, parties, quiet, product)
    waiving = Waiving(load_waivers(waivers) if waivers else {})
    found = _Found(day, waiving)
    remembered = Remembered(lambda tenant: checked(Inventory.of(tenant, today=day)))
    chosen, look = format_named(format), look_of(output)
    if summary:
        found.count(reading, remembered)
        if found.tenants:
            write((chosen.render(report, look) for report in found.totals(reading, found.by_rule)), output)
    else:
        reports = found.each(reading, remembered)
        if format in (OutputFormat.TEXT, OutputFormat.MARKDOWN):
            # whoever reads wants to see where something was found; programs want to see that all were looked at
            reports = (report for report in reports if report.page().sections)
        write(chosen.join(chain(reports, found.totals(reading)), look), output)
    warn(waiving.warnings(reading.refused))
    has_failed = any(severity >= fail_on and number for severity, number in found.severities.items())
    raise typer.Exit(reading.exit or (Exit.FINDINGS if has_failed else Exit.CLEAN))


@attrs.define
class _Found:
    """What has been found so far."""

    today: date
    waiving: Waiving
    tenants: int = 0
    severities: Counter[Severity] = attrs.field(factory=Counter)
    by_rule: Counter[tuple[Severity, str]] = attrs.field(factory=Counter)
    waived: int = 0

    def count(self, reading: Reading, remembered: Remembered[tuple[Finding, ...]]) -> None:
        for loaded in reading:
            findings = remembered(loaded.tenant)
            if own := self.waiving.of(loaded.tenant.tenant):
                findings = self._checked(loaded, findings, own).findings
            self._add(findings)

    def each(self, reading: Reading, remembered: Remembered[tuple[Finding, ...]]) -> Iterator[Report]:
        for loaded in reading:
            result = self._checked(loaded, remembered(loaded.tenant), self.waiving.of(loaded.tenant.tenant))
            self._add(result.findings)
            yield findings_report(result)

    def _checked(self, loaded: Read, findings: tuple[Finding, ...], own: Sequence[Waiver]) -> Checked:
        name, places = loaded.tenant.tenant, self.waiving.places
        waived = waive(_of(loaded, findings), own, tenant=name, today=self.today, places=places)
        self.waived += len(waived.suppressed)
        return Checked(name, _where(loaded), waived.findings, waived.suppressed)

    def _add(self, findings: tuple[Finding, ...]) -> None:
        self.tenants += 1
        self.severities.update([finding.severity for finding in findings])
        self.by_rule.update({(finding.severity, finding.rule) for finding in findings})

    def totals(self, reading: Reading, by_rule: Mapping[tuple[Severity, str], int] | None = None) -> Iterator[Report]:
        if self.tenants:
            yield totals_report(self.tenants, self.severities, self.waived, reading.refused, by_rule)


def _where(loaded: Read) -> str:
    return f"{loaded.file}:{loaded.line}" if loaded.line else loaded.file


def _of(loaded: Read, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield what was found in a configuration as findings about one tenant that has it, where it was read."""
    evidence = loaded.evidence if findings else {}
    for finding in findings:
        declared = "organisation" if finding.recipient == OPERATOR else "parties"
        knobs = (*finding.knobs, f"{declared}.{finding.recipient}")
        read = dict.fromkeys((*finding.evidence, *(evidence[knob] for knob in knobs if knob in evidence)))
        yield attrs.evolve(finding, tenant=loaded.tenant.tenant, evidence=tuple(read))
