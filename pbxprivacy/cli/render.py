"""``pbxprivacy render``: a tenant as configuration of a PBX."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.exits import Exit
from pbxprivacy.cli.options import PartiesOption, QuietOption
from pbxprivacy.errors import UsageError
from pbxprivacy.loading import load, load_catalogue
from pbxprivacy.reports.plain import visible
from pbxprivacy.tenant import Tenant

app: Final = one_verb(no_args_is_help=True)

_LONGEST: Final = 400
_DEFAULT_PATHS: Final = "/etc/asterisk/pbxprivacy"


@app.callback()
def render() -> None:
    """Write a tenant as configuration of a PBX."""


@app.command()
def asterisk(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A tenant file, with one tenant; - is standard input.")],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder; what is there of others is not touched.")
    ],
    version: Annotated[int, typer.Option("--asterisk", metavar="20|22", help="The version that will read it.")] = 22,
    installed: Annotated[
        str, typer.Option(metavar="DIR", help="Where the folder will be on the server.")
    ] = _DEFAULT_PATHS,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if a setting could not be rendered.")] = False,
    parties: PartiesOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write small files that Asterisk includes; what they cannot say is told on standard error, setting by setting.

    Passwords are never among them: they stand in files of your own, which these include.
    """
    from pbxprivacy.adapters.asterisk.render import Target, write  # noqa: PLC0415 - not for the help of this verb
    from pbxprivacy.adapters.asterisk.render import render as rendered  # noqa: PLC0415 - the same

    found = load(file, catalogue=load_catalogue(parties) if parties else None, kind=Tenant)
    if len(found) != 1:
        raise UsageError(f"{len(found)} tenants in it", where=file, mend="name a file with one tenant")
    rendering = rendered(found[0].tenant, Target(version=version, folder=installed))
    report = write(rendering, output)
    for one in report:
        sys.stderr.write(f"not rendered: {visible(str(one), _LONGEST)}\n")
    if not quiet:
        sys.stderr.write(f"{len(report.written)} written, {len(report.unchanged)} unchanged in {output}\n")
    raise typer.Exit(Exit.FINDINGS if strict and report.untold else Exit.CLEAN)
