"""Security log: who signed in or registered, or tried to, and from which address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.collector import CollectedFeature
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["SecurityLog"]

_SIGN_INS: Final = items((Data.ACCOUNT_IDENTIFIER, Data.NETWORK_ADDRESS), (Person.EXTENSION_USER, Person.ADMINISTRATOR))


class SecurityLog(CollectedFeature):
    """Sign-ins and registrations, with account and network address; what intrusion detection reads."""

    key: ClassVar[str] = "security_log"
    title: ClassVar[str] = "Security log"
    sources: ClassVar[tuple[str, ...]] = ("Asterisk 22 logger.conf: the level security",)

    enabled: bool = switch("Whether sign-ins and registrations are logged.")
    retention: Retention = retention("How long the log is kept.", default=Retention(30))
    encrypted: bool = protection("Whether the log is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the log, where sign-ins arise, and send it on."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "security_log",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Origin(places.SECURITY_LOG, _SIGN_INS, because=self.because("enabled"))
        yield from self.collected(places.SECURITY_LOG, Purpose.SECURITY)
