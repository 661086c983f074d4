"""Voicemail: messages that callers leave, the box that keeps them, and the mails that tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import ANYONE, Flow, Place, PlaceKind
from pbxprivacy.items import but, select
from pbxprivacy.knob import level, protection, retention, switch
from pbxprivacy.retention import NOT_KEPT, Retention
from pbxprivacy.selections import CALL_METADATA, EVERYTHING, USER_ADDRESSES
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["BoxReaders", "Mailed", "Voicemail"]


class Mailed(StrEnum):
    """What a mail to the owner of the box holds, from the quietest.

    ``notice``: who called whom, and when. ``text``: the transcript too, where there is one. ``audio``: the message
    itself.
    """

    NONE = "none"
    NOTICE = "notice"
    TEXT = "text"
    AUDIO = "audio"


class BoxReaders(StrEnum):
    """Who of the tenant's people may open a box."""

    OWNER = "owner"
    ADMINISTRATORS = "administrators"
    EVERYONE = "everyone"


_MAILED: Final = {
    Mailed.NOTICE: but(Data.VOICE_MAIL, Data.TEXT_TRANSCRIPT),
    Mailed.TEXT: but(Data.VOICE_MAIL),
    Mailed.AUDIO: EVERYTHING,
}
_SCREENS: Final = {
    BoxReaders.OWNER: places.OWNER_SCREEN,
    BoxReaders.ADMINISTRATORS: places.ADMIN_SCREEN,
    BoxReaders.EVERYONE: places.PHONE_SCREEN,
}
_FROM_OUTSIDE: Final = select(Data.VOICE_CALL, of=Person.REMOTE_PARTY).becoming(Data.VOICE_MAIL) | CALL_METADATA
_FROM_INSIDE: Final = select(Data.VOICE_CALL, of=Person.EXTENSION_USER).becoming(Data.VOICE_MAIL) | CALL_METADATA
# Who speaks after the tone: a caller from outside, or a colleague.
_LEFT: Final = (
    (places.INBOUND_EXTERNAL, _FROM_OUTSIDE),
    (places.INBOUND_INTERNAL, _FROM_INSIDE),
    (places.WEB_CALL, _FROM_OUTSIDE | _FROM_INSIDE),
)
_AUTHENTICATED: Final = frozenset({Safeguard.AUTHENTICATED})


class Voicemail(Feature):
    """Voicemail: all that callers leave in it, their numbers and names, and the called party's name and number.

    The message is spoken knowingly, after the tone; whether the caller is told what becomes of it is another matter.
    """

    key: ClassVar[str] = "voicemail"
    title: ClassVar[str] = "Voicemail"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Voicemail",
        "Asterisk 22 voicemail.conf: attach, delete, emailbody (VM_CALLERID, VM_CIDNUM, VM_CIDNAME), minpassword",
        "FreeSWITCH 1.10 voicemail.conf.xml: allow-empty-password-auth; FusionPBX voicemail: remote_access",
    )

    enabled: bool = switch("Whether callers can leave messages.", default=True)
    notice: bool = protection("Whether a prompt tells callers about the processing before they speak.")
    mailed: Mailed = level("What is mailed to the owner of the box.", Mailed, default=Mailed.NONE)
    delete_after_mailing: bool = protection(
        "Whether a message is deleted as soon as it was offered for mailing, mailed or not.", default=False
    )
    pin_required: bool = protection("Whether a box opens only with a PIN.")
    remote_access: bool = switch("Whether boxes can be opened by a call from outside.")
    readers: BoxReaders = level("Who may open a box.", BoxReaders, default=BoxReaders.OWNER)
    retention: Retention = retention("How long messages and their transcripts are kept.", default=Retention(30))
    encrypted: bool = protection("Whether messages are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the boxes, fill them from unanswered calls, and show and mail what is in them."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "voicemail",
            retention=NOT_KEPT if self.delete_after_mailing else self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", "delete_after_mailing")
            + (() if self.encrypted else self.because("encrypted")),
        )
        gives = {Safeguard.CONSENTED, Safeguard.ANNOUNCED} if self.notice else {Safeguard.CONSENTED}
        because = self.because("enabled") if self.notice else self.because("enabled", "notice")
        for calls, left in _LEFT:
            yield Flow(calls, places.VOICEMAIL, left, Purpose.VOICEMAIL_SERVICE, because, gives=frozenset(gives))
        yield from self._read()
        if self.mailed is not Mailed.NONE:
            mailed = self.because("enabled", "mailed")
            yield Flow(places.VOICEMAIL, places.MAIL_OUT, _MAILED[self.mailed], Purpose.VOICEMAIL_SERVICE, mailed)
            yield Flow(places.DIRECTORY, places.MAIL_OUT, USER_ADDRESSES, Purpose.VOICEMAIL_SERVICE, mailed)

    def _read(self) -> Iterator[Effect]:
        levels = tuple(BoxReaders)
        for reader in levels[: levels.index(self.readers) + 1]:
            because = self.because("enabled") if reader is BoxReaders.OWNER else self.because("enabled", "readers")
            yield Flow(places.VOICEMAIL, _SCREENS[reader], EVERYTHING, Purpose.VOICEMAIL_SERVICE, because)
        if self.pin_required:
            return
        unguarded = self.because("enabled", "pin_required")
        yield Flow(
            places.VOICEMAIL,
            places.PHONE_SCREEN,
            EVERYTHING,
            Purpose.VOICEMAIL_SERVICE,
            unguarded,
            lacks=_AUTHENTICATED,
        )
        if self.remote_access:
            remote = (*unguarded, *self.because("remote_access"))
            caller = Place(PlaceKind.SERVICE, "voicemail_caller", holder=ANYONE, retention=None, because=remote)
            yield caller
            yield Flow(
                places.VOICEMAIL,
                caller.id,
                EVERYTHING,
                Purpose.VOICEMAIL_SERVICE,
                remote,
                lacks=_AUTHENTICATED,
            )
