"""What an organisation declares about itself: never guessed, and shown as MISSING where absent."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from pbxprivacy.parties import Country
from pbxprivacy.terms import Art9Condition, LegalBasis, Purpose, Transfer

__all__ = ["Identity", "Operator", "Organisation"]

Line = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Identity(BaseModel):
    """A legal person as declared: name, contact and country."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Line
    contact: Line | None = None
    country: Country | None = None


class Operator(Identity):
    """Who runs the PBX; ``transfer`` is the mechanism by which data may go to its country, if that is a third one."""

    transfer: Transfer | None = None


class Organisation(BaseModel):
    """Who is responsible, on which legal basis, under which conditions; all of it declared by people.

    ``legal_basis`` maps a purpose to a ground of GDPR Art. 6(1); ``special_categories`` maps a kind of data of GDPR
    Art. 9 to the condition of Art. 9(2) that is relied on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    controller: Identity | None = None
    operator: Operator | None = None
    representative: Identity | None = None
    data_protection_officer: Identity | None = None
    legal_basis: dict[Purpose, LegalBasis] = {}
    special_categories: Art9Condition | None = None

    @classmethod
    @cache
    def default(cls) -> Self:
        """Return the organisation that declared nothing; the same object each time."""
        return cls()
