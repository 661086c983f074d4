"""Whether data goes to a third country cannot be told, since the tenant's own country is not known or has no list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.law import regime_of


def _find(case: Case) -> Iterator[Finding]:
    if not case.importers:
        return
    exporter = case.tenant.country
    if exporter is None:
        what = "the tenant's country is MISSING, so it cannot be told which recipients are in a third country."
        yield CHECK.finding(case, "country", what, knobs=("country",))
    elif regime_of(exporter) is None:
        what = f"for data from {exporter} no list of adequate countries is known here, so transfers cannot be told."
        yield CHECK.finding(case, "country", what, knobs=("country",))


CHECK: Final = Check(
    id="transfer-cannot-be-told",
    severity=Severity.LOW,
    title="Whether a transfer needs a mechanism cannot be told",
    why="What is not known is not safe: recipients may be in countries to which data may not simply go.",
    mend="declare country; outside the EEA and the United Kingdom, look the transfers up by hand",
    sources=("GDPR Art. 44 to 49", "pbxprivacy/law/adequacy.json: lists of the EU and the United Kingdom alone"),
    find=_find,
)
