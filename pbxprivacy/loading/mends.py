"""For each thing that can be wrong with a value: one sentence, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

import attrs
from pydantic import BaseModel

from pbxprivacy.evidence import Unknown
from pbxprivacy.loading.excerpt import excerpt, is_secret, one_line
from pbxprivacy.loading.shape import model_at

__all__ = ["Saying", "Wrong", "describe"]

Saying = tuple[str, str]

_QUOTED: Final = re.compile(r"'([^']*)'")
# Our own messages are "what is wrong: what to do"; the second part begins with a verb.
_VERBS: Final = "write|say|switch|quote|add|give|use|swap|take|did|list|encode|mend|name"
_WHAT_AND_MEND: Final = re.compile(rf"(.*?)[:;] ((?:{_VERBS})\b.*)", re.DOTALL)
_HIDDEN: Final = "the value"
_BLANK_AFTER: Final = "write a blank after each colon"
_MOST_LISTED: Final = 12
_MOST_HOMES: Final = 3
_TRUE: Final = frozenset({"yes", "on", "y", "1", "true"})
_FALSE: Final = frozenset({"no", "off", "n", "0", "false"})
_NO_BLANK: Final = re.compile(r"[A-Za-z_]+:\S.*")
# what people write at the top of a tenant → what to write instead
_AT_THE_TOP: Final = {
    "name": "did you mean tenant?",
    "version": "did you mean pbxprivacy?",
    "tenants": "write several tenants as a list without a key above it, or in YAML with --- between them",
}
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
    shown = _HIDDEN if hidden else excerpt(raw or value)
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
    elsewhere = _elsewhere(wrong, above, str(key), known)
    if elsewhere:
        return what, elsewhere
    close = get_close_matches(str(key)[:100], known, n=1)
    if close:
        return what, f"did you mean {close[0]}?"
    if is_secret(str(key)):
        return what, "secrets are never part of a tenant: leave it out"
    if len(known) > _MOST_LISTED:
        return what, "take it out; the command schema lists what there is"
    return what, f"known here: {', '.join(known)}"


def _elsewhere(wrong: Wrong, above: list[Any], key: str, known: list[str]) -> str:
    """Return where a key belongs, if it is one that is known, and stands at the wrong place; else an empty text."""
    if key != key.strip():
        return f"write {excerpt(key.strip())}, and indent with plain blanks"
    if "tenant" not in wrong.kind.model_fields:
        return ""
    if above:
        is_top = key in wrong.kind.model_fields
        return f"it stands at the top, not below {excerpt(str(above[-1]))}; in TOML above the first [" if is_top else ""
    if key in _AT_THE_TOP:
        return _AT_THE_TOP[key]
    group, _, setting = key.partition(".")
    if setting and model_at([group], wrong.kind) is not None:
        return f"write {group}: {{{excerpt(setting)}: ...}}"
    homes = [name for name in known if (model := model_at([name], wrong.kind)) and key in model.model_fields]
    return f"it belongs below {' or '.join(homes)}" if 1 <= len(homes) <= _MOST_HOMES else ""


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
    if wrong.value in ("true", "false"):
        return f"the text {wrong.shown} is neither true nor false", f"write {meant}, without quotes"
    return f"{wrong.shown} is neither true nor false", f"write {meant}"


def _no_list(wrong: Wrong) -> Saying:
    what = f"{wrong.shown} is not a list"
    if isinstance(wrong.value, str):
        return what, f"write [{wrong.shown}]"
    if isinstance(wrong.value, Mapping) and wrong.value:
        if model_at([*wrong.path, 0], wrong.kind) is not None:
            return what, "write a dash before the first key of each"
        return what, f"write [{', '.join(excerpt(str(key)) for key in [*wrong.value][:_MOST_LISTED])}]"
    return what, "write a list: [one, another]"


def _no_group(wrong: Wrong) -> Saying:
    model = model_at(wrong.path, wrong.kind)
    if not wrong.path and wrong.value is None:
        return "nothing stands here", "take it out, in YAML a line ---, or write at least tenant: NAME"
    if not wrong.path:
        mend = "write settings as key: value, with tenant: NAME among them"
        return f"{wrong.shown} is not a tenant", _BLANK_AFTER if _lacks_blank(wrong) else mend
    if model is Unknown:
        return f"{wrong.shown} is not a reason", "write as a text why it is unknown"
    if wrong.value is None:
        return f"nothing stands below {wrong.key}", "write its settings below it, or take the key out"
    return f"{wrong.shown} where settings belong", _group_instead(wrong, set(model.model_fields) if model else None)


def _group_instead(wrong: Wrong, fields: set[str] | None) -> str:
    """Return what to write instead of what is no group, but may be one setting of it."""
    if _lacks_blank(wrong):
        return _BLANK_AFTER
    if fields is None:
        entry = model_at([*wrong.path, ""], wrong.kind)
        what = "REASON" if entry is Unknown else "VALUE" if entry is None else "{...}"
        return f"write each below {wrong.key} under its own name, as NAME: {what}"
    meant = next(_settings_meant(wrong, fields), "")
    return f"write {wrong.key}: {{{meant}}}" if meant else f"write them below {wrong.key}, each as key: value"


def _settings_meant(wrong: Wrong, fields: set[str]) -> Iterator[str]:
    word = str(wrong.value).lower()
    if "enabled" in fields and word in _TRUE | _FALSE:
        yield f"enabled: {'true' if word in _TRUE else 'false'}"
    if "mode" in fields and word in _FALSE:
        yield "mode: off"
    if "names" in fields and isinstance(wrong.value, list | tuple):
        yield "names: [...]"
    if "name" in fields and isinstance(wrong.value, str):
        yield f"name: {wrong.shown}"


def _lacks_blank(wrong: Wrong) -> bool:
    return isinstance(wrong.value, str) and _NO_BLANK.match(wrong.value) is not None


def _no_text(wrong: Wrong) -> Saying:
    if wrong.value is None:
        return "nothing stands here", "write a text, or take the key out"
    if isinstance(wrong.value, bool):
        return f"{wrong.shown} is not a text", "if a word such as no or off lost its quotes upstream, quote it"
    if isinstance(wrong.value, Mapping) and len(wrong.value) == 1 and wrong.shown != _HIDDEN:
        ((key, value),) = wrong.value.items()
        joined = excerpt(f"{key}:{value}") if isinstance(value, str | int) else ""
        if joined and wrong.path != ["tenant"]:
            return f"{wrong.shown} is not a text", f'write "{joined}"'
    if isinstance(wrong.value, int | float):
        return f"the number {wrong.shown} is not a text", f'write it in quotes: "{wrong.shown}"'
    return f"{wrong.shown} is not a text", "write tenant: NAME" if wrong.path == ["tenant"] else "write a text"


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
