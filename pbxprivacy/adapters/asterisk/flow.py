"""Which lines of the dialplan calls reach, and what was played to them on the way.

A graph over lines. An edge is *sure*, or *possible* where its target is computed at run time or its context
is only a possible entry. Reaching follows the edges; the announcement on every path is a greatest fixpoint
over them (the least that is heard over all ways in), the one on some path a least fixpoint.

An external program (AGI, Stasis) may send a call anywhere. That is told by the fact about that program, and
does not make the whole dialplan reachable.
"""

from __future__ import annotations

import re
from collections import deque

import attrs

from pbxprivacy.adapters.asterisk.arguments import Arguments
from pbxprivacy.adapters.asterisk.calls import Call, branches, variables
from pbxprivacy.adapters.asterisk.decisions import Decisions, asks
from pbxprivacy.adapters.asterisk.dialplan import Context, Dialplan, Extension, Step
from pbxprivacy.adapters.asterisk.entries import Entries
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, unknown, unreachable
from pbxprivacy.adapters.asterisk.jumps import ENDS, Jump, jumps, prompt_level
from pbxprivacy.adapters.asterisk.matching import Matching, is_match

__all__ = ["Flow"]

SPECIAL = frozenset({"h", "i", "t", "o", "a", "e", "T", "fax", "operator"})
"""Extensions that the server jumps to by itself."""

DIALLED = frozenset({"exten", "macro_exten", "callerid", "did", "from_did", "arg1", "dial_number", "number", "dnid"})
"""Variables that hold what was dialled."""

MAX_PATTERNS = 100
MAX_DIGITS = 9
MAX_LOCAL = 300
SPOKEN = 2


