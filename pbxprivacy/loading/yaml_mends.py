"""For each usual slip in YAML what to write instead; the parser says only what it expected."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["mend_of"]

_ALIKE: Final = "indent keys that belong together alike, and quote a text in which a colon and a blank stand"
_CLOSE: Final = "close what is opened in {}, or write the comma that is missing; quote texts that hold : # , [ ] {{ }}"
_ELSE: Final = "quote texts that hold : # [ ] { } @ or quotes, and indent with blanks"
# what the parser says → what to write
_SAID: Final = (
    ("mapping values are not allowed", _ALIKE),
    ("did not find expected key", _ALIKE),
    ("could not find expected ':'", _ALIKE),
    ("did not find expected '-' indicator", "begin each member of the list with a dash, indented alike"),
    (
        "did not find expected alphabetic",
        'quote a text that begins with * or &; everybody is written ["0.0.0.0/0", "::/0"]',
    ),
    ("found unknown escape character", "write a backslash twice, or the text in single quotes"),
    ("did not find expected ',' or", _CLOSE),
    ("found unexpected end of stream", "close the quote that is opened in {}"),
)


def mend_of(error: Any, text: str) -> str:
    """Return what to write instead of what the parser stopped at, in a text."""
    problem, opened = str(error.problem), error.context_mark or error.problem_mark
    if problem.startswith("found character that cannot start"):
        return _of_sign(error.problem_mark, text)
    for said, mend in _SAID:
        if problem.startswith(said):
            return mend.format(f"line {opened.line + 1}, column {opened.column + 1}") if "{}" in mend else mend
    return _ELSE


def _of_sign(mark: Any, text: str) -> str:
    sign = text.split("\n")[mark.line][mark.column : mark.column + 1]
    if sign == "\t":
        return "indent with blanks, not with tabs"
    return f"put the text that begins with {sign} into quotes"
