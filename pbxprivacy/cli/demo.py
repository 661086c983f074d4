"""``pbxprivacy demo``: three example tenants, and what they expose."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.options import TodayOption
from pbxprivacy.cli.output import look_of, write, write_new
from pbxprivacy.cli.reading import Reading, this_day
from pbxprivacy.cli.shipped import EXAMPLES, example
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.inventory import inventory_report

app: Final = one_verb()


@app.command()
def demo(
    *,
    directory: Annotated[Path, typer.Option("--directory", "-d", help="Where the files are written.")] = Path("demo"),
    today: TodayOption = None,
) -> None:
    """Write three example tenants, a quiet, a typical and a loud one, and show what they expose.

    Files of these names that are otherwise are never overwritten.
    """
    paths = [directory / name for name in EXAMPLES]
    for path in paths:
        write_new(path, example(path.name))
    day = this_day(today)
    inventories = (Inventory.of(loaded.tenant, today=day) for loaded in Reading([str(path) for path in paths]))
    write(format_named("text").join(map(inventory_report, inventories), look_of(None)), None)
    shown = ", ".join(str(path) for path in paths)
    write([f"\nwritten: {shown}\nnext: pbxprivacy check {paths[-1]}\n"], None)
