"""Results on standard output, progress on standard error, and bars only where a person looks."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import typer

from pbxprivacy.cli.printing import print_text
from pbxprivacy.cli.vault.errors import clean
from pbxprivacy.cli.vault.options import Format

__all__ = ["note", "progress", "say"]


def say(result: Mapping[str, object], how: Format) -> None:
    """Write one result: a line of JSON, or a line of words.

    The work goes on where nobody reads any more: what was begun is finished, and the exit code is true.

    Raises:
        OutputError: standard output cannot be written.
    """
    kept = {name: value for name, value in result.items() if value is not None}
    if how is Format.JSON:
        print_text([json.dumps(kept, ensure_ascii=True, default=str), "\n"])
        return
    told = "  ".join(f"{name.replace('_', ' ')}: {clean(value)}" for name, value in kept.items())
    print_text([told, "\n"])


def note(text: str, *, quiet: bool = False) -> None:
    """Write a remark for a person, on standard error, if anybody reads it."""
    if not quiet:
        with suppress(OSError):
            typer.echo(clean(text), err=True)


@contextmanager
def progress(what: str, total: int | None, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show how far long work is; gives a callable that hears how much more was done."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is shown
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)
