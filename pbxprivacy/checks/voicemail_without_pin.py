"""Voicemail opens without a PIN."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    voicemail = case.tenant.voicemail
    if voicemail.enabled and not voicemail.pin_required:
        whoever = "every caller from outside" if voicemail.remote_access else "whoever is at a phone of the tenant"
        knobs = ("voicemail.pin_required", *(("voicemail.remote_access",) if voicemail.remote_access else ()))
        yield CHECK.finding(case, knobs[0], f"{whoever} can open a voicemail box without a PIN.", knobs=knobs)


CHECK: Final = Check(
    id="voicemail-without-pin",
    severity=Severity.MEDIUM,
    title="Voicemail opens without a PIN",
    why="Whoever is at the phone hears the messages; with remote access, whoever calls.",
    mend="write voicemail.pin_required: true",
    sources=(
        "Asterisk 22 voicemail.conf: minpassword",
        "FreeSWITCH 1.10 voicemail.conf.xml: allow-empty-password-auth",
    ),
    find=_find,
)
