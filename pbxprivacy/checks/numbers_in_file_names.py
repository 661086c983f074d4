"""File names of recordings hold phone numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity

_NAMING: Final = (("call_recording", "store/recordings"), ("archive_upload", "service/archive"))


def _find(case: Case) -> Iterator[Finding]:
    for feature, place in _NAMING:
        if case.reach.states.get(place) and getattr(case.tenant, feature).numbers_in_names:
            knob = f"{feature}.numbers_in_names"
            what = f"{knob} writes phone numbers into the names of recordings in {place}."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


CHECK: Final = Check(
    id="numbers-in-file-names",
    severity=Severity.MEDIUM,
    title="Names of recordings hold phone numbers",
    why="Encryption hides what is in a file, not its name; names stand in listings, logs and backups.",
    mend="write numbers_in_names: false, and rename what is there already",
    sources=(
        "FreePBX and Issabel: the numbers of both sides stand in the names of recordings",
        "jambonz lib/record/upload.js: caller and called stand in the metadata of the object",
    ),
    find=_find,
)
