"""What subroutines are given: the arguments of Gosub and Macro, by the context that they lead to.

Where a subroutine jumps to ``${ARG1}``, it goes to what its callers wrote there, if all of them wrote it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pbxprivacy.adapters.asterisk.calls import Call, branches, split

__all__ = ["Arguments"]

ARGUMENT = re.compile(r"\$\{ARG([0-9])\}", re.IGNORECASE)
OTHERS = frozenset({"dial", "queue", "page", "originate", "followme", "set", "macroif"})
"""Applications that may lead to a subroutine with arguments of their own kind."""


class Arguments:
    """The arguments of all calls.

    Args:
        calls: every call of the dialplan, with the context of its line.
    """

    def __init__(self, calls: Iterable[tuple[str, Call]]) -> None:
        self._given: dict[str, list[tuple[str, list[str]]]] = {}
        self._elsewhere: list[str] = []
        self._hidden: dict[str, bool] = {}
        for context, one in calls:
            if one.name == "gosub":
                self._gosub(context, one.text)
            elif one.name == "gosubif":
                for branch in branches(one.text)[1:]:
                    self._gosub(context, branch)
            elif one.name in {"macro", "macroexclusive"}:
                name, *given = one.arguments
                self._given.setdefault(f"macro-{name.strip()}", []).append((context, given))
            elif one.name in OTHERS:
                self._elsewhere.append(one.text)

    def of(self, context: str, text: str) -> list[str]:
        """What an argument such as ``${ARG1}`` can be in a context; empty if that is not written out."""
        found = self._values(context, text.strip(), frozenset()) if ARGUMENT.fullmatch(text.strip()) else None
        return list(dict.fromkeys(found or ()))

    def _values(self, context: str, text: str, seen: frozenset[tuple[str, str]]) -> list[str] | None:
        """The values of an argument, or the text itself if it is written out; None if neither is known."""
        match = ARGUMENT.fullmatch(text)
        if match is None:
            return None if "$" in text or not text else [text]
        if (context, text) in seen:
            return []  # handed on as it is
        if context not in self._hidden:
            self._hidden[context] = any(context.removeprefix("macro-") in other for other in self._elsewhere)
        if self._hidden[context]:
            return None
        at, values = int(match[1]) - 1, []
        for caller, given in self._given.get(context, []):
            one = given[at].strip() if 0 <= at < len(given) else ""
            known = self._values(caller, one, seen | {(context, text)})
            if known is None:
                return None
            values += known
        return values

    def _gosub(self, context: str, text: str) -> None:
        parts = split(text)
        head, bracket, rest = parts[-1].partition("(")
        if "$" in head or not text.strip():
            return
        target = parts[0].strip() if len(parts) > 2 else context  # noqa: PLR2004 - context, extension, priority
        given = split(rest.rpartition(")")[0]) if bracket else []
        self._given.setdefault(target, []).append((context, given))
