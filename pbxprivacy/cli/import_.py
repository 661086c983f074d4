"""``pbxprivacy import``: the configuration of a PBX as a tenant file, with its unknowns, and where each value stood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.adapters import adapter_named
from pbxprivacy.adapters.imported import Imported, Remark
from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.options import OutputOption, Product
from pbxprivacy.cli.output import write
from pbxprivacy.loading import dump_yaml
from pbxprivacy.loading.excerpt import one_line

app: Final = one_verb()

_MOST_REMARKS: Final = 50


@app.command("import")
def import_(
    product: Annotated[Product, typer.Argument(help="Whose configuration it is.")],
    directory: Annotated[Path, typer.Argument(help="Its directory, such as /etc/asterisk.", metavar="DIR")],
    *,
    tenant: Annotated[str, typer.Option(help="The name of the tenant; by default the directory's.")] = "",
    version: Annotated[
        int | None, typer.Option(help="The major version of the PBX; by default every one that fits.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Read the configuration of a PBX, and write it as a tenant file.

    What could not be established stands there as unknown. Secrets are never part of it. Comments say where each value
    was read; countries, contracts and legal bases are yours to add.
    """
    found = adapter_named(product).import_directory(directory, tenant=tenant, version=version)
    write([*(f"# {line}\n" for line in _head(found)), dump_yaml(found.tenant, evidence=found.evidence)], output)


def _head(found: Imported) -> Iterator[str]:
    """Yield what a reader should know before the first setting."""
    sources = found.sources
    yield f"Read from {sources.product}: {len(sources.read)} files. File names are those of its directory."
    yield from _remarks("rejected", sources.rejected)
    yield from _remarks("unknown", sources.unknown)
    yield f"Not in these files: {', '.join(sources.silent)}."


def _remarks(mark: str, remarks: tuple[Remark, ...]) -> Iterator[str]:
    for remark in remarks[:_MOST_REMARKS]:
        where = f" ({remark.evidence[0]})" if remark.evidence else ""
        yield one_line(f"{mark}: {remark.about}: {remark.why}{where}")
    if len(remarks) > _MOST_REMARKS:
        yield f"{mark}: {len(remarks) - _MOST_REMARKS} more"
