"""A setting could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown


def _find(case: Case) -> Iterator[Finding]:
    for path, unknown in case.unknown.items():
        key, _, rest = path.partition(".")
        knob = case.tenant.feature_types()[key].knobs().get(rest)
        if knob is None or not knob.neutral:
            what = f"{shown(path)} is unknown ({shown(unknown.reason)})."
            yield CHECK.finding(case, path, what, knobs=(path,))


CHECK: Final = Check(
    id="unknown-setting",
    severity=Severity.INFO,
    title="A setting is unknown",
    why="What hangs on it is possible at worst; an unknown is never taken for safe.",
    mend="write the setting, or give the file or database that holds it",
    sources=("GDPR Art. 5(2): who is responsible must be able to show it",),
    find=_find,
)
