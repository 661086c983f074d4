"""Extensions: the people of the tenant, their directory, and calls between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature, ScopeName
from pbxprivacy.flow import TENANT, Flow, Origin, Place, PlaceKind
from pbxprivacy.grant import SecretQuality
from pbxprivacy.items import items
from pbxprivacy.knob import STAND_IN, entries, identity, level, protection, switch
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.selections import CALLER_ID, EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["Extensions", "Phone"]

_PROFILE = items(
    (Data.CONTACT_NAME, Data.CONTACT_NUMBER, Data.CONTACT_EMAIL, Data.ACCOUNT_IDENTIFIER),
    Person.EXTENSION_USER,
)
_CREDENTIALS = items(Data.ACCOUNT_CREDENTIAL, Person.EXTENSION_USER)  # registration passwords, voicemail PINs
_SPOKEN = items(
    (Data.VOICE_CALL, Data.CALL_DIGITS, Data.CONTACT_NUMBER, Data.CONTACT_NAME, Data.CALL_RECORD), Person.EXTENSION_USER
)
_ADDRESS = items(Data.NETWORK_ADDRESS, Person.EXTENSION_USER)


class Phone(Entry):
    """What differs for one phone."""

    enabled: bool = switch("Whether it may register.", default=True)
    secret: SecretQuality | None = level("How good its registration password is.", SecretQuality, default=None)


class Extensions(Feature):
    """The tenant's extensions. They cannot be switched off: without them there is no PBX.

    Names and contact details of the account's people are kept for as long as the extension exists.
    """

    key: ClassVar[str] = "extensions"
    title: ClassVar[str] = "Extensions"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Personal Information",)

    names: tuple[ScopeName, ...] = identity(
        "Extensions, users or groups that other settings name.", default=(), stand_in=STAND_IN
    )
    secret: SecretQuality = level(
        "How good the phones' registration passwords are.", SecretQuality, default=SecretQuality.STRONG
    )
    phones: dict[ScopeName, Phone] = entries("Phones of which something else is known.")
    encrypted: bool = protection("Whether the directory and the credentials are encrypted at rest.")

    def defined_scopes(self) -> Iterator[str]:
        """Yield the extensions that have a name here."""
        return (f"extension:{name}" for name in self.names)

    def effects(self) -> Iterator[Effect]:
        """Open the directory, the internal calls, and the screens of the tenant's people."""
        for name, arising in (("directory", _PROFILE), ("credentials", _CREDENTIALS)):
            store = Place(
                PlaceKind.STORE,
                name,
                retention=UNLIMITED,
                encrypted_at_rest=self.encrypted,
                because=() if self.encrypted else self.because("encrypted"),
            )
            yield store
            yield Origin(store.id, arising)
        for screen in ("phone", "web_client", "owner", "supervisor", "admin"):
            yield Place(PlaceKind.SCREEN, screen, holder=TENANT)
        yield Flow(places.DIRECTORY, "screen/admin", EVERYTHING, Purpose.CALL_SERVICE)
        for scope in ("inbound.internal", "outbound.internal"):
            yield Place(PlaceKind.CALL, scope)
            yield Origin(f"call/{scope}", _SPOKEN | _ADDRESS)
        for name in self.names:
            yield Place(PlaceKind.CALL, "extension", scope=name, because=self.because("names"))
            yield Origin(f"call/extension:{name}", _SPOKEN | _ADDRESS)
            for source in (places.INBOUND_EXTERNAL, places.OUTBOUND_EXTERNAL):
                yield Flow(source, f"call/extension:{name}", EVERYTHING, Purpose.CALL_SERVICE, self.because("names"))
        yield Flow(places.CALLS, "screen/phone", CALLER_ID, Purpose.CALL_SERVICE)
