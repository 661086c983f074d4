"""An interface that gives more asks for less than one that gives less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check, kinds
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.grant import GrantFeature
from pbxprivacy.items import ItemSet
from pbxprivacy.terms import Safeguard


def _find(case: Case) -> Iterator[Finding]:
    if len(case.grants) < 2:  # noqa: PLR2004 - it takes two to compare
        return
    compared = [(grant.key, *_conditions(case, grant)) for grant in case.grants]
    for key, given, lacks in compared:
        for other, less, other_lacks in compared:
            if less and less & ~given == 0 and less != given and lacks - other_lacks:
                lacking = ", ".join(sorted(lacks - other_lacks))
                more = f"{key} gives {kinds(given & ~less)} besides all that {other} gives"
                what = f"{more}, and is not {lacking}, as {other} is."
                yield CHECK.finding(case, key, what, knobs=_through(case, key, lacks - other_lacks))
                break


def _conditions(case: Case, grant: GrantFeature) -> tuple[ItemSet, frozenset[Safeguard]]:
    """Return what an interface gives, and the safeguards that some connection to it lacks."""
    given, lacks = 0, frozenset[Safeguard]()
    for flow in grant.traced.flows:
        given |= case.reach.present(flow.target)
        lacks |= flow.lacks
    return given, lacks


def _through(case: Case, key: str, lacking: frozenset[Safeguard]) -> tuple[str, ...]:
    """Return the settings of an interface through which it lacks some safeguards."""
    flows = [flow for grant in case.grants if grant.key == key for flow in grant.traced.flows if flow.lacks & lacking]
    return tuple(dict.fromkeys(knob for flow in flows for knob in flow.because if not knob.endswith(".enabled")))


CHECK: Final = Check(
    id="access-weaker-for-more",
    severity=Severity.MEDIUM,
    title="An interface that gives more asks for less than another",
    why="Access is as strict as its weakest way in; whoever is kept out at one interface takes the other.",
    mend="give the interface that exposes more at least the permit list and the encryption of the other",
    sources=("TheVoco Cloud-PBX privacy policy: AMI and Database Grant name an authorised address; the API does not",),
    find=_find,
)
