"""``pbxprivacy inventory``: who receives what, how protected, for how long, because of which setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Annotated, Final

import typer

from pbxprivacy.adapters.imported import Imported
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
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.inventory import inventory_report
from pbxprivacy.reports.page import Report

app: Final = one_verb()

_MOST_PAGES: Final = 24  # tenants that people read page by page; more are summed up


@app.command()
def inventory(
    files: FilesArgument,
    *,
    format: FormatOption = OutputFormat.TEXT,  # noqa: A002 - the option's name
    output: OutputOption = None,
    product: FromOption = None,
    parties: PartiesOption = None,
    today: TodayOption = None,
    summary: Annotated[
        bool | None,
        typer.Option(
            "--summary/--each",
            help=f"Sum all tenants up, or tell each; by default more than {_MOST_PAGES} are summed up, but in jsonl.",
            show_default=False,
        ),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if anything is exposed.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Show who receives what, how protected, for how long, because of which setting.

    It tells what the settings say. What could not be established is marked possible, never left out.
    """
    reading = Reading(files, parties, quiet, product)
    day = this_day(today)
    found = iter(reading)
    first = list(islice(found, _MOST_PAGES + 1))
    if not first:
        raise typer.Exit(reading.exit)
    everything = chain(first, found)
    is_many = len(first) > _MOST_PAGES
    exposed = _Exposed()
    if summary or (summary is None and is_many and format is not OutputFormat.JSONL):
        reports: Iterable[Report] = [exposed.summed_up(everything, reading, day)]
        first = first[:1]
    else:
        reports = exposed.each(everything, day)
    chosen, look = format_named(format), look_of(output)
    if len(first) == 1:
        write((chosen.render(report, look) for report in reports), output)
    else:
        write(chosen.join(reports, look), output)
    raise typer.Exit(reading.exit or (Exit.FINDINGS if exit_code and exposed.anything else Exit.CLEAN))


class _Exposed:
    """Whether anything was exposed in what has been told."""

    anything = False

    def each(self, everything: Iterable[Read], today: date) -> Iterator[Report]:
        for read in everything:
            one = Inventory.of(read.tenant, today=today)
            self.anything = self.anything or bool(one.exposures)
            yield inventory_report(one, read.sources if isinstance(read, Imported) else None)

    def summed_up(self, everything: Iterable[Read], reading: Reading, today: date) -> Report:
        from pbxprivacy.fleet import summarise  # noqa: PLC0415 - only for fleets
        from pbxprivacy.fleet.report import fleet_report  # noqa: PLC0415 - the same

        found = summarise((read.tenant for read in everything), today=today)
        self.anything = bool(found.exposing.total)
        return fleet_report(found, reading.refused)
