"""Where the server finds a priority of an extension: under its name, in a pattern, or in what the context includes.

It looks for extension and priority together (``pbx_find_extension`` in ``main/pbx.c``). So an extension that has no
next line goes on in a pattern that fits it, or in an included context, if there is a line of that number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pbxprivacy.adapters.asterisk.dialplan import Context, Dialplan, Step

__all__ = ["Matching", "is_match"]

CLASSES = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".+", "!": ".*", "-": ""}
MAX_LOOKS = 300_000
"""After so many looks into contexts every line of the number is taken, as a possible one."""


def is_match(pattern: str, exten: str) -> bool:
    """Whether a pattern, with its ``_``, fits an extension."""
    return _compiled(pattern).fullmatch(exten) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    found = []
    for part in re.findall(r"\[[^\]]*\]|.", pattern[1:], re.DOTALL):
        inner = re.sub(r"([^0-9A-Za-z-])", r"\\\1", part[1:-1])
        found.append(f"[{inner}]" if len(part) > 1 and inner else CLASSES.get(part.upper(), re.escape(part)))
    try:
        return re.compile("".join(found), re.DOTALL)
    except re.error:  # a range that runs backwards
        return re.compile(".*", re.DOTALL)


class Matching:
    """The lines of a dialplan, by number.

    Args:
        plan: the dialplan.
    """

    def __init__(self, plan: Dialplan) -> None:
        self._plan = plan
        self._looks = 0
        self._patterns: dict[tuple[str, int], list[Step]] = defaultdict(list)
        self._named: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._numbers: set[int] = set()
        for context in plan.contexts.values():
            for extension in context.extensions.values():
                for number, step in extension.steps.items():
                    self._named[extension.name, number].add(context.name)
                    if extension.name.startswith("_"):
                        self._patterns[context.name, number].append(step)
                        self._numbers.add(number)

    def exhausted(self) -> bool:
        """Whether the dialplan is too entangled to look any further."""
        return self._looks >= MAX_LOOKS

    def lines(self, context: Context, exten: str, number: int) -> Iterator[Step]:
        """The lines of this number that an extension has in a context, in patterns and in what is included."""
        if number not in self._numbers and not self._named.get((exten, number)):
            return
        seen, stack = {context.name}, [context]
        while stack and not self.exhausted():
            one = stack.pop()
            self._looks += 1
            for extension in one.named.get(exten, ()):
                if number in extension.steps:
                    yield extension.steps[number]
            if not exten.startswith("_"):
                there = self._patterns.get((one.name, number), ())
                self._looks += len(there)
                yield from (step for step in there if is_match(step.exten, exten))
            for name, _ in one.includes:
                if name in self._plan.contexts and name not in seen:
                    seen.add(name)
                    stack.append(self._plan.contexts[name])
