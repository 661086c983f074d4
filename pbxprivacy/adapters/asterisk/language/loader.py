"""Includes, templates and categories: from the lines of files to what a module of the server sees."""

from __future__ import annotations

import attrs

from pbxprivacy.adapters.asterisk.language.config import Category, Configuration, Gap, Setting
from pbxprivacy.adapters.asterisk.language.lexer import BLANKS, Document, Kind, Node, parse
from pbxprivacy.adapters.asterisk.language.tree import Found, Presence, Tree
from pbxprivacy.errors import Fault

__all__ = ["load"]

MAX_INCLUDE_LEVEL = 10
"""How deep the server includes before it gives up."""

MAX_FILES = 3000
"""How many times a configuration may include; beyond that it is taken for an attack."""

MAX_SETTINGS = 1_000_000
"""How many settings a configuration may grow to, templates multiplied out."""


def load(tree: Tree, name: str, *, exec_includes: bool = False) -> Configuration:
    """Read a configuration file with all it includes, the way the server does.

    Never fails: what is wrong is in the result's faults, what is unknown in its gaps.

    Args:
        tree: the configuration directory.
        name: the file, relative to the directory.
        exec_includes: whether the server runs ``#exec`` (``execincludes`` in asterisk.conf).
    """
    found = tree.look(name)
    if found.presence in {Presence.DANGLING, Presence.OUTSIDE, Presence.ODD}:
        return Configuration(name, gaps=(Gap(f"{name} is {found.presence.value}", name),))
    if found.presence is Presence.MISSING:
        return Configuration(name)
    loader = _Loader(tree, exec_includes)
    stopped = loader.files([found], level=1)
    rejected = stopped or loader.exhausted
    return Configuration(
        name,
        present=True,
        categories=tuple(draft.freeze() for draft in loader.drafts),
        rejected=rejected,
        faults=tuple(loader.faults),
        gaps=tuple(loader.gaps),
        files=frozenset(loader.read),
    )


@attrs.define(eq=False)
class _Draft:
    """A category while it grows."""

    name: str
    file: str
    line: int
    template: bool = False
    settings: list[Setting] = attrs.field(factory=list)
    last: dict[str, int] = attrs.field(factory=dict)

    def add(self, setting: Setting) -> None:
        self.last[setting.key] = len(self.settings)
        self.settings.append(setting)

    def freeze(self) -> Category:
        return Category(self.name, tuple(self.settings), self.template, self.file, self.line)


