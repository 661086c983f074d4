"""The dialplan of a server, ready to be asked: which lines use an application, and do calls get there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cached_property

import attrs

from pbxprivacy.adapters.asterisk.calls import Call, functions, variables
from pbxprivacy.adapters.asterisk.dialplan import Dialplan, Step, build
from pbxprivacy.adapters.asterisk.entries import Entries, entries
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, unknown, unreachable
from pbxprivacy.adapters.asterisk.flow import Flow
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.evidence import Evidence

__all__ = ["NUMBERS", "Use", "View"]

NUMBERS = frozenset(
    "callerid exten cdr macro_exten dnid did from_did fromexten ani rdnis callernum calleridnum clid src dst".split()
)
"""Variables and functions that hold a phone number or a caller's name."""

ELSEWHERE = frozenset(
    "db db_exists db_keys db_delete odbc realtime realtime_field realtime_hash shell curl ldap sysinfo agi".split()
)
"""Functions whose answer is in a database or a program, not in these files."""

ASSIGNMENT = re.compile(r"\s*_{0,2}([A-Za-z][A-Za-z0-9_]*)\s*=(.*)", re.DOTALL)
DIALPLAN_LINE = re.compile(rb"^\s*(?:exten|same)\s*=>?", re.IGNORECASE | re.MULTILINE)
MAX_HITS = 20
"""One line tells no more than this many uses of functions that are looked for."""

SETTERS = frozenset({"set", "mset", "setvar"})


@attrs.frozen(slots=True, eq=False)
class Use:
    """One use of an application in the dialplan."""

    step: Step
    call: Call
    state: State
    announcement: str = "none"

    @property
    def subject(self) -> str:
        """``context,extension,priority``."""
        return f"{self.step.context},{self.step.exten},{self.step.number}"

    def evidence(self, shown: str = "") -> tuple[Evidence, ...]:
        """Where it stands; of the line only the application and what is given to show."""
        setting = self.step.setting
        raw = f"{setting.key} = {self.step.exten},{self.step.number},{self.call.name}({shown})"
        return (Evidence(file=setting.file, line=setting.line, raw=raw),)


