"""Data goes to a third country without a mechanism that is declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pbxprivacy.case import Case, Check
from pbxprivacy.finding import Finding, Severity
from pbxprivacy.flow import OPERATOR
from pbxprivacy.law import UNKNOWN_COUNTRY, Scope, adequacy, is_third_country, regime_of
from pbxprivacy.terms import Transfer

_BY_DECISION: Final = (Transfer.ADEQUACY, Transfer.DATA_PRIVACY_FRAMEWORK)


def _find(case: Case) -> Iterator[Finding]:
    exporter = case.tenant.country
    regime = regime_of(exporter) if exporter else None
    if exporter is None or regime is None:
        return  # a check of its own says that it cannot be told
    for name, countries in case.importers.items():
        party = case.tenant.party(name)
        knob = "organisation.operator.transfer" if name == OPERATOR else f"parties.{name}.transfer"
        for country in countries:
            if country != UNKNOWN_COUNTRY and is_third_country(exporter, country):
                fault = _fault(party.transfer, regime, exporter, country, case.today)
                if fault:
                    what = f"{name} may hold data in {country}; {fault}."
                    yield CHECK.finding(case, f"{name} {country}", what, recipient=name, knobs=(knob,))


def _fault(declared: Transfer | None, regime: str, exporter: str, country: str, today: date) -> str:
    """Return what a transfer lacks, as far as decisions are known and mechanisms declared; or nothing."""
    if declared is Transfer.UK_IDTA and regime != "GB":
        return f"{declared} is declared, which is a mechanism of the United Kingdom"
    if declared is not None and declared not in _BY_DECISION:
        return ""
    decision = adequacy(exporter, country, today=today)
    if decision is None or (declared is Transfer.DATA_PRIVACY_FRAMEWORK and country != "US"):
        told = f"{declared} is declared, but " if declared else "no mechanism is declared, and "
        return f"{told}no such decision of {regime} for {country} is known on {today}"
    if decision.scope is Scope.PARTIAL and declared is None:
        return f"the decision covers only {decision.condition}, and nobody declared this recipient to be one"
    return ""


CHECK: Final = Check(
    id="transfer-without-mechanism",
    severity=Severity.HIGH,
    title="Data goes to a third country, and no mechanism is declared",
    why="A transfer to a third country needs an adequacy decision, or a mechanism such as standard contractual"
    " clauses (GDPR Art. 44 to 49).",
    mend="declare parties.NAME.transfer, or organisation.operator.transfer for the operator; or choose a region,"
    " or stop handing the data on",
    sources=(
        "GDPR Art. 44 to 49",
        "pbxprivacy/law/adequacy.json, with the source and date of each decision",
    ),
    find=_find,
)