class _Loader:
    def __init__(self, tree: Tree, exec_includes: bool) -> None:
        self.tree = tree
        self.exec_includes = exec_includes
        self.drafts: list[_Draft] = []
        self.by_name: dict[str, list[_Draft]] = {}
        self.current: _Draft | None = None
        self.faults: list[Fault] = []
        self.gaps: list[Gap] = []
        self.exhausted: Fault | None = None
        self.lost = ""
        self.read: set[str] = set()
        self._open: list[str] = []
        self._documents: dict[tuple[str, int], Document] = {}
        self._loads = 0
        self._settings = 0

    def files(self, found: list[Found], level: int) -> Fault | None:
        """Read files one after another; the fault at which the server stops, if it does."""
        category, comments, stopped = self.current, 0, None
        before = self.lost
        for file in found:
            document = self._document(file, comments)
            if document is None:
                continue
            comments = document.open_comments
            self._open.append(file.name)
            self.read.add(file.name)
            for node in document.nodes:
                if self.exhausted:
                    break
                category, fault = self._node(node, file.name, category, level)
                if fault and not stopped:
                    # The server reads no further; what follows is only what the text says.
                    stopped = fault
                    self.lost = self.lost or f"rejected: {fault.what} ({fault.where})"
            self._open.pop()
            if comments:
                self._fault("a comment block that is still open at the end of the file", file.name, 0)
        if level > 1:
            self.lost = before
        return stopped

    def _document(self, file: Found, comments: int) -> Document | None:
        key = (file.name, comments)
        if key not in self._documents:
            try:
                self._documents[key] = parse(self.tree.read(file), comments)
            except OSError:
                self.gaps.append(Gap(f"{file.name} could not be read", file.name))
                return None
        return self._documents[key]

    def _fault(self, what: str, file: str, line: int, mend: str = "") -> Fault:
        fault = Fault(what, mend=mend, file=file, line=line)
        self.faults.append(fault)
        return fault

    def _node(self, node: Node, file: str, category: _Draft | None, level: int) -> tuple[_Draft | None, Fault | None]:
        if node.kind is Kind.NOTHING:
            return category, None
        if node.kind is Kind.SETTING:
            if category is None:
                return None, self._fault("a setting before the first category", file, node.line)
            self._set(node, file, category)
            return category, None
        if node.kind is Kind.HEADER:
            return self._header(node, file)
        if node.kind is Kind.DIRECTIVE:
            return category, self._directive(node, file, level)
        fault = self._fault(node.why, file, node.line)
        return category, fault if node.kind is Kind.BROKEN else None

    def _spend(self, settings: int, file: str, line: int) -> None:
        self._settings += settings
        if self._settings > MAX_SETTINGS and not self.exhausted:
            self.exhausted = self._fault(
                f"templates and includes multiply to more than {MAX_SETTINGS} settings", file, line
            )

    def _set(self, node: Node, file: str, category: _Draft) -> None:
        self._spend(1, file, node.line)
        value = node.value
        if node.operator == "+=":
            at = category.last.get(node.name)
            if at is not None:
                old = category.settings[at]
                value = (old.value + value).strip(BLANKS)
                category.settings[at] = Setting(old.key, value, file, node.line, self.lost)
                return
            value = value.strip(BLANKS)
        category.add(Setting(node.name, value, file, node.line, self.lost))

    def _header(self, node: Node, file: str) -> tuple[_Draft | None, Fault | None]:
        target = new = _Draft(node.name, file, node.line)
        fault = None
        for option in node.options or ():
            if option == "!":
                target.template = True
            elif option.startswith("+"):
                existing = self._match(node.name, option[1:], file, node.line)
                if existing is None:
                    fault = self._fault(
                        f"[{node.name}] is added to, but it does not exist", file, node.line,
                        "define it before, and not as a template",
                    )  # fmt: skip
                    break
                existing.template |= new.template
                for setting in new.settings:
                    existing.add(setting)
                target = self.current = existing
            else:
                base = next(iter(self.by_name.get(option.casefold(), ())), None)
                if base is None:
                    fault = self._fault(
                        f"[{node.name}] inherits from [{option}], which does not exist", file, node.line,
                        "define the template before it is used; blanks in the brackets count",
                    )  # fmt: skip
                    break
                self._spend(len(base.settings), file, node.line)
                if self.exhausted:
                    break
                for setting in tuple(base.settings):
                    target.add(setting)
        if target is new:
            self.drafts.append(new)
            self.by_name.setdefault(new.name.casefold(), []).append(new)
            self.current = new
        return target, fault

    def _match(self, name: str, pattern: str, file: str, line: int) -> _Draft | None:
        """The category that ``(+)`` or ``(+filter)`` adds to."""
        wanted = [tuple(part.strip().partition("=")) for part in pattern.split("&")] if pattern.strip() else []
        if any(set(key + value) & set("*+?[](){}|\\") for key, _, value in wanted):
            self.gaps.append(Gap(f"[{name}] is added to by a filter that is not evaluated here", file, line))
            wanted = []
        templates = any(key == "TEMPLATES" for key, _, _ in wanted)
        for draft in self.by_name.get(name.casefold(), ()):
            if draft.template and not templates:
                continue
            conditions = ((key, value) for key, _, value in wanted if key != "TEMPLATES")
            if all(
                any(_fits(key, s.key) and _fits(value, s.value) for s in draft.settings) for key, value in conditions
            ):
                return draft
        return None

    def _directive(self, node: Node, file: str, level: int) -> Fault | None:
        if node.name == "exec":
            if self.exec_includes:
                self.gaps.append(Gap("#exec adds text that only the server can produce", file, node.line))
            else:
                self._fault("#exec is ignored, since execincludes is off", file, node.line)
            return None
        found = self.tree.find(node.value)
        readable = [entry for entry in found if entry.presence is Presence.FILE]
        for entry in found:
            if entry.presence in {Presence.DANGLING, Presence.OUTSIDE, Presence.ODD}:
                self.gaps.append(Gap(f"the included {entry.name} is {entry.presence.value}", file, node.line))
        missing = not readable and all(entry.presence is Presence.MISSING for entry in found)
        what = f"the included file {node.value} does not exist"
        self._loads += len(readable)
        if any(entry.name in self._open for entry in readable):
            missing, what = True, f"the include of {node.value} comes back to itself"
        elif level > MAX_INCLUDE_LEVEL:
            missing, what = True, f"includes go deeper than {MAX_INCLUDE_LEVEL} files"
        elif self._loads > MAX_FILES:
            self.exhausted = self.exhausted or self._fault(f"more than {MAX_FILES} files are included", file, node.line)
        elif readable:
            # A fault inside an included file ends that file only: the server's caller reads on.
            self.files(readable, level + 1)
        if not missing:
            return None
        is_needed = node.name != "tryinclude"
        mend = "give the file" + (", or write #tryinclude if the server may go on without it" if is_needed else "")
        fault = self._fault(what, file, node.line, mend)
        return fault if is_needed else None


def _fits(pattern: str, text: str) -> bool:
    """A filter's expression without operators: a part of the text, unless anchored."""
    start, end = pattern.startswith("^"), pattern.endswith("$")
    core = pattern.removeprefix("^").removesuffix("$")
    if start and end:
        return core == text
    return text.startswith(core) if start else text.endswith(core) if end else core in text
