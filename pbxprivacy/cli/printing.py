"""Standard output: who stops reading has seen enough; whatever else prevents writing is an error of one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

from pbxprivacy.errors import PbxPrivacyError

__all__ = ["OutputError", "opened", "print_bytes", "print_text"]


class OutputError(PbxPrivacyError):
    """The result could not be written; what was there before is there still."""


def print_text(pieces: Iterable[str]) -> None:
    """Write pieces of text to standard output as they come, until nobody reads any more.

    Raises:
        OutputError: standard output cannot be written.
    """
    out = opened()
    for piece in pieces:
        if not _written(out, out.write, _encodable(piece, out.encoding)):
            return
    _written(out, out.flush)


def print_bytes(pieces: Iterable[bytes]) -> None:
    """Write pieces of bytes to standard output as they come, until nobody reads any more.

    Raises:
        OutputError: standard output cannot be written.
    """
    out = opened()
    for piece in pieces:
        if not _written(out, out.buffer.write, piece):
            return
    _written(out, out.buffer.flush)


def opened() -> TextIO:
    """Return standard output.

    Raises:
        OutputError: whoever started the command closed it.
    """
    out: TextIO | None = sys.stdout
    if out is None:
        mend = "open it, or send it into a file"
        raise OutputError("cannot be written: it is closed", where="standard output", mend=mend)
    return out


def _written(out: TextIO, write: Callable[..., object], *piece: str | bytes) -> bool:
    """Take one step of writing, and tell whether somebody reads."""
    try:
        write(*piece)
    except BrokenPipeError:
        _give_up(out)  # whoever read it has seen enough
        return False
    except OSError as error:
        _give_up(out)
        what = f"cannot be written: {error.strerror or error}"
        raise OutputError(what, where="standard output", mend="make room, or send it into another file") from None
    return True


def _give_up(out: TextIO) -> None:
    """Let what is still to be written go nowhere: Python would complain once more when it flushes."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, out.fileno())
    os.close(nowhere)


def _encodable(text: str, encoding: str) -> str:
    """Return text that this stream can write: in a locale of few letters, others become escapes."""
    return text.encode(encoding or "utf-8", "backslashreplace").decode(encoding or "utf-8")
