"""Reference pages made from the code: one a feature, one for all checks, one for the words.

So there is no third place to edit when a feature or a check is added.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from typer.main import get_command

from pbxprivacy.checks import ALL
from pbxprivacy.cli.commands import VERBS
from pbxprivacy.cli.vault import app as vault
from pbxprivacy.feature import Feature, Settings
from pbxprivacy.items import items_in
from pbxprivacy.knob import Knob
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Data, Person, Purpose

FOLDER = Path(__file__).parent / "reference" / "generated"


def cell(value: object) -> str:
    """Make a value fit into a table cell."""
    if isinstance(value, tuple | list):
        value = "<br>".join(str(part) for part in value) or "none"
    if isinstance(value, bool) or value is None:
        value = {True: "true", False: "false", None: "-"}[value]
    return str(value).replace("|", "\\|").replace("\n", " ")


def knob_rows(settings: type[Settings]) -> Iterator[str]:
    """Yield a table of the knobs of a feature or an entry."""
    yield "| knob | default | quiet | loud | what it is |"
    yield "|---|---|---|---|---|"
    default: Any = settings.default()
    for name, knob in settings.knobs().items():
        value = getattr(default, name)
        quiet, loud = extremes(knob)
        shown = "none" if knob.is_entries else cell(value)
        yield f"| `{name}` | {shown} | {quiet} | {loud} | {cell(settings.model_fields[name].description)} |"


def extremes(knob: Knob) -> tuple[str, str]:
    """Return the quiet and the loud value as text."""
    return (cell(knob.quiet), cell(knob.loud)) if knob.is_ordered else ("", "")


def feature_page(feature: type[Feature]) -> Iterator[str]:
    """Yield the page of one feature."""
    yield f"# {feature.title}\n"
    yield f"In a tenant: `{feature.key}`\n"
    yield inspect.getdoc(feature) or ""
    yield "\n## Knobs\n"
    yield from knob_rows(feature)
    for name, knob in feature.knobs().items():
        if knob.is_entries:
            yield f"\nEach entry of `{name}`; what it leaves out is as above:\n"
            yield from knob_rows(feature.entry_type(name))
    yield "\n## What it does at its loudest\n"
    yield "| from, to | what | because of |"
    yield "|---|---|---|"
    for flow in feature.default().all_loud().traced.flows:
        kinds = sorted({item.data.value for item in items_in(flow.selection.taken)})
        what = "everything there" if len(kinds) == len(Data) else ", ".join(kinds)
        because = ", ".join(f"`{knob.removeprefix(f'{feature.key}.')}`" for knob in flow.because)
        yield f"| `{flow.source}` → `{flow.target}` | {what} | {because} |"
    yield "\n## Sources\n"
    yield from (f"- {source}" for source in feature.sources)


def checks_page() -> Iterator[str]:
    """Yield the page of all checks."""
    yield "# Checks\n"
    yield "Each check has an id, by which `pbxprivacy explain` tells it, and a waiver names it.\n"
    for check in ALL:
        yield f"## {check.id}\n"
        yield f"{check.title.rstrip('.')}. Severity: **{check.severity}**.\n"
        yield f"{check.why}\n"
        yield f"*To mend it:* {check.mend.rstrip('.')}.\n"


def words_page() -> Iterator[str]:
    """Yield the page of the closed vocabularies."""
    yield "# Words\n"
    yield "With their keys in fideslang 3.1 and the W3C Data Privacy Vocabulary 2.3, where those have the concept.\n"
    for title, words in (("Data", Data), ("Persons", Person), ("Purposes", Purpose)):
        yield f"## {title}\n"
        yield "| word | fideslang | DPV |"
        yield "|---|---|---|"
        for word in words:
            yield f"| `{word.value}` | {cell(word.fides)} | {cell(word.dpv)} |"
        yield ""


def command_page() -> Iterator[str]:
    """Yield the help of every command."""
    yield "# The command line\n"
    yield "Exit codes: 0 clean; 1 findings at or above `--fail-on`; 2 wrong usage; 3 input that cannot be read;"
    yield "4 a bulk job that failed in part; 130 interrupted. No command uses a network.\n"
    for names in ([], *[[verb] for verb in VERBS], *[["vault", verb] for verb in get_command(vault).commands]):
        yield f"## pbxprivacy {' '.join(names)}\n"
        command = [sys.executable, "-m", "pbxprivacy", *names, "--help"]
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
        shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
        yield f"```text\n{shown.stdout.rstrip()}\n```\n"


def write(name: str, lines: Iterator[str]) -> None:
    """Write a page, unless it is there already as it should be."""
    path = FOLDER / name
    text = "\n".join(lines) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def generate(app: Sphinx) -> None:
    """Write all pages before Sphinx looks for them."""
    del app
    for name, feature in Tenant.feature_types().items():
        write(f"features/{name}.md", feature_page(feature))
    write("checks.md", checks_page())
    write("words.md", words_page())
    write("command-line.md", command_page())


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True}