class Flow:
    """The graph of a dialplan, with the entries of a server.

    Args:
        plan: the dialplan.
        entries: where calls enter.
        queue_contexts: contexts that members of queues are dialled in, and that callers leave queues for.
    """

    def __init__(self, plan: Dialplan, entries: Entries, queue_contexts: frozenset[str] = frozenset()) -> None:
        self.plan = plan
        self.entries = entries
        self._ids: dict[object, int] = {}
        self._sure: list[list[tuple[int, int]]] = []
        self._possible: list[list[tuple[int, int]]] = []
        self._level: list[int] = []
        self._calls: dict[int, list[Call]] = {}
        self._summaries: dict[int, int] = {}
        self._patterns: set[tuple[str, str, str]] = set()
        self._matcher = Matching(plan)
        self._arguments = Arguments((step.context, one) for step in plan.steps() for one in step.calls())
        for context in plan.contexts.values():
            self._frame(context)
        for name in sorted(queue_contexts & plan.contexts.keys()):
            self._edge(self._node("queues"), self._digits(name))
        for context in plan.contexts.values():
            for extension in context.extensions.values():
                self._lines(context, extension)
        sure = [self._digits(name) for name in entries.sure if name in plan.contexts]
        possible = [self._digits(name) for name in entries.possible if name in plan.contexts]
        self._reached = self._search(sure, possible=False)
        self._maybe = self._search(sure + possible, possible=True)
        starts = sure + possible
        if entries.anywhere:
            starts = starts + [self._digits(name) for name in plan.contexts]
        everywhere = self._search(starts, possible=True)
        self._starts = sure
        self._decisions: tuple[frozenset[str], Decisions] | None = None
        self._must = self._least(starts, everywhere)
        self._may = self._most(everywhere)

    def state(self, step: Step) -> State:
        """Whether calls get to a line."""
        node = self._ids[step]
        if node in self._reached:
            return EFFECTIVE
        if node in self._maybe:
            why = self.entries.possible.get(step.context)
            return unknown(why or "calls get there only over a jump whose target is computed at run time")
        if self.entries.anywhere:
            return unknown(f"whether calls get there is unknown: {self.entries.anywhere}")
        return unreachable("no entry context leads there")

    def context_state(self, name: str) -> State:
        """Whether calls get to a context, by what is dialled."""
        node = self._digits(name)
        if node in self._reached:
            return EFFECTIVE
        if node in self._maybe or self.entries.anywhere:
            return unknown(self.entries.anywhere or "calls get there only over a computed jump")
        return unreachable("no entry context leads there")

    def calls(self, step: Step) -> list[Call]:
        """The applications of a line."""
        return self._calls[self._ids[step]]

    def announcement(self, step: Step) -> str:
        """What is heard before a line: ``prompt`` or ``beep`` on every path, ``some_paths``, or ``none``."""
        node = self._ids[step]
        least = self._must.get(node, 0)
        if least:
            return "prompt" if least == SPOKEN else "beep"
        return "some_paths" if self._may.get(node, 0) else "none"

    def undecided(self, step: Step, tainted: frozenset[str]) -> bool:
        """Whether a condition on a variable from a database can keep calls from the line."""
        if self._decisions is None or self._decisions[0] is not tainted:
            edges = [[other for other, _ in ways] for ways in self._sure]
            asking = {node for node, calls in self._calls.items() if node in self._reached and asks(calls, tainted)}
            specials = {self._special(name) for name in self.plan.contexts}
            self._decisions = (tainted, Decisions(edges, self._starts, asking, specials))
        return self._decisions[1].over(self._ids[step])

    def _node(self, key: object, level: int = 0) -> int:
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._sure)
            self._sure.append([])
            self._possible.append([])
            self._level.append(level)
        return found

    def _digits(self, context: str) -> int:
        return self._node(("digits", context))

    def _special(self, context: str) -> int:
        return self._node(("special", context))

    def _edge(self, start: int, end: int, floor: int = 0, *, possible: bool = False) -> None:
        (self._possible if possible else self._sure)[start].append((end, floor))

    def _frame(self, context: Context) -> None:
        """Nodes for the choice of an extension by digits, and for the extensions the server jumps to."""
        digits, special = self._digits(context.name), self._special(context.name)
        for extension in context.extensions.values():
            for step in extension.steps.values():
                self._node(step)
            if 1 in extension.steps:
                self._edge(special if extension.name in SPECIAL else digits, self._node(extension.steps[1]))
        for name, _ in context.includes:
            if name in self.plan.contexts:
                self._edge(digits, self._digits(name))
                self._edge(special, self._special(name))
            elif "$" in name:
                self._edge(digits, self._computed(name), possible=True)

    def _lines(self, context: Context, extension: Extension) -> None:
        for step in extension.ordered():
            node = self._ids[step]
            calls = self._calls[node] = list(step.calls())
            self._level[node] = max((prompt_level(one) for one in calls), default=0)
            self._edge(node, self._special(context.name))
            floor, ends = 0, False
            for one in calls:
                ends |= one.name in ENDS and not one.condition
                for jump in jumps(one):
                    for target, possible in self._targets(_absolute(jump, step), context, extension):
                        self._edge(node, target, possible=possible)
                        if jump.returns and not possible and not one.condition and one.name in {"gosub", "macro"}:
                            floor = max(floor, self._summary(jump, context, extension))
                if one.name == "queue":
                    self._edge(node, self._node("queues"))
                if one.name in {"gotoif", "gotoiftime"} and not one.condition:
                    ends |= all(branches(one.text)[1:])
            if not ends:
                for other in self._following(context, extension, step.number + 1):
                    self._edge(node, other, floor)

    def _following(self, context: Context, extension: Extension, number: int) -> list[int]:
        """Where a line leads that comes before this number."""
        beside = context.named[extension.name]
        if number in extension.steps:
            # An extension for one caller alone goes before that for all.
            ones = [one for one in beside if one is extension or (extension.caller is None and number in one.steps)]
            return [self._ids[one.steps[number]] for one in ones]
        return self._anywhere(context, extension.name, number)

    def _anywhere(self, context: Context, exten: str, number: int) -> list[int]:
        """Every line of this number that the server may find for an extension: by name, in patterns, in includes."""
        found = [self._ids[step] for step in self._matcher.lines(context, exten, number)]
        if self._matcher.exhausted():
            found.append(self._numbered(number))
        return found

    def _numbered(self, number: int) -> int:
        """A node that may lead to every line of a number."""
        key = ("numbered", number)
        if key not in self._ids:
            node = self._node(key)
            for step in self.plan.steps():
                if step.number == number:
                    self._edge(node, self._ids[step], possible=True)
        return self._ids[key]

    def _targets(self, jump: Jump, context: Context, extension: Extension) -> list[tuple[int, bool]]:
        """The nodes a jump leads to, each with whether it is only possible."""
        name = jump.context if jump.context not in {"", "${CONTEXT}"} else context.name
        name = self.plan.globals.get(name[2:-1], name) if name.startswith("${") and name.endswith("}") else name
        if "$" in name:
            return [(self._computed(name), True)]
        target = self.plan.contexts.get(name)
        if target is None:
            return []
        if jump.digits:
            return [(self._digits(name), False)]
        exten = jump.exten or (extension.name if not jump.context else "s")
        if values := self._arguments.of(context.name, exten):
            known = [attrs.evolve(jump, context=name, exten=value) for value in values]
            return [end for one in known for end in self._targets(one, context, extension)]
        ends = [end for one in target.named.get(exten, ()) for end in self._priority(name, one, jump.priority)]
        return ends or self._matching(target, exten, jump.priority)

    def _matching(self, target: Context, exten: str, priority: str) -> list[tuple[int, bool]]:
        """Where an extension leads that a context has not by this name: to patterns, or, computed, anywhere in it."""
        if "$" in exten:
            return [(self._digits(target.name), not variables(exten) <= DIALLED)]
        if priority.isdecimal() and len(priority) <= MAX_DIGITS and int(priority) > 1:
            return [(node, False) for node in self._anywhere(target, exten, int(priority))]
        patterns = (one for one in target.patterns if is_match(one.name, exten))
        found = [(self._digits(name), False) for name, _ in target.includes if name in self.plan.contexts]
        return found + [end for one in patterns for end in self._priority(target.name, one, priority)]

    def _priority(self, name: str, found: Extension, priority: str) -> list[tuple[int, bool]]:
        if "$" in priority:
            return [(self._labels(name, found), True)]
        step = self._at(found, priority)
        return [] if step is None else [(self._ids[step], False)]

    def _labels(self, context: str, extension: Extension) -> int:
        """A node that leads to every label of an extension."""
        key = ("labels", context, extension.name)
        if key not in self._ids:
            node = self._node(key)
            for number in sorted(extension.labels.values()):
                self._edge(node, self._ids[extension.steps[number]])
        return self._ids[key]

    @staticmethod
    def _at(extension: Extension, priority: str) -> Step | None:
        number = (
            int(priority) if re.fullmatch(r"[0-9]{1,9}", priority) else extension.labels.get(priority.casefold(), 1)
        )
        return extension.steps.get(number)

    def _computed(self, name: str) -> int:
        """A node that leads to all contexts whose names fit what is literal in a computed name."""
        start, end = name[: name.find("$")], name[max(name.rfind("}"), name.rfind("]")) + 1 :]
        if len(self._patterns) >= MAX_PATTERNS:
            start = end = ""
        key = ("computed", start, end)
        node = self._node(key)
        if key not in self._patterns:
            self._patterns.add(key)
            for other in self.plan.contexts:
                if other.startswith(start) and other.endswith(end):
                    self._edge(node, self._digits(other))
        return node

    def _summary(self, jump: Jump, context: Context, extension: Extension) -> int:
        """What is heard in a subroutine before it returns, whatever way it takes within its extension."""
        name = jump.context or context.name
        target = self.plan.contexts.get(name)
        named = target.named.get(jump.exten or extension.name, ()) if target else ()
        found = named[0] if len(named) == 1 else None
        step = self._at(found, jump.priority) if found else None
        if found is None or step is None:
            return 0
        node = self._ids[step]
        if node not in self._summaries:
            self._summaries[node] = _heard(found, step.number)
        return self._summaries[node]

    def _search(self, starts: list[int], *, possible: bool) -> set[int]:
        seen, queue = set(starts), deque(starts)
        while queue:
            node = queue.popleft()
            edges = self._sure[node] + self._possible[node] if possible else self._sure[node]
            for other, _ in edges:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return seen

    def _least(self, starts: list[int], nodes: set[int]) -> dict[int, int]:
        """What has been heard at each node at the least, over all ways in."""
        heard = dict.fromkeys(nodes, SPOKEN)
        heard.update(dict.fromkeys(starts, 0))
        queue = deque(sorted(nodes))
        while queue:
            node = queue.popleft()
            out = max(heard[node], self._level[node])
            for other, floor in self._sure[node] + self._possible[node]:
                value = max(out, floor)
                if value < heard[other]:
                    heard[other] = value
                    queue.append(other)
        return heard

    def _most(self, nodes: set[int]) -> dict[int, int]:
        """What may have been heard at each node, over some way in."""
        heard = dict.fromkeys(nodes, 0)
        queue = deque(sorted(nodes))
        while queue:
            node = queue.popleft()
            out = max(heard[node], self._level[node])
            for other, floor in self._sure[node] + self._possible[node]:
                value = max(out, floor)
                if value > heard[other]:
                    heard[other] = value
                    queue.append(other)
        return heard


