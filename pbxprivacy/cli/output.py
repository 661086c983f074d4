"""Where results go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pbxprivacy.cli.printing import OutputError, print_text
from pbxprivacy.errors import UsageError
from pbxprivacy.reports.text import Look

__all__ = ["OutputError", "look_of", "write", "write_new"]

_PIPE_WIDTH = 100


def look_of(output: Path | None) -> Look:
    """Return how text should look where it goes: plain in files and pipes, coloured on a terminal."""
    stdout: TextIO | None = sys.stdout  # None where whoever started the command closed it
    is_terminal = output is None and stdout is not None and stdout.isatty()
    if not is_terminal:
        columns = os.environ.get("COLUMNS", "")
        return Look(int(columns) if columns.isdigit() and int(columns) else _PIPE_WIDTH)
    has_colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(shutil.get_terminal_size().columns, has_colour, is_terminal=True)


def write(pieces: Iterable[str], output: Path | None) -> None:
    """Write pieces of text as they come; a file takes its name only when all is written.

    Raises:
        OutputError: the file, or standard output, cannot be written.
    """
    if output is None:
        print_text(pieces)
        return
    temporary = None
    try:
        for piece in pieces:
            if temporary is None:
                temporary = _beside(output)
            temporary.write(piece)
        if temporary is None:
            temporary = _beside(output)
        temporary.flush()
        os.fsync(temporary.fileno())
        temporary.close()
        Path(temporary.name).replace(output)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}", where=str(output), mend="check the path and its rights"
        ) from None
    finally:
        if temporary is not None:
            temporary.close()
            Path(temporary.name).unlink(missing_ok=True)


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; one that has this very content already is left alone.

    Raises:
        UsageError: another file is there.
        OutputError: it cannot be written.
    """
    try:
        if path.is_file() and path.read_bytes() == text.encode():
            return
        if path.exists():
            what = "another file is there, and is not overwritten"
            raise UsageError(what, where=str(path), mend="move it, or name another place")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        raise OutputError(what, where=str(path), mend="check the path and its rights") from None


def _beside(output: Path) -> tempfile._TemporaryFileWrapper[str]:
    made = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it is closed by who asked for it
        "w", encoding="utf-8", dir=output.parent, prefix=f".{output.name}.", suffix=".part", delete=False
    )
    umask = os.umask(0)
    os.umask(umask)
    Path(made.name).chmod(output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~umask)
    return made
