"""Address discovery: a STUN or TURN server by which the PBX and its phones find a way through routers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALL_MEDIA, CALL_TRAFFIC
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["AddressDiscovery"]

_ADDRESSES: Final = select(Data.NETWORK_ADDRESS, of=Person.EXTENSION_USER)
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class AddressDiscovery(Feature):
    """A server of somebody learns the addresses of calls; if it relays, the media goes through it.

    A relay learns between which addresses there is a call, when and how long. Media encrypted from end to end (SRTP)
    it passes on unread; what is in clear it can hear, and the keys pressed with it.

    Asking is not encrypted, so whoever listens learns them too. Browsers have a server of their own, in web calls.
    """

    key: ClassVar[str] = "address_discovery"
    title: ClassVar[str] = "Address discovery (STUN, TURN)"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 rtp.conf: stunaddr, turnaddr; res_stun_monitor.conf: stunaddr",
        "RFC 8489; RFC 8656: the server sees both addresses, and relays the content as it is",
    )

    enabled: bool = switch("Whether such a server is asked.")
    server: PartyName | None = party("Who runs it.")
    relay: bool = switch("Whether it also relays the media (TURN).")
    media_encrypted: bool = protection(
        "Whether the media it relays is encrypted (SRTP), so that it cannot be heard there."
    )

    def effects(self) -> Iterator[Effect]:
        """Tell the server the addresses of calls, and lead the media through it where it relays."""
        if not self.enabled:
            return
        because = self.because("enabled", "server")
        holder = self.server or UNKNOWN_PARTY
        place = Place(PlaceKind.SERVICE, "address_discovery", holder=holder, retention=None, because=because)
        yield place
        asked = self.because("enabled")
        yield Flow(places.CALLS, place.id, _ADDRESSES, Purpose.CALL_SERVICE, asked, lacks=_IN_CLEAR)
        if self.relay:
            relayed = self.because("enabled", "relay")
            yield Flow(places.CALLS, place.id, CALL_TRAFFIC, Purpose.CALL_SERVICE, relayed, lacks=_IN_CLEAR)
            if not self.media_encrypted:
                heard = self.because("enabled", "relay", "media_encrypted")
                yield Flow(places.CALLS, place.id, CALL_MEDIA, Purpose.CALL_SERVICE, heard, lacks=_IN_CLEAR)
