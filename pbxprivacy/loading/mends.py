"""For each thing that can be wrong with a value: one sentence, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

import attrs
from pydantic import BaseModel

from pbxprivacy.evidence import Unknown
from pbxprivacy.loading.excerpt import excerpt, is_secret, one_line
from pbxprivacy.loading.shape import is_feature, model_at

__all__ = ["Saying", "Wrong", "describe"]

Saying = tuple[str, str]

_QUOTED: Final = re.compile(r"'([^']*)'")
# Our own messages are "what is wrong: what to do"; the second part begins with a verb.
_VERBS: Final = "write|say|switch|quote|add|give|use|swap|take|did|list|encode|mend|name"
_WHAT_AND_MEND: Final = re.compile(rf"(.*?)[:;] ((?:{_VERBS})\b.*)", re.DOTALL)
_MOST_LISTED: Final = 12
_MOST_HOMES: Final = 3
_TRUE: Final = frozenset({"yes", "on", "y", "1", "true"})
_FALSE: Final = frozenset({"no", "off", "n", "0", "false"})
_LOST: Final = {False: ("off", "no"), True: ("on", "yes")}


@attrs.frozen(eq=False)
class Wrong:
    """A value that is wrong.

    Attributes:
        path: where it stands in the data.
        kind: the model that was expected of the whole.
        value: what stands there.
        shown: what of it may be shown.
        message: what pydantic, or one of our own validators, says.
        context: further words of pydantic: what was expected, how long it may be.
    """

    path: list[Any]
    kind: type[BaseModel]
    value: Any
    shown: str
    message: str
    context: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The last step of the path, as it may be shown."""
        return excerpt(str(self.path[-1])) if self.path else ""


def describe(detail: Any, path: list[Any], kind: type[BaseModel], raw: str) -> Saying:
    """Return what is wrong and what to write instead.

    Args:
        detail: one error as pydantic tells it.
        path: where, in the data.
        kind: the model that was expected of the whole.
        raw: the text of the value as it stood, where it is known.
    """
    value = detail.get("input")
    hidden = any(is_secret(str(step)) for step in path) and path[-1:] != [value]
    shown = "the value" if hidden else excerpt(raw or value)
    wrong = Wrong(path, kind, value, shown, detail["msg"], detail.get("ctx", {}))
    sort: str = detail["type"]
    say = _SAYINGS.get(sort) or _SAYINGS.get(sort.partition("_")[0], _own_words)
    return say(wrong)


def _own_words(wrong: Wrong) -> Saying:
    message = wrong.message.removeprefix("Value error, ")
    match = _WHAT_AND_MEND.fullmatch(message)
    return (match[1], match[2]) if match else (message[:1].lower() + message[1:], "")


def _unknown_key(wrong: Wrong) -> Saying:
    *above, key = wrong.path
    what = f"unknown key {wrong.key}"
    model = model_at(above, wrong.kind)
    known = list(model.model_fields) if model else []
    close = get_close_matches(str(key)[:100], known, n=1)
    if close:
        return what, f"did you mean {close[0]}?"
    if is_secret(str(key)):
        return what, "secrets are never part of a tenant: leave it out"
    homes = [] if above else [name for name in known if is_feature(name, wrong.kind) and _has(wrong, name, key)]
    if 1 <= len(homes) <= _MOST_HOMES:
        return what, f"it belongs below {' or '.join(homes)}"
    if len(known) > _MOST_LISTED:
        return what, "take it out; the command schema lists what there is"
    return what, f"known here: {', '.join(known)}"


def _has(wrong: Wrong, feature: str, key: object) -> bool:
    model = model_at([feature], wrong.kind)
    return model is not None and key in model.model_fields


def _missing(wrong: Wrong) -> Saying:
    if wrong.path == ["tenant"]:
        return "the tenant has no name", "add tenant: NAME"
    return f"{wrong.key} is missing", f"add {wrong.key}"


