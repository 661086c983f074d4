"""A store other than recorded speech and backups lies unencrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.items import items
from pbxprivacy.terms import Data

_SPEECH: Final = items((Data.VOICE_RECORDING, Data.VOICE_MAIL, Data.VOICE_PRINT, Data.TEXT_TRANSCRIPT))


def _find(case: Case) -> Iterator[Finding]:
    for held in case.kept:
        if held.place.encrypted_at_rest is False and not held.bits & _SPEECH and held.place.name != "backups":
            what = f"{shown(held.id)} holds {kinds(held.bits)} unencrypted."
            yield CHECK.finding(case, held.id, what, knobs=case.at_rest(held.place))


CHECK: Final = Check(
    id="store-not-encrypted",
    severity=Severity.LOW,
    title="A store of the PBX is not encrypted at rest",
    why="Whoever gets at the disk, or at a copy of it, reads it (GDPR Art. 32 names encryption).",
    mend="write encrypted: true",
    sources=("TheVoco Cloud-PBX privacy policy, Security: all data is encrypted at rest",),
    find=_find,
)