class View:
    """The dialplan of a server.

    Attributes:
        plan: what extensions.conf says.
        flow: where calls get in it.
        queue_contexts: contexts that members of queues are dialled in, and that callers leave queues for.
        orphans: dialplan in files that nothing includes, by file.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.configuration = server.file("extensions.conf")
        self.plan: Dialplan = build(self.configuration)
        self.entries: Entries = entries(server)
        self.queue_contexts = _queue_contexts(server)
        self.flow = Flow(self.plan, self.entries, self.queue_contexts)
        self.orphans: dict[str, Flow] = {}
        self._orphaned = unreachable("no file that the server reads includes it")
        if self.configuration.gaps:
            self._orphaned = unknown(f"whether it is included is unknown: {self.configuration.gaps[0].what}")
        names = [name for name in server.names if name.endswith(".conf") and name not in self.configuration.files]
        found = {name: server.file(name) for name in names if _is_dialplan(server, name)}
        inside = {name for outer, file in found.items() for name in file.files if name != outer}
        for name, file in found.items():
            if name not in inside:
                self.orphans[name] = Flow(build(file), self.entries if self.configuration.gaps else Entries())
        self.numbers = self._tainted(NUMBERS)
        self.elsewhere = self._tainted(ELSEWHERE)
        self._outside = ELSEWHERE | self.elsewhere

    def called(self) -> Flow:
        """The same dialplan, without the ways into it by a key pressed in a call."""
        return Flow(self.plan, attrs.evolve(self.entries, sure=self.entries.sure - self.entries.keyed),
                    self.queue_contexts)  # fmt: skip

    def uses(self, *names: str) -> Iterator[Use]:
        """Every use of these applications (in lower case), with its state."""
        wanted = frozenset(names)
        for flow in (self.flow, *self.orphans.values()):
            for step in flow.plan.steps():
                for call in flow.calls(step):
                    if call.name in wanted:
                        yield self._use(flow, step, call)

    def functions(self, *names: str) -> Iterator[tuple[Use, str]]:
        """Every use of these functions, with its arguments; a name that ends in ``_`` stands for a prefix."""
        wanted = frozenset(names)
        prefixes = tuple(name for name in names if name.endswith("_"))
        for flow in (self.flow, *self.orphans.values()):
            for step in flow.plan.steps():
                if "${" not in step.text:
                    continue
                hits = (hit for hit in functions(step.text) if hit[0] in wanted or hit[0].startswith(prefixes))
                for name, arguments in itertools.islice(hits, MAX_HITS):
                    yield self._use(flow, step, Call(name, arguments)), arguments

    def holds_number(self, text: str) -> bool:
        """Whether a text holds a phone number or a caller's name when it is used."""
        return bool(variables(text) & (NUMBERS | self.numbers))

    def globals_in(self, text: str) -> str:
        """A text with its global variables put in."""
        for _ in range(3):
            for name in re.findall(r"\$\{([A-Za-z0-9_]+)\}", text):
                if name in self.plan.globals:
                    text = text.replace(f"${{{name}}}", self.plan.globals[name])[:8191]
        return text

    def command(self, text: str) -> str:
        """A command line with its global variables put in; empty if a variable that nothing sets is all there is."""
        text = self.globals_in(text).strip()
        left = re.sub(r"[$^]\{[A-Za-z0-9_]+\}", "", text).strip()
        return text if left or variables(text.replace("^{", "${")) & self.assigned else ""

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The variables that some line or global section sets, in lower case."""
        calls = (call for step in self.plan.steps() for call in self.flow.calls(step))
        found = {target for call in calls for target, _ in _assigned(call)}
        return frozenset(found | {name.casefold() for name in self.plan.globals if self.plan.globals[name].strip()})

    def _use(self, flow: Flow, step: Step, call: Call) -> Use:
        server = self.server
        application = server.application(call.name)
        if flow is not self.flow:
            return Use(step, call, self._orphaned.then(application), flow.announcement(step))
        state = server.state("extensions.conf", "pbx_config", settings=(step.setting,)).then(application)
        if state == EFFECTIVE:
            state = flow.state(step)
        if state == EFFECTIVE and (variables(call.condition) & self._outside or flow.undecided(step, self._outside)):
            state = unknown("a database or a program decides whether calls get there")
        return Use(step, call, state, flow.announcement(step))

    def _tainted(self, sources: frozenset[str]) -> frozenset[str]:
        """The variables that are set from these sources somewhere, directly or over other variables."""
        feeds: dict[str, set[str]] = {}
        for flow in (self.flow, *self.orphans.values()):
            for call in (call for step in flow.plan.steps() for call in flow.calls(step)):
                for target, value in _assigned(call):
                    for name in variables(value):
                        feeds.setdefault(name, set()).add(target)
        found: set[str] = set()
        stack = [name for name in feeds if name in sources or (name.startswith("odbc_") and "odbc" in sources)]
        while stack:
            for name in feeds.get(stack.pop(), ()):
                if name not in found:
                    found.add(name)
                    stack.append(name)
        return frozenset(found)


def _queue_contexts(server: Server) -> frozenset[str]:
    found = set()
    for category in server.file("queues.conf"):
        for setting in category.settings:
            if setting.key.casefold() == "context":
                found.add(setting.value)
            elif setting.key.casefold() == "member":
                _, at, context = setting.value.split(",")[0].partition("@")
                if at:
                    found.add(context.partition("/")[0].strip())
    return frozenset(found)


def _is_dialplan(server: Server, name: str) -> bool:
    found = server.tree.look(name)
    try:
        return bool(DIALPLAN_LINE.search(server.tree.read(found))) if found.presence.value == "file" else False
    except OSError:
        return False


def _assigned(call: Call) -> Iterator[tuple[str, str]]:
    """The variables that a line sets, with what they are set from; a subroutine's arguments are variables too."""
    if call.name in SETTERS:
        for part in call.arguments if call.name == "mset" else [call.text]:
            if match := ASSIGNMENT.match(part):
                yield match[1].casefold(), match[2]
    elif call.name in {"gosub", "macro", "gosubif"}:
        for number in range(1, 10):
            yield f"arg{number}", call.text
