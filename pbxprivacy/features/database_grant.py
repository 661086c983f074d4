"""Database grant: an application reads the call detail records straight from the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow
from pbxprivacy.grant import Grant, GrantFeature
from pbxprivacy.knob import entries
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Purpose

__all__ = ["DatabaseGrant"]


class DatabaseGrant(GrantFeature):
    """Direct read access to the call detail records, from authorised addresses with credentials."""

    key: ClassVar[str] = "database_grant"
    title: ClassVar[str] = "Database grant"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Database Grant",)

    applications: dict[PartyName, Grant] = entries("Further applications.", of_parties=True)

    def effects(self) -> Iterator[Effect]:
        """Hand the records to every application that may connect."""
        for connection in self.connections():
            place = connection.place("database_grant")
            yield place
            yield Flow(
                places.CDR,
                place.id,
                EVERYTHING,
                Purpose.INTEGRATION,
                connection.knobs,
                lacks=connection.lacks,
            )
