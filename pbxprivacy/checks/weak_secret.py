"""A password is weak, stands in a manual, or is none at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.grant import SecretQuality

_WORDS: Final = {
    SecretQuality.WEAK: "is weak (short, of few characters, or the user's own name)",
    SecretQuality.DEFAULT: "stands in manuals and word lists",
    SecretQuality.NONE: "is empty",
}


def _find(case: Case) -> Iterator[Finding]:
    # Two applications without a password of their own share the feature's: told once.
    for knob, quality in dict(_secrets(case)).items():
        if quality in _WORDS:
            what = f"The password behind {shown(knob)} {_WORDS[quality]}."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


def _secrets(case: Case) -> Iterator[tuple[str, SecretQuality]]:
    """Yield each password that lets somebody in, by the full name of its knob; the feature's own where it is in use."""
    phones = case.tenant.extensions
    yield "extensions.secret", phones.secret
    for name, phone in phones.phones.items():
        if phone.enabled and phone.secret is not None:
            yield f"extensions.phones[{name}].secret", phone.secret
    for grant in case.grants:
        for one in grant.admitted():
            quality, knob = grant.asked(one.application, "secret")
            yield knob, quality


CHECK: Final = Check(
    id="weak-secret",
    severity=Severity.HIGH,
    title="A password is weak, a default, or none",
    why="Programs try word lists all day; whoever guesses it calls, listens and reads as that user.",
    mend="set a long random password, and write the new quality here",
    sources=(
        "Asterisk 22 manager.conf, ari.conf, pjsip.conf: secret, password",
        "Metasploit asterisk_creds: names and passwords from manuals",
    ),
    find=_find,
)
