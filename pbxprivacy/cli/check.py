"""``pbxprivacy check``: what the rules say about tenants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    OutputFormat,
    OutputOption,
    PartiesOption,
    QuietOption,
    TodayOption,
)
from pbxprivacy.cli.output import look_of, write
from pbxprivacy.cli.reading import Reading, this_day
from pbxprivacy.cli.waivers import Waivers, load_waivers
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.fleet.remembered import Remembered
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.loading import Loaded
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.findings import findings_report, totals_report
from pbxprivacy.reports.page import Report
from pbxprivacy.tenant import Tenant

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
    parties: PartiesOption = None,
    today: TodayOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check tenants against the rules.

    Exits 1 if anything is found at or above --fail-on; `pbxprivacy explain RULE` tells what a rule is about.
    """
    day = this_day(today)
    reading = Reading(files, parties, quiet)
    found = _Found(load_waivers(waivers, day))
    remembered = Remembered(lambda tenant: checked(Inventory.of(tenant, today=day)))
    chosen, look = format_named(format), look_of(output)
    reports = found.each(reading, remembered)
    if format in (OutputFormat.TEXT, OutputFormat.MARKDOWN):
        write(_pages(reports, found, format, output), output)
    else:
        write(chosen.join(reports, look), output)
    if not reading.tenants and reading.refused:
        raise typer.Exit(Exit.UNREADABLE)
    has_failed = any(severity >= fail_on and number for severity, number in found.severities.items())
    raise typer.Exit(reading.exit or (Exit.FINDINGS if has_failed else Exit.CLEAN))


@attrs.define
class _Found:
    """What has been found so far."""

    waivers: Waivers
    tenants: int = 0
    severities: Counter[Severity] = attrs.field(factory=Counter)
    waived: int = 0

    def each(self, reading: Reading, remembered: Remembered[tuple[Finding, ...]]) -> Iterator[Report]:
        for loaded in reading:
            result = self.waivers.sort(loaded.tenant.tenant, _of(loaded, remembered(loaded.tenant)))
            self.tenants += 1
            self.severities.update(finding.severity for finding in result.findings)
            self.waived += len(result.waived)
            yield findings_report(result)

    @property
    def totals(self) -> Report:
        return totals_report(self.tenants, self.severities, self.waived)


def _of(loaded: Loaded[Tenant], findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield what was found in a configuration as findings about one tenant that has it, where it was read."""
    evidence = loaded.evidence if findings else {}
    for finding in findings:
        read = dict.fromkeys((*finding.evidence, *(evidence[knob] for knob in finding.knobs if knob in evidence)))
        yield attrs.evolve(finding, tenant=loaded.tenant.tenant, evidence=tuple(read))


def _pages(reports: Iterator[Report], found: _Found, format_: str, output: Path | None) -> Iterator[str]:
    chosen, look = format_named(format_), look_of(output)
    for report in reports:
        page = report.page()
        if page.sections:
            yield chosen.render(report, look) + "\n"
    if found.tenants:
        yield chosen.render(found.totals, look).lstrip("\n")
