"""Instant messaging: texts and files between users, and through a carrier to people outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature, ScopeName
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import STAND_IN, entries, party, protection, retention, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["Channel", "InstantMessaging"]

_USERS: Final = items((Data.TEXT_MESSAGE, Data.CONTACT_NAME, Data.CONTACT_NUMBER), Person.EXTENSION_USER)
_USERS_FILES: Final = items(Data.FILE_SHARED, Person.EXTENSION_USER)
_OUTSIDE: Final = items((Data.TEXT_MESSAGE, Data.CONTACT_NUMBER), Person.REMOTE_PARTY)
_OUTSIDE_FILES: Final = items(Data.FILE_SHARED, Person.REMOTE_PARTY)
_CARRIED: Final = select(Data.TEXT_MESSAGE, Data.FILE_SHARED, Data.CONTACT_NUMBER)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class Channel(Entry):
    """One way to people outside (SMS, WhatsApp, ...); what it leaves out is as the feature has it."""

    carrier: PartyName | None = party("Who carries the messages of this channel.")
    tls: bool | None = protection("Whether the connection to this carrier is encrypted.", default=None)


class InstantMessaging(Feature):
    """Messages and files between the tenant's people; with external channels, also with people outside.

    Nothing is kept unless ``stored`` says so. A carrier conveys the texts, the files and the numbers of both sides.
    """

    key: ClassVar[str] = "instant_messaging"
    title: ClassVar[str] = "Instant messaging"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Instant Messaging Service",
        "Asterisk 22 MessageSend; res_pjsip_messaging; pjsip.conf message_context",
    )

    enabled: bool = switch("Whether users may write to each other.")
    files: bool = switch("Whether they may send files.", default=True)
    stored: bool = switch("Whether the PBX keeps messages and files.")
    retention: Retention = retention("How long it keeps them.", default=Retention(30))
    encrypted: bool = protection("Whether kept messages are encrypted at rest.")
    external: bool = switch("Whether users may write to people outside.")
    carrier: PartyName | None = party("Who carries these messages.")
    tls: bool = protection("Whether the connection to the carrier is encrypted.")
    channels: dict[ScopeName, Channel] = entries("Channels to people outside, by name.")

    def effects(self) -> Iterator[Effect]:
        """Pass messages on to the users' screens; keep them and carry them outside where that is on."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(PlaceKind.SERVICE, "messaging", because=enabled)
        yield Origin(places.MESSAGING, _USERS, enabled)
        if self.files:
            yield Origin(places.MESSAGING, _USERS_FILES, self.because("enabled", "files"))
        yield Flow(places.MESSAGING, places.AGENT_SCREEN, EVERYTHING, Purpose.COLLABORATION, enabled)
        if self.stored:
            yield Place(
                PlaceKind.STORE,
                "messages",
                retention=self.retention,
                encrypted_at_rest=self.encrypted,
                because=self.because("enabled", "stored", "retention", "encrypted"),
            )
            stored = self.because("enabled", "stored")
            yield Flow(places.MESSAGING, places.MESSAGES, EVERYTHING, Purpose.COLLABORATION, stored)
        if self.external:
            yield Origin(places.MESSAGING, _OUTSIDE, self.because("enabled", "external"))
            if self.files:
                yield Origin(places.MESSAGING, _OUTSIDE_FILES, self.because("enabled", "external", "files"))
            for name, channel in self.channels.items():
                # No carrier named, or one that may exist: that is the same place.
                scope = "" if name == STAND_IN and self.carrier is None else name
                yield from self._carried(scope, "channels", channel.carrier, *self.resolve("channels", name, "tls"))
            if self.carrier is not None or not self.channels:
                yield from self._carried("", "carrier", self.carrier, self.tls, *self.because("tls"))

    def _carried(self, scope: str, knob: str, carrier: str | None, encrypted: bool, tls_knob: str) -> Iterator[Effect]:
        because = self.because("enabled", "external", knob)
        place = Place(
            PlaceKind.SERVICE,
            "message_channel",
            scope=scope,
            holder=carrier or UNKNOWN_PARTY,
            retention=None,
            because=because,
        )
        yield place
        yield Flow(
            places.MESSAGING,
            place.id,
            _CARRIED,
            Purpose.COLLABORATION,
            because if encrypted else (*because, tls_knob),
            lacks=_NOTHING if encrypted else _IN_CLEAR,
        )
