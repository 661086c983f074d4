"""The popup URL is opened over http."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.flow import UNKNOWN_PARTY
from pbxprivacy.weburl import lacks_of


def _find(case: Case) -> Iterator[Finding]:
    popup = case.tenant.popup_url
    if popup.enabled and lacks_of(popup.url):
        what = "popup_url.url is not an https address; the caller's name and number go there unencrypted."
        holder = popup.recipient or UNKNOWN_PARTY
        yield CHECK.finding(case, "popup_url.url", what, recipient=holder, knobs=("popup_url.url",))


CHECK: Final = Check(
    id="popup-url-over-http",
    severity=Severity.MEDIUM,
    title="The popup URL is not encrypted",
    why="Name and number of every caller can be read on the way.",
    mend="write an address that begins with https",
    sources=("TheVoco Cloud-PBX privacy policy, Popup URL: it says nothing of HTTPS, authentication or which hosts",),
    find=_find,
)
