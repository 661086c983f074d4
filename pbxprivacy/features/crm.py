"""CRM: a caller is looked up in the customer's CRM, and its contacts come into the PBX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Copy, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import party, protection, retention, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.selections import CONTACT_CARD
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["Crm"]

_CARDS = items(
    (
        Data.CONTACT_NUMBER,
        Data.CONTACT_NAME,
        Data.CONTACT_EMAIL,
        Data.CONTACT_ADDRESS,
        Data.CONTACT_ORGANISATION,
    ),
    Person.CONTACT,
)
_NUMBER = select(Data.CONTACT_NUMBER, of=Person.CONTACT)
_NAME = select(Data.CONTACT_NAME, of=Person.CONTACT)
_LOOKED_UP = select(Data.CONTACT_NUMBER, of=Person.REMOTE_PARTY)


class Crm(Feature):
    """CRM integration.

    A known contact's number shows in the call pop-up and, after the call, stands in the call detail record. Where
    contacts are synchronised into the PBX's phone book, so does the name. The lookup tells the CRM who calls.
    """

    key: ClassVar[str] = "crm"
    title: ClassVar[str] = "CRM integration"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, CRM Integration",)

    enabled: bool = switch("Whether the PBX is connected to a CRM.")
    vendor: PartyName | None = party("Whose CRM it is.")
    sync_contacts: bool = switch("Whether the CRM's contacts are copied into the PBX's phone book.")
    tls: bool = protection("Whether the connection to the CRM is encrypted.")
    retention: Retention = retention("How long a copied contact stays after it left the CRM.", default=Retention(30))
    encrypted: bool = protection("Whether copied contacts are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the CRM's place; look callers up there, and bring its contacts to the screen and the records."""
        if not self.enabled:
            return
        enabled = self.because("enabled") if self.tls else self.because("enabled", "tls")
        lacks = frozenset() if self.tls else frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
        holder = self.vendor or UNKNOWN_PARTY
        yield Place(PlaceKind.SERVICE, "crm", holder=holder, retention=None, because=self.because("enabled", "vendor"))
        yield Origin(places.CRM, _CARDS, because=enabled)
        for call in (places.INBOUND_EXTERNAL, places.OUTBOUND_EXTERNAL, places.WEB_CALL):
            yield Flow(call, places.CRM, _LOOKED_UP, Purpose.INTEGRATION, enabled, lacks=lacks)
        yield Flow(places.CRM, places.AGENT_SCREEN, _NUMBER, Purpose.INTEGRATION, enabled, lacks=lacks)
        yield Flow(places.CRM, places.CDR, _NUMBER, Purpose.INTEGRATION, enabled, lacks=lacks)
        if not self.sync_contacts:
            return
        synced = (*enabled, *self.because("sync_contacts"))
        yield Place(
            PlaceKind.STORE,
            "crm_contacts",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=(*synced, *self.because("retention", *(() if self.encrypted else ("encrypted",)))),
        )
        yield Flow(
            places.CRM,
            places.CRM_CONTACTS,
            CONTACT_CARD,
            Purpose.INTEGRATION,
            synced,
            lacks=lacks,
            copy=Copy.WHILE_KEPT,
        )
        yield Flow(places.CRM_CONTACTS, places.AGENT_SCREEN, _NAME, Purpose.INTEGRATION, synced)
        yield Flow(places.CRM_CONTACTS, places.CDR, _NAME, Purpose.INTEGRATION, synced)
