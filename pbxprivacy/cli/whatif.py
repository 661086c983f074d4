"""``pbxprivacy whatif``: what other settings would change, which remove an exposure, what one more would expose."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from pbxprivacy.cli.choosing import choose
from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.options import FormatOption, OutputFormat, OutputOption, PartiesOption, TodayOption
from pbxprivacy.cli.output import look_of, write
from pbxprivacy.cli.reading import one_inventory
from pbxprivacy.errors import InputError, UsageError
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.inventory.whatif import newly_exposed, remedy, what_if
from pbxprivacy.loading import loads_mapping, plain
from pbxprivacy.loading.shape import steps_of
from pbxprivacy.loading.sources import parts_of_text
from pbxprivacy.references import nearest
from pbxprivacy.reports import format_named
from pbxprivacy.reports.contents.difference import difference_report
from pbxprivacy.reports.contents.what_if import newly_exposed_report, remedy_report
from pbxprivacy.reports.page import Report
from pbxprivacy.setting import value_of
from pbxprivacy.tenant import Tenant

app: Final = one_verb()

_HERE: Final = "command line"


@app.command()
def whatif(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file with one tenant, or - for standard input.")],
    settings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KNOB=VALUE]...",
            help="Settings as they would be, by full name: crm.sync_contacts=false. Without any: the dual, which single"
            " setting, made loud, would newly expose what.",
            show_default=False,
        ),
    ] = None,
    *,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            "-r",
            metavar="PARTY|PLACE|DATA|PERSON",
            help="Which smallest sets of settings remove what fits this; given several times, all must fit.",
        ),
    ] = None,
    format: FormatOption = OutputFormat.TEXT,  # noqa: A002 - the option's name
    output: OutputOption = None,
    parties: PartiesOption = None,
    today: TodayOption = None,
) -> None:
    """Tell what other settings would change, which ones remove an exposure, or what one more would expose.

    Nothing is written: the file stays as it is.
    """
    if remove and settings:
        raise UsageError("either settings or --remove", mend="ask one after the other")
    inventory = one_inventory(file, parties, today)
    if remove:
        report = remedy_report(inventory, [(entry, remedy(inventory, entry)) for entry in choose(inventory, remove)])
    elif settings:
        report = _changed(inventory, settings)
    else:
        report = newly_exposed_report(inventory, list(newly_exposed(inventory)))
    write([format_named(format).render(report, look_of(output))], output)


def _changed(inventory: Inventory, settings: list[str]) -> Report:
    tenant = inventory.subject
    mapping = plain(tenant)
    paths = []
    for setting in settings:
        path, equals, text = setting.partition("=")
        _must_exist(tenant, path, is_complete=bool(equals))
        _put(mapping, steps_of(path), _parsed(text))
        mapping.get("unknown", {}).pop(path, None)
        paths.append(path)
    try:
        changed = loads_mapping(mapping, name=_HERE, kind=type(tenant)).tenant
    except InputError as error:
        raise UsageError(error.what, where=error.faults[0].knob, mend=error.mend) from None
    turns = {path: value_of(getattr(changed, path.partition(".")[0]), path) for path in paths}
    difference = what_if(inventory, turns)
    after = Inventory.of(tenant.turned(turns), today=inventory.told)
    holders = {entry.party: told for told in (after, inventory) for entry in told.entries}
    names = {holder: told.party(holder).name for holder, told in holders.items()}
    return difference_report(difference, f"What would change at {tenant.tenant}", names)


def _must_exist(tenant: Tenant, path: str, *, is_complete: bool) -> None:
    known = [setting.path for setting in tenant.settings()]
    if path not in known:
        what = f"there is no setting {path[:80]!r}{nearest(path, known)}"
        raise UsageError(what, mend="write KNOB=VALUE by full name")
    if not is_complete:
        raise UsageError(f"no value for {path[:80]!r}", mend=f"write {path[:80]}=VALUE")


def _parsed(text: str) -> Any:
    """Return a value as a tenant file would have it."""
    (part,) = parts_of_text(f"value: {text}", "yaml", _HERE)
    if isinstance(part, InputError):
        raise UsageError(part.what, where=text[:80], mend=part.mend)
    return part.data["value"]


def _put(mapping: dict[str, Any], steps: list[str], value: Any) -> None:
    *path, last = steps
    for step in path:
        below = mapping.get(step)
        mapping[step] = dict(below) if isinstance(below, dict) else {}
        mapping = mapping[step]
    mapping[last] = value
