"""``pbxprivacy init``: a commented tenant file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.output import write, write_new
from pbxprivacy.cli.shipped import starter
from pbxprivacy.errors import UsageError

app: Final = one_verb()

_OTHERS: Final = (".toml", ".json", ".jsonl", ".ndjson")  # endings by which the file would be read as another format


@app.command()
def init(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="The file to write; it must not be there.")] = Path(
        "tenant.yaml"
    ),
) -> None:
    """Write a commented tenant file to start from. Nothing that is there is ever overwritten."""
    if file.suffix.lower() in _OTHERS:
        what, mend = "the file to start from is YAML", f"name it {file.with_suffix('.yaml').name}"
        raise UsageError(what, where=str(file), mend=mend)
    write_new(file, starter())
    write([f"written: {file}\nnext: pbxprivacy inventory {file}\n"], None)
