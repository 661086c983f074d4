"""Backups: copies of the PBX's stores, which outlive what was deleted there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import OPERATOR, UNKNOWN_PARTY, Copy, Flow, Place, PlaceKind
from pbxprivacy.knob import identity, party, protection, retention, switch
from pbxprivacy.law import UNKNOWN_COUNTRY
from pbxprivacy.parties import Country, PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Purpose, Safeguard

__all__ = ["Backups"]

# by knob: the stores that it copies
_CONTENTS: Final = {
    "recordings": (places.RECORDINGS,),
    "voicemail": (places.VOICEMAIL,),
    "cdr": (places.CDR, places.CEL),
    "contacts": (places.COMPANY_CONTACTS, places.CRM_CONTACTS, places.SPEED_DIAL),
    "personal_contacts": (places.PERSONAL_CONTACTS,),
    "messages": (places.MESSAGES,),
    "logs": (
        places.DEBUG_LOG,
        places.OPERATION_LOG,
        places.SECURITY_LOG,
        places.QUEUE_LOG,
        places.REPORTS,
        places.CAPTURES,
    ),
    "directory": (places.DIRECTORY, places.CREDENTIALS, places.TRUNKS, places.PHONE_CONFIGURATIONS, places.NOTIFIED),
    "spoken_names": (places.CONFERENCE_NAMES,),
}
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class Backups(Feature):
    """Backups of what the switches name. What was deleted in the PBX stays in them for their own retention.

    A recording kept 28 days is in a backup that is kept 180 days until day 208.
    """

    key: ClassVar[str] = "backups"
    title: ClassVar[str] = "Backups"
    sources: ClassVar[tuple[str, ...]] = ("Aculab Cloud privacy policy: database backups are kept 180 days",)

    enabled: bool = switch("Whether backups are made.")
    storage: PartyName | None = party("Who stores them.", default=OPERATOR)
    region: Country | None = identity("In which country they are kept.", stand_in=UNKNOWN_COUNTRY)
    tls: bool = protection("Whether they are encrypted on their way to the storage.")
    encrypted: bool = protection("Whether they are encrypted at rest.")
    retention: Retention = retention("How long a backup is kept.", default=Retention(30))
    recordings: bool = switch("Whether recordings are in them.")
    voicemail: bool = switch("Whether voicemail is in them.")
    cdr: bool = switch("Whether call detail records and channel events are in them.")
    contacts: bool = switch("Whether the company's contacts are in them.")
    personal_contacts: bool = switch("Whether users' personal contacts are in them.")
    messages: bool = switch("Whether kept messages are in them.")
    logs: bool = switch("Whether logs, reports and packet captures are in them.")
    directory: bool = switch("Whether extensions, their passwords, and the rest of the configuration are in them.")
    spoken_names: bool = switch("Whether the names that conference guests spoke are in them.")

    def effects(self) -> Iterator[Effect]:
        """Open the backups, and copy the stores there for as long as these keep anything."""
        if not self.enabled:
            return
        # One place, whoever stores it: where that is unknown, what is known to be in it stays where it was.
        backups = Place(
            PlaceKind.STORE,
            "backups",
            holder=self.storage or UNKNOWN_PARTY,
            retention=self.retention,
            countries=None if self.region is None else frozenset({self.region}),
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "storage", "region", "retention", "encrypted"),
        )
        yield backups
        because = self.because("enabled", "storage", *(() if self.tls else ("tls",)))
        for knob, stores in _CONTENTS.items():
            if getattr(self, knob):
                for store in stores:
                    yield Flow(
                        store,
                        backups.id,
                        EVERYTHING,
                        Purpose.BACKUP,
                        (*because, *self.because(knob)),
                        lacks=_NOTHING if self.tls else _IN_CLEAR,
                        copy=Copy.WHILE_KEPT,
                    )
