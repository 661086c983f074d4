"""An interface is restricted in IPv4 and admits the Internet at large in IPv6, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.grant import open_families


def _find(case: Case) -> Iterator[Finding]:
    for knob, networks in case.permits:
        families = open_families(networks)
        if len(families) == 1:
            version = min(families)
            other = 4 if version == 6 else 6  # noqa: PLR2004 - the two versions of IP
            what = f"{shown(knob)} admits the IPv{version} Internet at large, though not that of IPv{other}."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


CHECK: Final = Check(
    id="access-open-in-one-family",
    severity=Severity.HIGH,
    title="An interface is closed in one version of IP and open in the other",
    why="A restriction of IPv4 says nothing about IPv6 clients, and the reverse; Asterisk skips IPv4 rules for them.",
    mend="restrict both: take 0.0.0.0/0 and ::/0, and networks that together cover as much, out of the list",
    sources=("Asterisk 22 manager.conf: rules of one family are skipped for clients of the other",),
    find=_find,
)
