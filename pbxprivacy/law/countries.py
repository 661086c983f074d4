"""Countries, the European Economic Area, and adequacy decisions, as dated data."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

import attrs

__all__ = [
    "COUNTRIES",
    "UNKNOWN_COUNTRY",
    "Adequacy",
    "Scope",
    "adequacy",
    "adequacy_as_of",
    "is_eea",
    "is_third_country",
    "regime_of",
]

UNKNOWN_COUNTRY: Final = "UNKNOWN"

# ISO 3166-1 alpha-2, as assigned on 2026-11-01
COUNTRIES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
    """.split()
)

_EEA: Final = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
    """.split()
)


def is_eea(country: str) -> bool:
    """Tell whether a country is in the European Economic Area (EU 27, Iceland, Liechtenstein, Norway)."""
    return country in _EEA


class Scope(StrEnum):
    """How far an adequacy decision goes."""

    GENERAL = "general"
    PARTIAL = "partial"


@attrs.frozen
class Adequacy:
    """An adequacy decision as known on a date.

    ``scope`` is partial where only some organisations are covered (``condition`` says which); such a transfer needs a
    declaration that the recipient is one of them. ``as_of`` is the day on which it was looked up; ``source`` says
    where, and how old that source was.
    """

    country: str
    scope: Scope
    since: date
    until: date | None
    condition: str
    source: str
    as_of: date


@cache
def _decisions() -> dict[tuple[str, str], Adequacy]:
    text = resources.files("pbxprivacy.law").joinpath("adequacy.json").read_text(encoding="utf-8")
    found: dict[tuple[str, str], Adequacy] = {}
    for entry in json.loads(text)["decisions"]:
        for country in sorted(_EEA) if entry["country"] == "EEA" else (entry["country"],):
            found[entry["regime"], country] = _decision(entry, country)
    return found


def _decision(entry: dict[str, Any], country: str) -> Adequacy:
    until = entry["until"]
    return Adequacy(
        country=country,
        scope=Scope(entry["scope"]),
        since=date.fromisoformat(entry["since"]),
        until=date.fromisoformat(until) if until else None,
        condition=entry["condition"],
        source=entry["source"],
        as_of=date.fromisoformat(entry["as_of"]),
    )


def regime_of(exporter: str) -> str | None:
    """Return whose list of decisions holds for data from a country: ``EU``, ``GB``, or None where none is known."""
    if is_eea(exporter):
        return "EU"
    return exporter if exporter == "GB" else None


def is_third_country(exporter: str, importer: str) -> bool:
    """Tell whether data that goes from one country to the other leaves the area in which it may go freely."""
    return importer != exporter and not (is_eea(exporter) and is_eea(importer))


@cache
def adequacy_as_of() -> date:
    """Return the day on which the oldest entry of the lists was looked up."""
    return min(decision.as_of for decision in _decisions().values())


def adequacy(exporter: str, importer: str, *, today: date) -> Adequacy | None:
    """Return the decision under which data may go from ``exporter`` to ``importer`` on ``today``, if one is known.

    Exporters in the EEA stand under the EU list, the United Kingdom under its own; for others none is known.
    """
    regime = regime_of(exporter)
    decision = _decisions().get((regime, importer)) if regime else None
    if decision is None or decision.since > today or (decision.until and decision.until < today):
        return None
    return decision
