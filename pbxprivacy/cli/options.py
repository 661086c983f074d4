"""Options that several verbs share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from pbxprivacy.day import Day

__all__ = [
    "FilesArgument",
    "FormatOption",
    "FromOption",
    "OutputFormat",
    "OutputOption",
    "PartiesOption",
    "Product",
    "QuietOption",
    "TodayOption",
    "a_day",
]


class OutputFormat(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    MERMAID = "mermaid"


class Product(StrEnum):
    """A PBX product whose configuration can be read."""

    ASTERISK = "asterisk"


def a_day(text: str) -> date:
    """Return a day as a tenant file would have it.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return TypeAdapter(Day).validate_python(text)
    except ValidationError:
        raise typer.BadParameter("not a day: write for instance 2026-11-21") from None


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        help="Tenant files (YAML, TOML, JSON, JSON Lines), directories of them, - for standard input, or the"
        " configuration directory of a PBX.",
        metavar="FILE...",
        show_default=False,
    ),
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", "-f", help="How the result is written.")]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="The file it is written to, whole or not at all.", dir_okay=False, metavar="FILE"
    ),
]
FromOption = Annotated[
    Product | None,
    typer.Option("--from", help="Read directories as the configuration of this PBX; by default what is in them tells."),
]
TodayOption = Annotated[
    date | None,
    typer.Option(
        parser=a_day, metavar="DAY", help="The day that counts as today; the date of this machine by default."
    ),
]
PartiesOption = Annotated[
    Path | None, typer.Option(help="A catalogue of parties and contracts that all tenants share.", metavar="CATALOGUE")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
