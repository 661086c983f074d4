"""Web calls: audio and video from browser to browser, over WebRTC."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import TENANT, UNKNOWN_PARTY, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import level, party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALL_MEDIA, CALL_TRAFFIC, CALLER_ID, VOICES
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["Traversal", "WebCalls"]

_BOTH: Final = (Person.EXTENSION_USER, Person.REMOTE_PARTY)
_SPOKEN: Final = items(
    (
        Data.VOICE_CALL,
        Data.CALL_DIGITS,
        Data.CONTACT_NUMBER,
        Data.CONTACT_NAME,
        Data.CALL_RECORD,
        Data.NETWORK_ADDRESS,
    ),
    _BOTH,
)
_VIDEO: Final = items(Data.VIDEO_CALL, _BOTH)
_ADDRESSES: Final = select(Data.NETWORK_ADDRESS, of=_BOTH)
_SEEN: Final = select(Data.VIDEO_CALL)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class Traversal(StrEnum):
    """Which server helps browsers behind routers to find each other, from the quietest.

    ``stun``: it tells each browser its address, and so learns it. ``turn``: it also relays the media, and so
    learns when and how long there is a call; media encrypted from end to end it passes on unread.
    """

    NONE = "none"
    STUN = "stun"
    TURN = "turn"


class WebCalls(Feature):
    """Calls of two from browser to browser; with video where ``video`` is on.

    The audio is a call like any other, so it is recorded where the rules for recording say so. The video arises in the
    browsers and goes to the other participant alone: it never comes to a place from which anything is kept.
    """

    key: ClassVar[str] = "web_calls"
    title: ClassVar[str] = "Web audio and video calls"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Web Audio/Video Call",
        "Asterisk 22 pjsip.conf: webrtc, media_encryption; rtp.conf: stunaddr, turnaddr",
        "RFC 8656; RFC 5764: the keys are agreed between the ends, and a relay passes the content on as it is",
    )

    enabled: bool = switch("Whether users may call from a browser.")
    video: bool = switch("Whether such calls may have video.", default=True)
    signalling_encrypted: bool = protection("Whether signalling runs over HTTPS and secure web sockets.")
    media_encrypted: bool = protection("Whether the media is encrypted (DTLS-SRTP).")
    traversal: Traversal = level(
        "Which server helps to connect: a STUN server learns addresses, a TURN server relays the media too.",
        Traversal,
        default=Traversal.NONE,
    )
    traversal_server: PartyName | None = party("Who runs that server.")

    def effects(self) -> Iterator[Effect]:
        """Open the calls and the participants' browsers, and the server that helps them to connect."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(PlaceKind.CALL, "web", because=enabled)
        yield Origin(places.WEB_CALL, _SPOKEN, enabled)
        yield Place(PlaceKind.SCREEN, "web_call", holder=TENANT, because=enabled)
        if self.video:
            yield Origin(places.WEB_BROWSERS, _VIDEO, self.because("enabled", "video"))
        signalled = () if self.signalling_encrypted else self.because("signalling_encrypted")
        spoken = () if self.media_encrypted else self.because("media_encrypted")
        media_lacks = _NOTHING if self.media_encrypted else _IN_CLEAR
        yield Flow(
            places.WEB_CALL,
            places.WEB_BROWSERS,
            CALLER_ID,
            Purpose.CALL_SERVICE,
            (*enabled, *signalled),
            lacks=_NOTHING if self.signalling_encrypted else _IN_CLEAR,
        )
        yield Flow(
            places.WEB_CALL, places.WEB_BROWSERS, VOICES, Purpose.CALL_SERVICE, (*enabled, *spoken), lacks=media_lacks
        )
        if self.traversal is Traversal.NONE:
            return
        helped = self.because("enabled", "traversal", "traversal_server")
        holder = self.traversal_server or UNKNOWN_PARTY
        server = Place(PlaceKind.SERVICE, "web_traversal", holder=holder, retention=None, because=helped)
        yield server
        # Asking is not encrypted (RFC 8489): whoever is on the way learns the addresses too.
        yield Flow(places.WEB_CALL, server.id, _ADDRESSES, Purpose.CALL_SERVICE, helped, lacks=_IN_CLEAR)
        if self.traversal is not Traversal.TURN:
            return
        yield Flow(places.WEB_CALL, server.id, CALL_TRAFFIC, Purpose.CALL_SERVICE, helped, lacks=_IN_CLEAR)
        if not self.media_encrypted:
            heard = (*helped, *spoken)
            yield Flow(places.WEB_CALL, server.id, CALL_MEDIA, Purpose.CALL_SERVICE, heard, lacks=_IN_CLEAR)
            yield Flow(places.WEB_BROWSERS, server.id, _SEEN, Purpose.CALL_SERVICE, heard, lacks=_IN_CLEAR)