def _not_one_of(wrong: Wrong) -> Saying:
    expected = str(wrong.context.get("expected", ""))
    if wrong.path == ["pbxprivacy"]:
        if wrong.value == expected:
            return "the format is a number, not a text", f"write pbxprivacy: {expected}, without quotes"
        return f"format {wrong.shown} is not one that this release reads", f"write pbxprivacy: {expected}"
    allowed = _QUOTED.findall(expected) or [expected]
    what = f"{wrong.shown} is not one of the allowed values"
    lost = [word for word in _LOST.get(wrong.value, ()) if word in allowed] if isinstance(wrong.value, bool) else []
    if lost:
        return what, f'did {lost[0]} lose its quotes? Write "{lost[0]}"'
    close = get_close_matches(wrong.value[:100].lower(), allowed, n=1) if isinstance(wrong.value, str) else []
    hint = f"did you mean {close[0]}? " if close else ""
    return what, f"{hint}write one of: {', '.join(allowed)}"


def _no_boolean(wrong: Wrong) -> Saying:
    word = str(wrong.value).lower() if isinstance(wrong.value, str | int) else ""
    meant = "true" if word in _TRUE else "false" if word in _FALSE else "true or false"
    return f"{wrong.shown} is neither true nor false", f"write {meant}"


def _no_list(wrong: Wrong) -> Saying:
    example = f"[{wrong.shown}]" if isinstance(wrong.value, str) else "a list: [one, another]"
    return f"{wrong.shown} is not a list", f"write {example}"


def _no_group(wrong: Wrong) -> Saying:
    model = model_at(wrong.path, wrong.kind)
    if not wrong.path:
        return f"{wrong.shown} is not a tenant", "write settings as key: value, with tenant: NAME among them"
    if model is Unknown:
        return f"{wrong.shown} is not a reason", "write as a text why it is unknown"
    if isinstance(wrong.value, bool) and model is not None and "enabled" in model.model_fields:
        return f"{wrong.shown} where settings belong", f"write {wrong.key}: {{enabled: {wrong.shown}}}"
    if wrong.value is None:
        return f"nothing stands below {wrong.key}", "write its settings below it, or take the key out"
    return f"{wrong.shown} where settings belong", f"write them below {wrong.key}, each as key: value"


def _no_text(wrong: Wrong) -> Saying:
    if wrong.value is None:
        return "nothing stands here", "write a text, or take the key out"
    if isinstance(wrong.value, bool):
        return f"{wrong.shown} is not a text", "if a word such as no or off lost its quotes upstream, quote it"
    if isinstance(wrong.value, int | float):
        return f"the number {wrong.shown} is not a text", f'write it in quotes: "{wrong.shown}"'
    return f"{wrong.shown} is not a text", "write a text"


def _misspelled(wrong: Wrong) -> Saying:
    pattern = str(wrong.context.get("pattern", ""))
    mend = f"it must match {one_line(pattern, 100)}"
    if "queue" in pattern:
        mend = "write for instance any, inbound.external, queue, queue:NAME, conference:NAME or extension:NAME"
    elif pattern.startswith(("^[A-Za-z0-9][A-Za-z0-9_.-]", "^[A-Za-z0-9_.+-]")):
        mend = "write letters, digits, dots, dashes and underscores, without blanks"
    return f"{wrong.shown} is not spelled as it must be", mend


# by the whole type of pydantic's error, or by its first word
_SAYINGS: Final[Mapping[str, Callable[[Wrong], Saying]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    **dict.fromkeys(("enum", "literal_error"), _not_one_of),
    "bool": _no_boolean,
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), _no_list),
    **dict.fromkeys(("model_type", "dict_type", "mapping_type"), _no_group),
    "string": _no_text,
    "string_too_short": lambda _: ("an empty text", "write something, or take the key out"),
    "string_too_long": lambda wrong: (f"a text of over {wrong.context.get('max_length')} characters", "shorten it"),
    "string_pattern_mismatch": _misspelled,
    "date": lambda wrong: (
        f"{wrong.shown} is not a day",
        f"write {wrong.context.get('mend', 'a day such as 2026-12-01')}",
    ),
    "int": lambda wrong: (f"{wrong.shown} is not a whole number", "write a whole number"),
}
