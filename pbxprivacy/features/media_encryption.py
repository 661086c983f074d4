"""Encryption between the PBX and its phones: of the signalling, and of the voices."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow
from pbxprivacy.items import select
from pbxprivacy.knob import level
from pbxprivacy.selections import CALL_MEDIA, CALLER_ID
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["Encryption", "KeyExchange", "MediaEncryption"]


class Encryption(StrEnum):
    """Whether a connection is encrypted. An optional one may be in clear, so it promises nothing."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class KeyExchange(StrEnum):
    """How the keys of the media are agreed: between the ends (DTLS), or written into the signalling (SDES)."""

    DTLS = "dtls"
    SDES = "sdes"


_SIGNALLED: Final = CALLER_ID | select(Data.NETWORK_ADDRESS)
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class MediaEncryption(Feature):
    """SIP over TLS and SRTP, towards the tenant's own phones.

    Who listens on the network between PBX and phones is not known from a configuration. So nobody is said to; what goes
    to the phones in clear is shown as held there without encryption on the way. Trunks have settings of their own.
    """

    key: ClassVar[str] = "media_encryption"
    title: ClassVar[str] = "Encryption of signalling and media"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 pjsip.conf: transport protocol; media_encryption (no, sdes, dtls), media_encryption_optimistic",
        "FreeSWITCH 1.10 vars.xml: internal_ssl_enable, rtp_secure_media",
        "RFC 4568 section 7: SDES keys are as secret as the signalling that carries them",
    )

    signalling: Encryption = level("Whether SIP runs over TLS.", Encryption, default=Encryption.REQUIRED)
    media: Encryption = level("Whether voices are encrypted (SRTP).", Encryption, default=Encryption.REQUIRED)
    key_exchange: KeyExchange = level("How media keys are agreed.", KeyExchange, default=KeyExchange.DTLS)

    def effects(self) -> Iterator[Effect]:
        """Bring to the phones, without encryption, what is not sure to be encrypted."""
        clear = self.signalling is not Encryption.REQUIRED
        if clear:
            because = self.because("signalling")
            yield Flow(places.CALLS, places.PHONE_SCREEN, _SIGNALLED, Purpose.CALL_SERVICE, because, lacks=_IN_CLEAR)
        if self.media is not Encryption.REQUIRED:
            because = self.because("media")
            yield Flow(places.CALLS, places.PHONE_SCREEN, CALL_MEDIA, Purpose.CALL_SERVICE, because, lacks=_IN_CLEAR)
        if clear and self.key_exchange is KeyExchange.SDES:
            because = self.because("signalling", "key_exchange")
            yield Flow(places.CALLS, places.PHONE_SCREEN, CALL_MEDIA, Purpose.CALL_SERVICE, because, lacks=_IN_CLEAR)
