"""Company contacts: the phone book that the tenant's people share."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.knob import level, protection, switch
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.selections import CONTACT_CARD, EVERYTHING, NAMES
from pbxprivacy.terms import Purpose

__all__ = ["CompanyContacts", "ContactReaders"]


class ContactReaders(StrEnum):
    """Who may look into the phone book, from the quietest. ``granted``: extensions with the privilege."""

    ADMINISTRATORS = "administrators"
    GRANTED = "granted"
    EVERYONE = "everyone"


_SCREENS: Final = {
    ContactReaders.ADMINISTRATORS: places.ADMIN_SCREEN,
    ContactReaders.GRANTED: places.AGENT_SCREEN,
    ContactReaders.EVERYONE: places.PHONE_SCREEN,
}


class CompanyContacts(Feature):
    """The cards of persons outside: name, company, mail, numbers (business, mobile, home, fax) and address.

    Empty by default. A card is kept until somebody deletes it.
    """

    key: ClassVar[str] = "company_contacts"
    title: ClassVar[str] = "Company contacts"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Company Contacts",)

    enabled: bool = switch("Whether there are company contacts.")
    readers: ContactReaders = level("Who may see them.", ContactReaders, default=ContactReaders.ADMINISTRATORS)
    match_callers: bool = switch("Whether callers are looked up, and their names shown and written to the call record.")
    encrypted: bool = protection("Whether cards are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the phone book, show it to its readers, and match callers."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "company_contacts",
            retention=UNLIMITED,
            encrypted_at_rest=self.encrypted,
            because=enabled if self.encrypted else self.because("enabled", "encrypted"),
        )
        yield Origin(places.COMPANY_CONTACTS, CONTACT_CARD.taken, because=enabled)
        levels = tuple(ContactReaders)
        for reader in levels[: levels.index(self.readers) + 1]:
            read = self.because("enabled", "readers")
            yield Flow(places.COMPANY_CONTACTS, _SCREENS[reader], EVERYTHING, Purpose.CONTACT_DIRECTORY, read)
        if self.match_callers:
            matched = self.because("enabled", "match_callers")
            for target in (places.PHONE_SCREEN, places.CDR):
                yield Flow(places.COMPANY_CONTACTS, target, NAMES, Purpose.CONTACT_DIRECTORY, matched)
