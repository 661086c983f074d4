"""Voicemail is mailed with the message itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy import places
from pbxprivacy.case import Case, Check
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    voicemail = case.tenant.voicemail
    if voicemail.enabled and voicemail.mailed is Mailed.AUDIO and case.reach.present(places.MAIL_OUT):
        knob = "voicemail.mailed"
        yield CHECK.finding(case, knob, f"{knob} is audio: the messages themselves are mailed.", knobs=(knob,))


CHECK: Final = Check(
    id="voicemail-mailed-as-audio",
    severity=Severity.MEDIUM,
    title="Voicemail leaves by mail as audio",
    why="A mailbox keeps it by rules of its own: deleting the message in the PBX deletes no mail.",
    mend="write voicemail.mailed: notice",
    sources=(
        "Asterisk 22 voicemail.conf: attach, on in the sample",
        "FusionPBX: voicemail_file is attach by default",
    ),
    find=_find,
)
