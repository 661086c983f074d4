"""Text that a tenant wrote, made harmless for each way of showing it.

Names, labels and reasons come from configuration files, so they are hostile until proven otherwise. `visible` is
the ground for all: what steers a terminal or turns the reading direction is shown as an escape, and what is endless
is cut. The others add what their format needs. JSON needs none of it: its writer escapes everything but plain ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["LONGEST", "markdown", "mermaid", "visible"]

LONGEST: Final = 4000  # characters of one line that are shown: more than any list of items or reasons has

# controls, format characters (bidi, zero width), surrogates, private use, unassigned, line and paragraph separators
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS: Final = frozenset({"Mn", "Me"})
_MOST_MARKS: Final = 3  # on one letter; more are there to smear over other lines
_HARMLESS: Final = re.compile(r"[ -~]*")
_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]~|#!@:$^=]")
_MARKDOWN_START: Final = re.compile(r"\A(\s*\d*)([-+.)])")  # a list or a rule begins so
_MERMAID_PLAIN: Final = frozenset(" .,/-")


def visible(text: str, longest: int = LONGEST) -> str:
    """Return text in which every character shows and none acts; cut after ``longest`` characters, saying so."""
    if len(text) > longest:
        text = f"{text[:longest]}… ({len(text):,} characters)"
    if _HARMLESS.fullmatch(text):
        return text
    shown = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        if category in _UNSEEN or marks > _MOST_MARKS:
            shown.append(character.encode("unicode_escape", "surrogatepass").decode("ascii"))
        else:
            shown.append(" " if category == "Zs" else character)
    return "".join(shown)


def markdown(text: str) -> str:
    """Return text that Markdown (CommonMark with GitHub's tables and autolinks) shows as it is, in a table too."""
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKDOWN.sub(r"\\\g<0>", shown)
    shown = _MARKDOWN_START.sub(r"\1\\\2", shown)
    return re.sub(r"(?i)(www)\.", r"\1\\.", shown)


def mermaid(text: str) -> str:
    """Return text for a quoted Mermaid label: whatever is not a letter, a digit or a blank becomes a character code."""
    return "".join(
        character if character.isalnum() or character in _MERMAID_PLAIN else f"#{ord(character)};"
        for character in visible(text)
    )
