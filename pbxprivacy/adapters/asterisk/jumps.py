"""Where a line of the dialplan leads: the next line, a jump, a subroutine, a dialled local extension."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from pbxprivacy.adapters.asterisk.calls import Call, branches, call, options, split

__all__ = ["ENDS", "SUBROUTINES", "Jump", "jumps", "prompt_level"]

ENDS = frozenset({"hangup", "congestion", "busy", "goto", "return", "macroexit"})
"""Applications after which the next line is not reached."""

SUBROUTINES = frozenset({"gosub", "gosubif", "macro", "macroif", "macroexclusive"})
"""Applications that come back."""

LOCAL = re.compile(r"\bLocal/([^@&,/|)]*)@([^&,/|)\s]*)", re.IGNORECASE)
SETTERS = re.compile(
    r"\s*_*(?:channel\(hangup_handler_(?:push|wipe)\)|(?:transfer|forward|goto_on_blindxfr)_?(?:context)?)\s*=\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
SUBROUTINE_OPTIONS = {"U": "^", "b": "^", "B": "^"}
PROMPTS = frozenset({"playback", "background", "backgrounddetect", "controlplayback", "playtones", "read"})
MAX_JUMPS = 64


@attrs.frozen(slots=True)
class Jump:
    """A place that a line leads to; empty parts are those of the line itself.

    `digits` says that the caller, or the number dialled, chooses the extension.
    """

    context: str = ""
    exten: str = ""
    priority: str = ""
    returns: bool = False
    digits: bool = False


def prompt_level(one: Call) -> int:
    """0 nothing is heard, 1 a tone, 2 something is said; only what is always heard counts."""
    if one.condition or one.name not in PROMPTS:
        return 0
    sounds = [part.strip() for part in split(one.argument(1 if one.name == "read" else 0), "&")]
    spoken = [sound for sound in sounds if sound and not sound.startswith("silence/")]
    if not spoken or _skipped(one):
        return 0
    return 1 if one.name == "playtones" or all(sound.rsplit("/", 1)[-1] == "beep" for sound in spoken) else 2


def _skipped(one: Call) -> bool:
    """Whether the prompt is left out where the call was not answered yet."""
    return (one.name == "playback" and "skip" in one.argument(1).casefold()) or (
        one.name == "background" and "s" in one.argument(1)
    )


def jumps(one: Call) -> Iterator[Jump]:
    """Every place that an application leads to, apart from the next line."""
    for number, jump in enumerate(_jumps(one)):
        if number >= MAX_JUMPS:
            return
        yield jump


def _jumps(one: Call) -> Iterator[Jump]:  # noqa: C901, PLR0912 - one branch for each application
    name = one.name
    if name in {"goto", "gosub"}:
        yield _target(one.text, returns=name == "gosub")
    elif name in {"gotoif", "gotoiftime", "gosubif"}:
        for branch in branches(one.text)[1:]:
            if branch:
                yield _target(branch, returns=name == "gosubif")
    elif name in {"macro", "macroexclusive"}:
        yield Jump(f"macro-{one.argument(0)}", "s", "1", returns=True)
    elif name == "macroif":
        for branch in branches(one.text)[1:]:
            if branch:
                yield Jump(f"macro-{split(branch)[0].strip()}", "s", "1", returns=True)
    elif name in {"background", "waitexten", "backgrounddetect"}:
        yield Jump(one.argument(3) if name == "background" else "", digits=True)
    elif name == "disa":
        yield Jump(one.argument(1), digits=True)
    elif name == "originate":
        if one.argument(1).casefold() == "exten":
            yield Jump(one.argument(2), one.argument(3) or "s", one.argument(4) or "1")
    elif name in {"dial", "page", "queue", "followme"}:
        yield from _dialled(one)
    elif name == "set":
        match = SETTERS.match(one.text)
        if match:
            yield _target(match[1].replace("^", ","), returns=True) if "," in match[1] else Jump(match[1], digits=True)


def _dialled(one: Call) -> Iterator[Jump]:
    for match in LOCAL.finditer(one.text):
        yield Jump(match[2], match[1], "1", returns=True, digits="$" in match[1])
    chosen = options(one.argument(2 if one.name == "dial" else 1))
    for letter in SUBROUTINE_OPTIONS:
        if chosen.get(letter):
            yield _target(chosen[letter].partition("(")[0].replace("^", ","), returns=True, alone="context")
    if chosen.get("M"):
        yield Jump(f"macro-{chosen['M'].split('^')[0]}", "s", "1", returns=True)
    for letter in "GF":
        if chosen.get(letter):
            yield _target(chosen[letter].replace("^", ","))
    if one.name == "queue":
        if one.argument(6):
            yield Jump(f"macro-{one.argument(6)}", "s", "1", returns=True)
        if one.argument(7):
            yield _target(one.argument(7), returns=True, alone="context")


def _target(text: str, *, returns: bool = False, alone: str = "priority") -> Jump:
    parts = [part.strip() for part in split(text)]
    if not parts[-1].startswith("${") or "(" in parts[-1].partition("}")[2]:
        # A subroutine's arguments stand behind the priority.
        head = call(parts[-1])
        parts[-1] = parts[-1].partition("(")[0].strip() if head.text or "(" in parts[-1] else parts[-1]
    if len(parts) == 1:
        return Jump(parts[0], "s", "1", returns) if alone == "context" else Jump("", "", parts[0], returns)
    if len(parts) == 2:  # noqa: PLR2004 - extension and priority
        return Jump("", parts[0], parts[1], returns)
    return Jump(parts[0], parts[1], parts[2], returns)
