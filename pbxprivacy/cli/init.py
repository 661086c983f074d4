"""``pbxprivacy init``: a commented tenant file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.output import write, write_new
from pbxprivacy.cli.shipped import starter

app: Final = one_verb()


@app.command()
def init(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="The file to write; it must not be there.")] = Path(
        "tenant.yaml"
    ),
) -> None:
    """Write a commented tenant file to start from. Nothing that is there is ever overwritten."""
    write_new(file, starter())
    write([f"{file} is there\nnext: pbxprivacy inventory {file}\n"], None)
