"""Whether anything leads into a routine other than by its start, or sets what only routines set.

What jumps is read as `jumps` reads it. Besides, whatever names a context of ours with a priority is taken for a way in,
whoever reads it: a text that a variable holds, another language, an application that moves another call.
What is computed from nothing that the files say may lead anywhere; that is so of any dialplan, and not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pbxprivacy.adapters.asterisk.calls import Call
from pbxprivacy.adapters.asterisk.entries import keys
from pbxprivacy.adapters.asterisk.jumps import Jump, jumps
from pbxprivacy.adapters.asterisk.languages import foreign_lines
from pbxprivacy.adapters.asterisk.one_touch import groups_of, variables_of_devices
from pbxprivacy.adapters.asterisk.own.proposal import PREFIX
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View

__all__ = ["HARMLESS", "given_elsewhere", "is_entered", "is_set"]

HARMLESS = frozenset({f"{PREFIX}stop", f"{PREFIX}pause"})
"""Whoever calls these ends a recording."""

_VARIABLES = re.compile(r"PBXPRIVACY_(?!OPTED_IN\b)")
_NAMED = re.compile(rf"(?<!@)\b{PREFIX}[\w.+-]+")
_PLACE = re.compile(r"[\s\"']*[,|^]")
_START = re.compile(r"[\s\"']*[,|^][\s\"']*s[\s\"']*[,|^][\s\"']*1(?![0-9])")
_PROFILES = frozenset({"confbridge"})
"""Applications that are given a profile: it has the same name as its routine."""
_EXPRESSION = re.compile(r"\$(?:\{[^{}\[\]]*\}|\[[^{}\[\]]*\])")


def is_set(server: Server, view: View, contexts: Collection[str]) -> bool:
    """Tell whether something outside of these contexts sets a variable of the routines."""
    given = [f"{name}={value}" for name, value in (*view.plan.globals.items(), *variables_of_devices(server))]
    given += [line for _, line in foreign_lines(server)]
    outside = (step.text for step in view.plan.steps() if step.context not in contexts)
    return any(_VARIABLES.search(text) for text in (*given, *outside))


def is_entered(
    server: Server, view: View, contexts: frozenset[str], whole: Collection[str], features: frozenset[str]
) -> bool:
    """Tell whether anything leads into these contexts other than by the start of a whole one.

    Args:
        server: the server.
        view: its dialplan.
        contexts: the contexts of the routines.
        whole: those of them that anybody may call.
        features: the keys that are theirs, by name.
    """
    whole = HARMLESS.union(whole)
    entered = view.entries.sure - view.entries.keyed | view.entries.possible.keys() - view.entries.foreign
    if contexts & (entered | view.queue_contexts):
        return True
    for context in view.plan.contexts.values():
        if context.name not in contexts and any(name in contexts for name, _ in context.includes):
            return True
    outside = (step for step in view.plan.steps() if step.context not in contexts)
    if any(_is_past_start(one, contexts, whole) for step in outside for one in view.flow.calls(step)):
        return True
    texts = [setting.value for setting in keys(server) if setting.key.casefold() not in features]
    texts += [line for _, line in foreign_lines(server)]
    return any(_names_midst(text, contexts, whole) for text in texts)


def given_elsewhere(server: Server, view: View, contexts: Collection[str], features: Collection[str]) -> set[str]:
    """Return the features that somebody has whom no routine gives them to."""
    given = [step.text for step in view.plan.steps() if step.context not in contexts]
    given += [f"{name}={value}" for name, value in (*view.plan.globals.items(), *variables_of_devices(server))]
    given += [line for _, line in foreign_lines(server)]
    given = [text.casefold() for text in given if "DYNAMIC_FEATURES" in text]
    if any("$" in text for text in given):
        return set(features)
    names = {feature: {feature, *groups_of(server, feature)} for feature in features if given}
    return {feature for feature, known in names.items() if any(name in text for name in known for text in given)}


def _is_into(jump: Jump, contexts: frozenset[str], whole: Collection[str]) -> bool:
    if "$" in jump.context:
        start = jump.context.partition("$")[0]
        return jump.priority not in {"", "1"} and any(name.startswith(start) for name in contexts)
    is_start = jump.context in whole and jump.exten in {"", "s"} and jump.priority in {"", "1"}
    return jump.context in contexts and not is_start


def _is_past_start(one: Call, contexts: frozenset[str], whole: Collection[str]) -> bool:
    """Tell whether an application leads into a routine, or to its start with an argument that counts as several."""
    found = list(jumps(one))
    if any(_is_into(jump, contexts, whole) for jump in found):
        return True
    if any(jump.context in contexts for jump in found) and _is_split(one.text):
        return True
    return one.name not in _PROFILES and _names_midst(one.text, contexts, whole)


def _names_midst(text: str, contexts: frozenset[str], whole: Collection[str]) -> bool:
    """Tell whether a text names a place within a routine, or one that is none to call."""
    for match in _NAMED.finditer(text) if PREFIX in text else ():
        name, rest = match[0], text[match.end() :]
        is_start = name in whole and (_START.match(rest) or not _PLACE.match(rest))
        if name in contexts and not is_start:
            return True
    return False


def _is_split(text: str) -> bool:
    """Tell whether quotes or escapes keep a comma within an argument: given on, it parts two."""
    before = ""
    while before != text:
        before, text = text, _EXPRESSION.sub("", text)
    return "\\" in text or '"' in text
