"""What the dialplan does to call detail records: leaves calls out, takes them in, and writes more into them.

Source: ``apps/app_cdr.c``, ``funcs/func_cdr.c``. A line that leaves calls out speaks only of the calls that come by
it; records as such stay on.
"""

from __future__ import annotations

import re

import attrs

from pbxprivacy.adapters.asterisk.facts import Status
from pbxprivacy.adapters.asterisk.view import Use, View
from pbxprivacy.adapters.asterisk.words import is_false, is_true

__all__ = ["CdrLines", "cdr_lines"]

PROPERTY = re.compile(r"\s*CDR_PROP\(\s*disable\s*\)\s*=(.*)", re.IGNORECASE | re.DOTALL)
COLUMN = re.compile(r"\bCDR\(([A-Za-z0-9_]+)[^)]*\)(?!\})", re.IGNORECASE)
NAME = re.compile(r"CALLERID\(\s*(?:name|all)|CONNECTEDLINE\(\s*(?:name|all)|DB\(cidname", re.IGNORECASE)
OPEN = frozenset({Status.EFFECTIVE, Status.UNKNOWN})


@attrs.frozen
class CdrLines:
    """What lines that calls get to, or may get to, do.

    Attributes:
        left_out: lines after which a call leaves no record, by context, extension and priority.
        taken_in: lines after which it leaves one, even if channels have none by default.
        written: columns that lines write, sorted.
        named: those of them that a name of the other party is written into.
    """

    left_out: tuple[str, ...] = ()
    taken_in: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def cdr_lines(view: View) -> CdrLines:
    """Collect the lines that NoCDR, ``CDR_PROP(disable)`` and ``CDR(…)`` stand in."""
    out = [use.subject for use in view.uses("nocdr") if use.state.status in OPEN]
    taken: list[str] = []
    written: set[str] = set()
    named: set[str] = set()
    for use in view.uses("set", "mset"):
        if use.state.status not in OPEN:
            continue
        for part in _assignments(use):
            target, _, value = part.partition("=")
            if match := PROPERTY.match(part):
                out += [use.subject] if not is_false(match[1].strip()) else []
                taken += [use.subject] if not is_true(match[1].strip()) else []
            columns = {match[1].casefold() for match in COLUMN.finditer(target)}
            written |= columns
            named |= columns if NAME.search(value) else set()
    return CdrLines(tuple(out), tuple(taken), tuple(sorted(written)), tuple(sorted(named)))


def _assignments(use: Use) -> list[str]:
    return use.call.arguments if use.call.name == "mset" else [use.call.text]
