"""``pbxprivacy schema``: the JSON Schemas, for editors and programs."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Final

import typer

from pbxprivacy.cli.commands import one_verb
from pbxprivacy.cli.options import OutputOption
from pbxprivacy.cli.output import write

app: Final = one_verb()


class What(StrEnum):
    """Which schema."""

    TENANT = "tenant"
    REPORT = "report"


@app.command()
def schema(
    what: Annotated[What, typer.Argument(help="Of tenant files, or of what --format json writes.")] = What.TENANT,
    *,
    output: OutputOption = None,
) -> None:
    """Print the JSON Schema of tenant files, or of the reports in JSON.

    In a tenant file: # yaml-language-server: $schema=tenant.schema.json
    """
    if what is What.TENANT:
        from pbxprivacy.loading.schema import tenant_schema_text  # noqa: PLC0415 - it builds every model

        write([tenant_schema_text()], output)
    else:
        from pbxprivacy.reports.schema import report_schema  # noqa: PLC0415 - only where it is asked for

        write([json.dumps(report_schema(), indent=2) + "\n"], output)
