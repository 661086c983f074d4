"""Parties: the legal persons who can hold data, and what was declared about them.

Known vendors come with the package, as data in ``known_parties.json``, each with its source and date. What depends on
the customer's contract (role, transfer mechanism, retention) is declared, never guessed.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources
from typing import Annotated, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from pbxprivacy.day import Day
from pbxprivacy.law import COUNTRIES, UNKNOWN_COUNTRY
from pbxprivacy.retention import UNSTATED, Retention
from pbxprivacy.terms import PartyKind, Role, Transfer

__all__ = [
    "ANYONE",
    "BUILT_IN",
    "OPERATOR",
    "RESERVED_PARTIES",
    "TENANT",
    "UNKNOWN_PARTY",
    "Contract",
    "Country",
    "Party",
    "PartyName",
    "known_parties",
    "own_party",
]

# Holders every tenant has; all others are keys of the tenant's own parties or of the known ones.
TENANT: Final = "tenant"
OPERATOR: Final = "operator"
ANYONE: Final = "anyone"
UNKNOWN_PARTY: Final = "unknown"
RESERVED_PARTIES: Final = (TENANT, OPERATOR, ANYONE, UNKNOWN_PARTY)


_LONGEST_SHOWN: Final = 40


def _country(value: object) -> object:
    if value is False:
        raise ValueError("false is not a country: YAML 1.1 reads NO (Norway) as false; quote it: 'NO'")
    if value is None or (isinstance(value, str) and value in COUNTRIES):
        return value
    meant = value.upper() if isinstance(value, str) else ""
    if meant in COUNTRIES:
        raise ValueError(f"country codes are upper case: write {meant}")
    if meant == "UK":
        raise ValueError("UK is not an ISO 3166 code: write GB")
    named = (value[:_LONGEST_SHOWN] or "an empty text") if isinstance(value, str) else "this"
    raise ValueError(f"{named} is not an ISO 3166 country code of two letters: write for instance DE")


Country = Annotated[str, BeforeValidator(_country), Field(examples=["DE"])]
PartyName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
ShownText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Contract(BaseModel):
    """A contract with a party, as declared.

    ``reference`` is whatever finds it again; ``expires`` is the last day on which it holds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reference: str = ""
    signed: Day | None = None
    expires: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.signed and self.expires and self.expires < self.signed:
            raise ValueError("expires before it was signed: swap or mend the two dates")
        return self


class Party(BaseModel):
    """A legal person who can hold data.

    ``name``, ``kind``, ``country`` and ``source`` are facts; ``role``, ``transfer``, ``contract`` and ``retention``
    (how long it keeps what it gets) are declared. A country of None is unknown, and is shown as such.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ShownText
    kind: PartyKind = PartyKind.APPLICATION
    country: Country | None = None
    further_countries: tuple[Country, ...] = ()
    role: Role | None = None
    engaged_by: Role | None = None
    since: Day | None = None
    transfer: Transfer | None = None
    contract: Contract | None = None
    retention: Retention = UNSTATED
    contact: str = ""
    source: str = ""
    as_of: Day | None = None

    @property
    def countries(self) -> frozenset[str]:
        """Where it may hold data; ``UNKNOWN`` where nobody said."""
        return frozenset((self.country or UNKNOWN_COUNTRY, *self.further_countries))


@cache
def known_parties() -> dict[str, Party]:
    """Return the vendors that come with the package, by name."""
    text = resources.files("pbxprivacy").joinpath("known_parties.json").read_text(encoding="utf-8")
    return {name: Party.model_validate(entry) for name, entry in json.loads(text).items()}


BUILT_IN: Final = {
    ANYONE: Party.model_construct(name="anyone who can connect", kind=PartyKind.ANYONE),
    UNKNOWN_PARTY: Party.model_construct(name="UNKNOWN", kind=PartyKind.UNKNOWN),
}


@lru_cache(maxsize=1024)
def own_party(holder: str, name: str, country: str | None, transfer: Transfer | None = None) -> Party:
    """Return the tenant or the operator as a party."""
    return Party.model_construct(name=name, kind=PartyKind(holder), country=country, transfer=transfer)
