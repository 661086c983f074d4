"""The dialplan as the server builds it from extensions.conf: contexts, extensions, priorities.

Source of the rules: ``pbx/pbx_config.c``. Contexts of the same name are one context; of two lines for one
priority the first one counts. Names of extensions and of what is included may hold global variables. An extension of
one caller alone (``201/5550100``) is an extension of its own beside that of everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from pbxprivacy.adapters.asterisk.calls import Call, call, inner_calls
from pbxprivacy.adapters.asterisk.language import Configuration, Setting

__all__ = ["Context", "Dialplan", "Extension", "Step", "build"]

MAX_PRIORITY = 200
GLOBAL = re.compile(r"\$\{([A-Za-z0-9_]+)\}")
PRIORITY = re.compile(r"\s*(n|s|hint|[0-9]{1,9})?\s*(?:\+([0-9]{1,9}))?\s*(?:\(([^)]*)\))?\s*$", re.IGNORECASE)


@attrs.frozen(slots=True, eq=False)
class Step:
    """One priority of an extension."""

    context: str
    exten: str
    number: int
    label: str
    text: str = attrs.field(repr=False)
    setting: Setting = attrs.field(repr=False)

    @property
    def call(self) -> Call:
        """The application of this line, as written."""
        return call(self.text)

    def calls(self) -> Iterator[Call]:
        """The applications that it runs."""
        return inner_calls(self.call)


@attrs.define(eq=False)
class Extension:
    """One extension, or pattern, of a context; `caller` is whose calls alone it is for, None if it is for all."""

    name: str
    caller: str | None = None
    steps: dict[int, Step] = attrs.field(factory=dict)
    labels: dict[str, int] = attrs.field(factory=dict)

    def ordered(self) -> list[Step]:
        """Its priorities in order."""
        return [self.steps[number] for number in sorted(self.steps)]


@attrs.define(eq=False)
class Context:
    """One context.

    Attributes:
        name: its name.
        extensions: its extensions as written, ``201/5550100`` too.
        named: the same by what is dialled: for all callers, and for one caller each.
        patterns: those of them that are patterns.
        includes: the contexts that it includes.
        switches: where else the server looks.
    """

    name: str
    extensions: dict[str, Extension] = attrs.field(factory=dict)
    named: dict[str, list[Extension]] = attrs.field(factory=dict)
    patterns: list[Extension] = attrs.field(factory=list)
    includes: list[tuple[str, Setting]] = attrs.field(factory=list)
    switches: list[Setting] = attrs.field(factory=list)


@attrs.define(eq=False)
class Dialplan:
    """All contexts, and the global variables."""

    contexts: dict[str, Context] = attrs.field(factory=dict)
    globals: dict[str, str] = attrs.field(factory=dict, repr=False)

    def steps(self) -> Iterator[Step]:
        """Every priority of every context."""
        for context in self.contexts.values():
            for extension in context.extensions.values():
                yield from extension.ordered()


def build(configuration: Configuration) -> Dialplan:
    """Build the dialplan that a configuration says, whether or not the server reads it."""
    plan = Dialplan()
    sections = [category for category in configuration if category.name.casefold() != "general"]
    for category in sections:
        if category.name.casefold() == "globals":
            plan.globals.update((s.key, s.value) for s in category.settings)
    for category in sections:
        if category.name.casefold() != "globals":
            context = plan.contexts.setdefault(category.name, Context(category.name))
            _read(context, category.settings, plan.globals)
    return plan


def _put_in(text: str, given: Mapping[str, str]) -> str:
    """A name with the global variables put in, as the server does when it loads the file; others stay as they are."""
    return GLOBAL.sub(lambda match: given.get(match[1], match[0]), text) if "${" in text else text


def _read(context: Context, settings: tuple[Setting, ...], given: Mapping[str, str]) -> None:
    exten, last = "", -2
    for setting in settings:
        key = setting.key.casefold()
        if key == "exten":
            name, _, rest = setting.value.partition(",")
            exten = _put_in(name.strip(), given) or exten
            last = _add(context, exten, last, rest, setting)
        elif key == "same":
            last = _add(context, exten, last, setting.value, setting)
        elif key == "include":
            context.includes.append((_put_in(re.split(r"[,|]", setting.value)[0].strip(), given), setting))
        elif key in {"switch", "lswitch", "eswitch"}:
            context.switches.append(setting)


def _add(context: Context, exten: str, last: int, rest: str, setting: Setting) -> int:
    """Add one priority; the number of the last one, for ``n`` and ``s``."""
    priority, _, text = rest.partition(",")
    match = PRIORITY.match(priority) if len(priority) < MAX_PRIORITY else None
    word = (match[1] or "n").casefold() if match else "hint"
    if not exten or match is None or word == "hint":
        return last
    number = last + 1 if word == "n" else last if word == "s" else int(word)
    number += int(match[2] or 0)
    if number < 1:
        return last
    extension = context.extensions.get(exten)
    if extension is None:
        name, slash, caller = exten.partition("/")
        extension = context.extensions[exten] = Extension(name.strip(), caller if slash else None)
        context.named.setdefault(extension.name, []).append(extension)
        context.patterns += [extension] if extension.name.startswith("_") else []
    if number not in extension.steps:
        step = Step(context.name, extension.name, number, (match[3] or "").strip(), text.strip(), setting)
        extension.steps[number] = step
        if step.label:
            extension.labels.setdefault(step.label.casefold(), number)
    return number
