"""Mail server: the relay through which the PBX sends its mail, and the mailboxes where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature
from pbxprivacy.flow import OPERATOR, TENANT, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import entries, party, protection, retention, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import NOT_KEPT, UNSTATED, Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Person, Purpose, Safeguard

__all__ = ["MailHost", "MailServer"]

_NOTIFICATIONS: Final = select(of=Person.NOTIFIED_PERSON)
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_NOTHING: Final[frozenset[Safeguard]] = frozenset()


class MailHost(Entry):
    """What differs for one host of mailboxes."""

    delivery_tls: bool | None = protection("Whether mail is delivered there over enforced TLS only.", default=None)


class MailServer(Feature):
    """The way of all mail: the PBX, the relay, the mailboxes.

    The operator's own relay stores nothing. Between mail servers TLS is used only if both happen to offer it
    (RFC 3207), unless it is enforced (RFC 8461, RFC 7672); so delivery counts as encrypted only where ``delivery_tls``
    says so.
    """

    key: ClassVar[str] = "mail_server"
    title: ClassVar[str] = "Mail server"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, SMTP Server",
        "RFC 3207 section 6; RFC 8461; RFC 7672",
    )

    enabled: bool = switch("Whether the PBX can send mail.", default=True)
    relay: PartyName | None = party("Whose custom mail server relays it; none: the operator's default server.")
    mailboxes: PartyName | None = party("Who hosts the mailboxes of the tenant's people; none: the tenant itself.")
    hosts: dict[PartyName, MailHost] = entries("Further hosts of mailboxes.", of_parties=True)
    tls: bool = protection("Whether the PBX sends to the relay over TLS.")
    delivery_tls: bool = protection("Whether the relay delivers over enforced TLS only.", default=False)
    retention: Retention = retention("How long mail stays in the mailboxes.", default=UNSTATED)

    def effects(self) -> Iterator[Effect]:
        """Open the outgoing mail, the relay and the mailboxes, and pass all mail on from one to the next."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(PlaceKind.SERVICE, "mail_out", because=enabled)
        yield Place(
            PlaceKind.SERVICE,
            "mail_relay",
            holder=self.relay or OPERATOR,
            retention=NOT_KEPT if self.relay in (None, OPERATOR) else None,
            because=self.because("enabled", "relay"),
        )
        for name in ("", *self.hosts):
            yield Place(
                PlaceKind.MAILBOX,
                "recipients",
                name,
                holder=name or self.mailboxes or TENANT,
                retention=self.retention if self.retention.is_stated else None,
                because=self.because("enabled", "hosts" if name else "mailboxes", "retention"),
            )
        sent = enabled if self.tls else self.because("enabled", "tls")
        lacks = _NOTHING if self.tls else _IN_CLEAR
        yield Flow(places.MAIL_OUT, places.MAIL_RELAY, EVERYTHING, Purpose.NOTIFICATION, sent, lacks=lacks)
        delivered = enabled if self.delivery_tls else self.because("enabled", "delivery_tls")
        lacks = _NOTHING if self.delivery_tls else _IN_CLEAR
        for inbox, mail in ((places.MAIL_INBOX, EVERYTHING), (places.NOTIFIED_INBOX, _NOTIFICATIONS)):
            yield Flow(places.MAIL_RELAY, inbox, mail, Purpose.NOTIFICATION, delivered, lacks=lacks)
        for name in self.hosts:
            yield self._delivered(name)

    def _delivered(self, name: str) -> Flow:
        encrypted, knob = self.resolve("hosts", name, "delivery_tls")
        because = self.because("enabled", "hosts") if encrypted else (*self.because("enabled", "hosts"), knob)
        lacks = _NOTHING if encrypted else _IN_CLEAR
        inbox = f"{places.MAIL_INBOX}:{name}"
        return Flow(places.MAIL_RELAY, inbox, EVERYTHING, Purpose.NOTIFICATION, because, lacks=lacks)
