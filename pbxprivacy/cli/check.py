"""``pbxprivacy check``: what the rules say about tenants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
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
from pbxprivacy.cli.reading import Read, Reading, this_day
from pbxprivacy.finding import Finding, Severity, Waiver
from pbxprivacy.fleet.remembered import Remembered
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
    quiet: QuietOption = False,
) -> None:
    """Check tenants against the rules.

    Exits 1 if anything is found at or above --fail-on; `pbxprivacy explain RULE` tells what a rule is about.
    """
    day = this_day(today)
    reading = Reading(files, parties, quiet, product)
    found = _Found(day, _by_tenant(load_waivers(waivers) if waivers else ()))
    remembered = Remembered(lambda tenant: checked(Inventory.of(tenant, today=day)))
    chosen, look = format_named(format), look_of(output)
    reports = found.each(reading, remembered)
    if format in (OutputFormat.TEXT, OutputFormat.MARKDOWN):
        # whoever reads wants to see where something was found; programs want to see that all were looked at
        reports = (report for report in reports if report.page().sections)
    write(chosen.join(found.with_totals(reports), look), output)
    has_failed = any(severity >= fail_on and number for severity, number in found.severities.items())
    raise typer.Exit(reading.exit or (Exit.FINDINGS if has_failed else Exit.CLEAN))


@attrs.define
class _Found:
    """What has been found so far."""

    today: date
    waivers: Mapping[str, list[Waiver]]
    tenants: int = 0
    severities: Counter[Severity] = attrs.field(factory=Counter)
    waived: int = 0

    def each(self, reading: Reading, remembered: Remembered[tuple[Finding, ...]]) -> Iterator[Report]:
        for loaded in reading:
            name = loaded.tenant.tenant
            waived = waive(
                _of(loaded, remembered(loaded.tenant)), self.waivers.get(name, ()), tenant=name, today=self.today
            )
            result = Checked(name, _where(loaded), waived.findings, waived.suppressed)
            self.tenants += 1
            self.severities.update(finding.severity for finding in result.findings)
            self.waived += len(result.waived)
            yield findings_report(result)

    def with_totals(self, reports: Iterable[Report]) -> Iterator[Report]:
        yield from reports
        if self.tenants:
            yield totals_report(self.tenants, self.severities, self.waived)


def _by_tenant(waivers: Iterable[Waiver]) -> Mapping[str, list[Waiver]]:
    found: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        found.setdefault(waiver.tenant, []).append(waiver)
    return found


def _where(loaded: Read) -> str:
    return f"{loaded.file}:{loaded.line}" if loaded.line else loaded.file


def _of(loaded: Read, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield what was found in a configuration as findings about one tenant that has it, where it was read."""
    evidence = loaded.evidence if findings else {}
    for finding in findings:
        knobs = (*finding.knobs, f"parties.{finding.recipient}", f"organisation.{finding.recipient}")
        read = dict.fromkeys((*finding.evidence, *(evidence[knob] for knob in knobs if knob in evidence)))
        yield attrs.evolve(finding, tenant=loaded.tenant.tenant, evidence=tuple(read))
