"""The popup URL holds the caller's name and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.flow import UNKNOWN_PARTY


def _find(case: Case) -> Iterator[Finding]:
    popup = case.tenant.popup_url
    if popup.enabled and popup.numbers_in_query:
        knob = "popup_url.numbers_in_query"
        what = f"{knob} writes the caller's name and number into the address of the page."
        yield CHECK.finding(case, knob, what, recipient=popup.recipient or UNKNOWN_PARTY, knobs=(knob,))


CHECK: Final = Check(
    id="popup-url-with-numbers",
    severity=Severity.MEDIUM,
    title="The caller's number stands in an address",
    why="Addresses are written into histories, and into the logs of every server that they pass.",
    mend="write popup_url.numbers_in_query: false, and pass the values in the body",
    sources=(
        "TheVoco Cloud-PBX privacy policy, Popup URL",
        "RFC 9110 section 17.9: no sensitive data in a URI",
    ),
    find=_find,
)
