"""Recordings or voicemail lie unencrypted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.items import items
from pbxprivacy.terms import Data

_SPEECH: Final = items((Data.VOICE_RECORDING, Data.VOICE_MAIL, Data.VOICE_PRINT, Data.TEXT_TRANSCRIPT))


def _find(case: Case) -> Iterator[Finding]:
    for held in (*case.kept, *case.received):
        if held.place.encrypted_at_rest is False and held.bits & _SPEECH and held.place.name != "backups":
            what = f"{shown(held.id)} holds {kinds(held.bits & _SPEECH)} unencrypted."
            knobs = case.at_rest(held.place)
            yield CHECK.finding(case, held.id, what, recipient=held.recipient, knobs=knobs)


CHECK: Final = Check(
    id="recordings-not-encrypted",
    severity=Severity.MEDIUM,
    title="Recorded speech lies unencrypted",
    why="Whoever gets at the disk, or at a copy of it, hears it (GDPR Art. 32 names encryption).",
    mend="write encrypted: true, and seal what is there already",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Call Recordings: recording files are encrypted",
        "Aculab Cloud privacy policy: media of voice messaging is encrypted",
    ),
    find=_find,
)
