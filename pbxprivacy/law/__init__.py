"""Outside facts with a date: which countries are whose, and which have an adequacy decision.

Data stands in JSON beside this module; every entry carries its source and the date it was true. The library
looks facts up and shows them with their date; it does not judge.
"""

from pbxprivacy.law.countries import (
    COUNTRIES,
    UNKNOWN_COUNTRY,
    Adequacy,
    Scope,
    adequacy,
    adequacy_as_of,
    is_eea,
    is_third_country,
    regime_of,
)

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
