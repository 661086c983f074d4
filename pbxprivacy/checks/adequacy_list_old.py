"""The lists of adequacy decisions were looked up long ago, and a transfer is judged by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.law import adequacy_as_of, is_third_country, regime_of

_FRESH: Final = timedelta(days=365)


def _find(case: Case) -> Iterator[Finding]:
    exporter, as_of = case.tenant.country, adequacy_as_of()
    if exporter is None or regime_of(exporter) is None or case.today - as_of <= _FRESH:
        return
    told = {country for countries in case.importers.values() for country in countries}
    if any(is_third_country(exporter, country) for country in told):
        what = f"the lists of adequacy decisions are of {as_of}; what was decided since then is not in them."
        yield CHECK.finding(case, "country", what, knobs=("country",))


CHECK: Final = Check(
    id="adequacy-list-old",
    severity=Severity.LOW,
    title="Transfers are told by lists that are over a year old",
    why="Decisions are made, expire and are quashed; what a list of that age says may hold no longer.",
    mend="take a newer release, and look the countries up by hand until then",
    sources=("pbxprivacy/law/adequacy.json, with the source and date of each decision",),
    find=_find,
)
