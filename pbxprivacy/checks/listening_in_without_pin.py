"""Whoever dials the code can listen in on calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity


def _find(case: Case) -> Iterator[Finding]:
    listening = case.tenant.listening_in
    if listening.enabled and not listening.pin:
        what = f"{listening.who} can listen in on calls ({listening.calls}) without a PIN."
        yield CHECK.finding(case, "listening_in.pin", what, knobs=("listening_in.pin",))


CHECK: Final = Check(
    id="listening-in-without-pin",
    severity=Severity.MEDIUM,
    title="Listening in needs no PIN",
    why="The code is the same everywhere and stands in every manual.",
    mend="write listening_in.pin: true",
    sources=(
        "FreeSWITCH 1.10 eavesdrop: the sample dialplan asks for no PIN",
        "Asterisk 22 Authenticate",
    ),
    find=_find,
)
