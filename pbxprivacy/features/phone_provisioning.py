"""Phone provisioning: phones fetch their configuration, with names, numbers and passwords, from the PBX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import ANYONE, UNKNOWN_PARTY, Flow, Origin, Place, PlaceKind
from pbxprivacy.grant import Network, is_open_to_anyone
from pbxprivacy.items import items, select
from pbxprivacy.knob import party, permit, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.selections import CALLER_ID, EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["PhoneProvisioning"]

_DEVICES: Final = items((Data.DEVICE_IDENTIFIER, Data.NETWORK_ADDRESS), Person.EXTENSION_USER)
_CONFIGURED: Final = select(
    Data.CONTACT_NAME,
    Data.CONTACT_NUMBER,
    Data.ACCOUNT_IDENTIFIER,
    Data.ACCOUNT_CREDENTIAL,
    of=Person.EXTENSION_USER,
)
_DEVICE: Final = select(Data.DEVICE_IDENTIFIER, Data.NETWORK_ADDRESS, of=Person.EXTENSION_USER)


class PhoneProvisioning(Feature):
    """Configurations that phones fetch: names, numbers, passwords, and the phone book where ``phone_book`` is on.

    Where phones need not authenticate and any address may ask, anyone can fetch them: the names of the files are the
    hardware addresses of phones, which can be guessed. A vendor's redirection service learns which phones there are.
    """

    key: ClassVar[str] = "phone_provisioning"
    title: ClassVar[str] = "Phone provisioning"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 phoneprov.conf, http.conf: files are served without credentials",
    )

    enabled: bool = switch("Whether phones fetch their configuration from the PBX.")
    permit: tuple[Network, ...] = permit("From which addresses they may; none admits nobody.")
    tls: bool = protection("Whether they fetch it over HTTPS alone.")
    authenticated: bool = protection("Whether a phone must authenticate (password or certificate).")
    encrypted: bool = protection("Whether the configurations are encrypted at rest.")
    phone_book: bool = switch("Whether the company's contacts are part of it.")
    redirection: bool = switch("Whether new phones are led here by a service of their vendor.")
    redirection_vendor: PartyName | None = party("Whose service it is.")

    def effects(self) -> Iterator[Effect]:
        """Write the configurations, and hand them to the phones and to whoever else may fetch them."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "phone_configurations",
            retention=UNLIMITED,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "encrypted"),
        )
        yield Origin(places.PHONE_CONFIGURATIONS, _DEVICES, enabled)
        for source in (places.DIRECTORY, places.CREDENTIALS):
            yield Flow(source, places.PHONE_CONFIGURATIONS, _CONFIGURED, Purpose.CALL_SERVICE, enabled)
        if self.phone_book:
            because = self.because("enabled", "phone_book")
            for source in (places.COMPANY_CONTACTS, places.CRM_CONTACTS):
                yield Flow(source, places.PHONE_CONFIGURATIONS, CALLER_ID, Purpose.CONTACT_DIRECTORY, because)
        if self.permit:
            yield from self._fetched()
        if self.redirection:
            because = self.because("enabled", "redirection", "redirection_vendor")
            holder = self.redirection_vendor or UNKNOWN_PARTY
            yield Place(PlaceKind.SERVICE, "phone_redirection", holder=holder, retention=None, because=because)
            yield Flow(places.PHONE_CONFIGURATIONS, "service/phone_redirection", _DEVICE, Purpose.CALL_SERVICE, because)

    def _fetched(self) -> Iterator[Effect]:
        because = list(self.because("enabled", "permit"))
        lacks = set()
        if not self.tls:
            lacks.add(Safeguard.ENCRYPTED_IN_TRANSIT)
            because += self.because("tls")
        if not self.authenticated:
            lacks.add(Safeguard.AUTHENTICATED)
            because += self.because("authenticated")
        is_open = is_open_to_anyone(self.permit)
        if is_open:
            lacks.add(Safeguard.ADDRESS_RESTRICTED)
        targets = [places.PHONE_SCREEN]
        if is_open and not self.authenticated:
            stranger = Place(
                PlaceKind.SERVICE, "provisioning", ANYONE, holder=ANYONE, retention=None, because=tuple(because)
            )
            yield stranger
            targets.append(stranger.id)
        for target in targets:
            yield Flow(
                places.PHONE_CONFIGURATIONS,
                target,
                EVERYTHING,
                Purpose.CALL_SERVICE,
                tuple(because),
                lacks=frozenset(lacks),
            )
