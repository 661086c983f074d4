"""Web pages of any origin may use the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    api = case.tenant.api
    if api.any_origin and next(api.admitted(), None) is not None:
        what = "Any web page that a user of the API opens may use the API in that user's name."
        yield CHECK.finding(case, "api.any_origin", what, knobs=("api.any_origin",))


CHECK: Final = Check(
    id="api-from-any-web-page",
    severity=Severity.MEDIUM,
    title="The API answers web pages of any origin",
    why="A browser that knows the credentials, or stands inside the network, then reads the API for a stranger's page.",
    mend="name the origins that need it (Asterisk: allowed_origins), or none",
    sources=(
        "Asterisk 22 ari.conf: allowed_origins; FreePBX 16 ships *",
        "WHATWG Fetch, CORS protocol: Access-Control-Allow-Origin",
    ),
    find=_find,
)
