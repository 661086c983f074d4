"""Personal contacts: the phone book of one extension, for its owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.knob import level, protection, switch
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.selections import CONTACT_CARD, EVERYTHING
from pbxprivacy.terms import Purpose

__all__ = ["PersonalContacts", "PersonalReaders"]


class PersonalReaders(StrEnum):
    """Who may look into the phone book of an extension, from the quietest."""

    OWNER = "owner"
    ADMINISTRATORS = "administrators"
    EVERYONE = "everyone"


_SCREENS: Final = {
    PersonalReaders.OWNER: places.OWNER_SCREEN,
    PersonalReaders.ADMINISTRATORS: places.ADMIN_SCREEN,
    PersonalReaders.EVERYONE: places.PHONE_SCREEN,
}


class PersonalContacts(Feature):
    """The cards that an extension's user keeps: name, company, mail, numbers (business, mobile, home, fax) and address.

    Empty by default. A card is kept until its owner deletes it.
    """

    key: ClassVar[str] = "personal_contacts"
    title: ClassVar[str] = "Personal contacts"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Personal Contacts",)

    enabled: bool = switch("Whether extensions may keep contacts of their own.")
    readers: PersonalReaders = level("Who may see them.", PersonalReaders, default=PersonalReaders.OWNER)
    encrypted: bool = protection("Whether cards are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the phone books, and show each to its owner, and to others where that is wanted."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "personal_contacts",
            retention=UNLIMITED,
            encrypted_at_rest=self.encrypted,
            because=enabled if self.encrypted else self.because("enabled", "encrypted"),
        )
        yield Origin(places.PERSONAL_CONTACTS, CONTACT_CARD.taken, because=enabled)
        levels = tuple(PersonalReaders)
        for reader in levels[: levels.index(self.readers) + 1]:
            read = enabled if reader is PersonalReaders.OWNER else self.because("enabled", "readers")
            yield Flow(places.PERSONAL_CONTACTS, _SCREENS[reader], EVERYTHING, Purpose.CONTACT_DIRECTORY, read)