def _absolute(jump: Jump, step: Step) -> Jump:
    """A jump by ``+2`` or ``-1`` counts from the line itself."""
    if re.fullmatch(r"[+-][0-9]{1,9}", jump.priority):
        return attrs.evolve(jump, priority=str(max(1, step.number + int(jump.priority))))
    return jump


def _heard(extension: Extension, start: int) -> int:
    """The least that is heard from a priority to where the extension returns or ends."""
    if len(extension.steps) > MAX_LOCAL:
        return 0
    states, stack, least = set(), [(start, 0)], SPOKEN
    while stack:
        number, level = stack.pop()
        step = extension.steps.get(number)
        if step is None or (number, level) in states:
            least = min(least, level) if step is None else least
            continue
        states.add((number, level))
        onward, ended = [], False
        for one in step.calls():
            level = max(level, prompt_level(one))
            onward += _onward(one, extension)
            ended |= one.name in ENDS and not one.condition
            if one.name in {"return", "macroexit"} or (one.name == "goto" and not onward):
                least = min(least, level)
        stack += [(target, level) for target in onward]
        if not ended:
            stack.append((number + 1, level))
    return least


def _onward(one: Call, extension: Extension) -> list[int]:
    """The priorities of the same extension that an application jumps to."""
    found = []
    for jump in jumps(one):
        if not (jump.context or jump.exten or jump.returns or jump.digits):
            target = extension.labels.get(jump.priority.casefold())
            if target or re.fullmatch(r"[0-9]{1,9}", jump.priority):
                found.append(target or int(jump.priority))
    return found
