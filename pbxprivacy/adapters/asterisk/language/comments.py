"""Where a comment starts and ends in Asterisk's configuration language."""

from __future__ import annotations

__all__ = ["MAX_NESTING", "uncomment"]

MAX_NESTING = 128
"""Blocks deeper than this do not open another one (``MAX_NESTED_COMMENTS``)."""


def uncomment(line: str, depth: int) -> tuple[str, int]:
    r"""Take the comments out of one line.

    ``;`` starts a comment, ``\;`` is a semicolon, ``;--`` opens a block unless a third dash follows, and
    ``--;`` closes one. As in the server, a ``--;`` that closes nothing takes the depth below zero, and the
    lines that follow are skipped until a ``;--`` brings it back.

    Args:
        line: the line, without its end.
        depth: how many blocks are open before it; 0 outside of comments.

    Returns:
        What is left to read, and the depth after the line.
    """
    if ";" not in line:
        return ("" if depth else line), depth
    kept, rest, visible = "", line, not depth
    while (at := rest.find(";")) >= 0:
        before, after = rest[:at], rest[at + 1 :]
        if before.endswith("\\"):
            kept += before[:-1] + ";" if visible else ""
        elif after.startswith("--") and after[2:3] != "-":
            kept += before if visible else ""
            depth += depth < MAX_NESTING
            visible, after = False, after[2:]
        elif before.endswith("--"):
            kept += before + ";" if visible else ""
            depth -= 1
            visible = visible or not depth
        elif not depth:
            return (kept + before if visible else kept), depth
        else:
            kept += before + ";" if visible else ""
        rest = after
    return (kept + rest if visible else kept), depth
