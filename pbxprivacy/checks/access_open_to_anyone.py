"""An interface admits the Internet at large, in IPv4 and in IPv6."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.grant import open_families

_FAMILIES: Final = 2


def _find(case: Case) -> Iterator[Finding]:
    for knob, networks in case.permits:
        if len(open_families(networks)) == _FAMILIES:
            what = f"{shown(knob)} admits the Internet at large, IPv4 and IPv6."
            yield CHECK.finding(case, knob, what, knobs=(knob,))


CHECK: Final = Check(
    id="access-open-to-anyone",
    severity=Severity.HIGH,
    title="An interface can be reached from the Internet at large",
    why="Whoever has or guesses the credentials reads what the interface gives; a list of networks that together"
    " cover more than any one organisation has restricts nobody either.",
    mend="write the addresses of the application, such as permit: [192.0.2.10/32]",
    sources=(
        "TheVoco Cloud-PBX privacy policy, AMI and Database Grant: an authorised address is a condition",
        "Asterisk 22 manager.conf: without deny, permit restricts nobody",
    ),
    find=_find,
)
