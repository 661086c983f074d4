"""Event notifications: people are told by mail or by a call that something happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import UNLIMITED
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["EventNotifications"]

_NOTIFIED: Final = items((Data.CONTACT_EMAIL, Data.CONTACT_NUMBER, Data.DIAGNOSTIC_LOG), Person.NOTIFIED_PERSON)
_BY_MAIL: Final = select(Data.CONTACT_EMAIL, Data.DIAGNOSTIC_LOG)
_BY_PHONE: Final = select(Data.CONTACT_NUMBER)


class EventNotifications(Feature):
    """The contacts that an administrator designated, and the events of which they are told.

    The list of contacts is kept until somebody changes it.
    """

    key: ClassVar[str] = "event_notifications"
    title: ClassVar[str] = "Event notifications"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Event Notifications",)

    enabled: bool = switch("Whether anybody is notified of events.")
    by_mail: bool = switch("Whether contacts are notified by mail.")
    by_phone: bool = switch("Whether contacts are called on their numbers.")
    recipient: PartyName | None = party(
        "Who is notified by mail besides the tenant's own people, such as a maintenance company."
    )
    encrypted: bool = protection("Whether the list of contacts is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the list of contacts, and tell them in the ways that are on."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "notified",
            retention=UNLIMITED,
            encrypted_at_rest=self.encrypted,
            because=enabled if self.encrypted else self.because("enabled", "encrypted"),
        )
        yield Origin(places.NOTIFIED, _NOTIFIED, because=enabled)
        if self.by_mail:
            mailed = self.because("enabled", "by_mail")
            yield Flow(places.NOTIFIED, places.MAIL_OUT, _BY_MAIL, Purpose.NOTIFICATION, mailed)
            if self.recipient is not None:
                yield Place(
                    PlaceKind.MAILBOX,
                    "notified",
                    holder=self.recipient,
                    retention=None,
                    because=(*mailed, *self.because("recipient")),
                )
        if self.by_phone:
            called = self.because("enabled", "by_phone")
            yield Flow(places.NOTIFIED, places.OUTBOUND_EXTERNAL, _BY_PHONE, Purpose.NOTIFICATION, called)
