"""``pbxprivacy diff``: what two configurations, directories or saved inventories expose otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Final

import attrs
import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.exits import Exit
from pbxprivacy.cli.options import (
    FormatOption,
    FromOption,
    OutputFormat,
    OutputOption,
    PartiesOption,
    QuietOption,
    TodayOption,
)
from pbxprivacy.cli.output import look_of, write
from pbxprivacy.cli.reading import Reading, this_day
from pbxprivacy.fleet.changes import Changes, changes_report
from pbxprivacy.fleet.remembered import Remembered
from pbxprivacy.inventory.compare import Diff
from pbxprivacy.inventory.compare import diff as compared
from pbxprivacy.inventory.inventory import MODEL_VERSION, Inventory
from pbxprivacy.reports import format_named, words
from pbxprivacy.reports.contents.difference import difference_report
from pbxprivacy.reports.page import Report
from pbxprivacy.reports.saved import SavedInventory, is_saved, read_saved
from pbxprivacy.tenant import Tenant

app: Final = one_verb()

_MOST_REMEMBERED: Final = 1024  # pairs of configurations
_MOST_PAGES: Final = 24  # changed tenants that people read page by page; more are summed up

Told = Inventory | SavedInventory
Side = Tenant | SavedInventory
Derive = Callable[[Tenant], Inventory]


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A tenant file, a directory (of a PBX too), or saved inventories.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, as it is now.")],
    *,
    format: FormatOption = OutputFormat.TEXT,  # noqa: A002 - the option's name
    output: OutputOption = None,
    product: FromOption = None,
    parties: PartiesOption = None,
    today: TodayOption = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if anything is newly or further exposed.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Compare what two configurations, directories or saved inventories (inventory --format json) expose.

    Tenants are compared by name; two files of one tenant each are compared whatever their names are.
    """
    day = this_day(today)
    derive = Remembered(lambda tenant: Inventory.of(tenant, today=day))
    before, after = (Reading([path], parties, quiet, product) for path in (old, new))
    found = Changes()
    differences = _differences(_matched(before, after, found), derive, found)
    chosen, look = format_named(format), look_of(output)
    first = list(islice(differences, _MOST_PAGES + 1))
    if not found.tenants and (before.refused or after.refused):
        _tell(found)
        raise typer.Exit(max(before.exit, after.exit))
    if format in (OutputFormat.TEXT, OutputFormat.MARKDOWN):
        if len(first) > _MOST_PAGES:
            for _ in differences:
                pass  # they are counted as they come
            reports: Iterable[Report] = [changes_report(found)]
        else:
            reports = first or [changes_report(found)]
        write(chosen.join(reports, look), output)
    else:
        write(chosen.join(chain(first, differences), look), output)
    _tell(found)
    unread = max(before.exit, after.exit)
    raise typer.Exit(unread or (Exit.FINDINGS if exit_code and found.has_growth else Exit.CLEAN))


def _sides(reading: Reading) -> Iterator[tuple[str, Side]]:
    """Yield tenants, or inventories that were written down, by name."""
    (path,) = reading.paths
    if path != "-" and is_saved(Path(path)):
        for saved in read_saved(Path(path)):
            yield saved.tenant, saved
    else:
        for loaded in reading:
            yield loaded.tenant.tenant, loaded.tenant


def _matched(before: Reading, after: Reading, found: Changes) -> Iterator[tuple[str, Side | None, Side | None]]:
    """Yield the two sides of each tenant; None where it is not there.

    Where a part could not be read, a tenant that was not met may be in that part: it is counted, and not compared.
    """
    old = dict(_sides(before))
    new = _sides(after)
    ahead = list(islice(new, 2))
    if len(old) == len(ahead) == 1 and not before.refused and not after.refused:
        ((former, one),) = old.items()
        ((name, other),) = ahead
        yield (name if former == name else f"{former} → {name}"), one, other
        return
    for name, side in chain(ahead, new):
        if name not in old and before.refused:
            found.unread += 1
        else:
            yield name, old.pop(name, None), side
    if after.refused:
        found.unread += len(old)
    else:
        yield from ((name, side, None) for name, side in old.items())


def _tell(found: Changes) -> None:
    if found.unread:
        tenants = words.how_many(found.unread, "tenant")
        sys.stderr.write(f"{tenants} not compared: a part of the other side could not be read\n")


def _differences(
    pairs: Iterable[tuple[str, Side | None, Side | None]], derive: Derive, found: Changes
) -> Iterator[Report]:
    """Yield a report for each tenant that changed, and count all."""
    compare = lru_cache(maxsize=_MOST_REMEMBERED)(compared)  # tenants of one configuration share their inventories
    for name, one, other in pairs:
        before, after = (_told(side, derive) for side in (one, other))
        difference = compare(before, after)
        if one is None or other is None:
            difference = attrs.evolve(difference, configuration_changed=True, model_changed=False)
        names = {**_names(before, difference), **_names(after, difference)}
        found.count(difference, names, is_new=one is None, is_gone=other is None)
        if difference or difference.configuration_changed or difference.model_changed:
            title = (
                f"{name} is new" if one is None else f"{name} is gone" if other is None else f"What changed at {name}"
            )
            yield difference_report(difference, title, names)


def _told(side: Side | None, derive: Derive) -> Told:
    if side is None:
        return SavedInventory("", MODEL_VERSION, "", ())
    return side if isinstance(side, SavedInventory) else derive(side)


def _names(told: Told, difference: Diff) -> dict[str, str]:
    """Return the names of the holders that a difference is about."""
    changed = (change.after for change in difference.changed)
    holders = {entry.party for entry in (*difference.added, *difference.removed, *changed)}
    if isinstance(told, SavedInventory):
        return {holder: told.names[holder] for holder in holders if holder in told.names}
    present = holders & {entry.party for entry in told.entries}
    return {holder: told.party(holder).name for holder in present}
