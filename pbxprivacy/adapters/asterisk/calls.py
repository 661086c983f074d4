"""Applications and functions in the text of a dialplan line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs

__all__ = ["Call", "branches", "call", "functions", "inner_calls", "options", "split", "variables"]

OPENING, CLOSING = "([{", ")]}"
FUNCTION = re.compile(r"\$\{\s*([A-Za-z_][A-Za-z0-9_]*)\(")
VARIABLE = re.compile(r"\$\{\s*_{0,2}([A-Za-z][A-Za-z0-9_]*)")
CONDITIONAL = frozenset({"execif", "execiftime"})
MAX_DEPTH = 20
MAX_CALLS = 500
"""More functions in one line than this are not looked at."""


@attrs.frozen(slots=True)
class Call:
    """An application with its arguments; `condition` is what has to hold for it, empty if nothing has."""

    name: str
    text: str = attrs.field(default="", repr=False)
    condition: str = attrs.field(default="", repr=False)

    @property
    def arguments(self) -> list[str]:
        """The arguments, split at the commas that separate them."""
        return split(self.text)

    def argument(self, index: int) -> str:
        """One argument, empty if it is not there."""
        found = self.arguments
        return found[index].strip() if index < len(found) else ""


def call(text: str, condition: str = "") -> Call:
    """Read ``Name(arguments)``; the last bracket closes, as in the server."""
    name, bracket, rest = text.partition("(")
    if bracket:
        end = rest.rfind(")")
        rest = rest if end < 0 else rest[:end]
    elif "," in name:
        name, _, rest = name.partition(",")  # the old form, without brackets
    return Call(name.strip().casefold(), rest, condition)


def split(text: str, separator: str = ",") -> list[str]:
    """Split at the separators outside of brackets and quotes."""
    parts, depth, quoted, start, skip = [], 0, False, 0, False
    for at, character in enumerate(text):
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif character == separator and not depth:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return parts


def branches(text: str) -> tuple[str, str, str]:
    """Condition, what follows if it holds, and what follows otherwise, of ``condition?this:that``."""
    condition, *rest = split(text, "?")
    yes, *no = split("?".join(rest), ":")
    return condition, yes.strip(), ":".join(no).strip()


def inner_calls(outer: Call, depth: int = 0) -> Iterator[Call]:
    """The applications that a line runs: itself, or those that ExecIf, TryExec and the like wrap."""
    if outer.name in CONDITIONAL and depth < MAX_DEPTH:
        condition, yes, no = branches(outer.text)
        for branch in (yes, no):
            if branch:
                yield from inner_calls(call(branch, condition or "?"), depth + 1)
    elif outer.name in {"exec", "tryexec"} and depth < MAX_DEPTH:
        yield from inner_calls(call(outer.text, outer.condition), depth + 1)
    else:
        yield outer


def functions(text: str) -> Iterator[tuple[str, str]]:
    """The dialplan functions read in a text: name in lower case, and its arguments."""
    ends = _closing(text)
    for match in itertools.islice(FUNCTION.finditer(text), MAX_CALLS):
        yield match[1].casefold(), text[match.end() : ends.get(match.end() - 1, len(text))]


def _closing(text: str) -> dict[int, int]:
    """Where each opening bracket closes."""
    found, stack = {}, []
    for at, character in enumerate(text):
        if character == "(":
            stack.append(at)
        elif character == ")" and stack:
            found[stack.pop()] = at
    return found


def variables(text: str) -> set[str]:
    """The names of variables and functions that a text reads, in lower case."""
    return {match[1].casefold() for match in VARIABLE.finditer(text)}


def options(text: str) -> dict[str, str]:
    """Option letters with their arguments, as in ``ab(5)x``."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        if text.startswith("${", at):
            end = text.find("}", at)
            at = len(text) if end < 0 else end + 1
            continue
        letter, at = text[at], at + 1
        argument = ""
        if text[at : at + 1] == "(":
            end = text.find(")", at)
            end = len(text) if end < 0 else end
            argument, at = text[at + 1 : end], end + 1
        found[letter] = argument
    return found
