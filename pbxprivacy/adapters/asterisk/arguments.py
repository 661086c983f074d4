"""What subroutines are given: the arguments of Gosub and Macro, by the context that they lead to.

Where a subroutine jumps to ``${ARG1}``, it goes to what its callers wrote there, if all of them wrote it out.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from functools import cached_property

from pbxprivacy.adapters.asterisk.calls import Call, branches, split

__all__ = ["Arguments"]

ARGUMENT = re.compile(r"\$\{ARG([0-9])\}", re.IGNORECASE)
OTHERS = frozenset({"dial", "queue", "page", "originate", "followme", "set", "macroif"})
"""Applications that may lead to a subroutine with arguments of their own kind."""

WORD = re.compile(r"[\w.+-]+")
MAX_VALUES = 100
"""An argument with more values than this is as good as computed."""

Argument = tuple[str, int]  # the context, and which one


class Arguments:
    """The arguments of all calls.

    Args:
        calls: every call of the dialplan, with the context of its line.
    """

    def __init__(self, calls: Iterable[tuple[str, Call]]) -> None:
        self._given: dict[str, list[tuple[str, list[str]]]] = {}
        self._elsewhere: list[str] = []
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
        match = ARGUMENT.fullmatch(text.strip())
        return list(self._known.get((context, int(match[1])), None) or ()) if match else []

    @cached_property
    def _known(self) -> dict[Argument, dict[str, None] | None]:
        """The values of each argument, in the order of the callers; None where they are not known, or too many."""
        found: dict[Argument, dict[str, None] | None] = {}
        handed: dict[Argument, list[Argument]] = {}
        for context, at in ((context, at) for context in self._given for at in range(10)):
            values = found[context, at] = {} if at and not self._is_hidden(context) else None
            for caller, given in self._given[context]:
                one = given[at - 1].strip() if 0 < at <= len(given) else ""
                if match := ARGUMENT.fullmatch(one):
                    handed.setdefault((caller, int(match[1])), []).append((context, at))
                elif values is not None and one and "$" not in one:
                    values[one] = None
                else:
                    values = found[context, at] = None
        self._hand_on(found, handed)
        return found

    def _hand_on(self, found: dict[Argument, dict[str, None] | None], handed: dict[Argument, list[Argument]]) -> None:
        waiting = deque(one for one in handed)
        while waiting:
            giver = waiting.popleft()
            given = found[giver] if giver in found else None if self._is_hidden(giver[0]) else {}
            for taker in handed.get(giver, ()):
                had = found[taker]
                if had is None:
                    continue
                if given is None or len(had.keys() | given.keys()) > MAX_VALUES:
                    found[taker] = None
                elif given.keys() <= had.keys():
                    continue
                else:
                    had |= given
                waiting.append(taker)

    def _is_hidden(self, context: str) -> bool:
        """Whether something leads there that gives arguments of its own kind."""
        name = context.removeprefix("macro-")
        if WORD.fullmatch(name):
            return name in self._words
        return any(name in other for other in self._elsewhere)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text in self._elsewhere for word in WORD.findall(text))

    def _gosub(self, context: str, text: str) -> None:
        parts = split(text)
        head, bracket, rest = parts[-1].partition("(")
        if "$" in head or not text.strip():
            return
        target = parts[0].strip() if len(parts) > 2 else context  # noqa: PLR2004 - context, extension, priority
        given = split(rest.rpartition(")")[0]) if bracket else []
        self._given.setdefault(target, []).append((context, given))
