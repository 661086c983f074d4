"""Packet capture: what goes over the network, written down as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.collector import CollectedFeature
from pbxprivacy.day import Day
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import identity, protection, retention, switch
from pbxprivacy.retention import NOT_KEPT, Retention
from pbxprivacy.selections import CALLER_ID, VOICES
from pbxprivacy.terms import Data, Purpose

__all__ = ["PacketCapture"]

# Signalling tells of a call all that its record tells, and where the phones are.
_SIGNALLING: Final = (
    CALLER_ID | select(Data.NETWORK_ADDRESS) | select(Data.CALL_RECORD).becoming(Data.NETWORK_SIGNALLING)
)
_MEDIA: Final = VOICES.becoming(Data.VOICE_RECORDING) | select(Data.CALL_DIGITS)


class PacketCapture(CollectedFeature):
    """Captured signalling, with names, numbers and addresses; and the voices, where media is captured unencrypted.

    A captured voice is a recording of which nobody was told. ``until`` says when the capture should end; the PBX does
    not end it by itself.
    """

    key: ClassVar[str] = "packet_capture"
    title: ClassVar[str] = "Packet capture"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Troubleshooting",
        "Asterisk 22 hep.conf: whole SIP messages to capture_address, over UDP",
        "FreeSWITCH 1.10 sofia.conf.xml: capture-server, sip-capture",
    )

    enabled: bool = switch("Whether packets are captured.")
    media_included: bool = switch("Whether media is captured too, and is not encrypted.")
    kept: bool = switch("Whether the PBX itself keeps what it captures.", default=True)
    until: Day | None = identity("The last day on which the capture is needed.")
    retention: Retention = retention("How long captures are kept.", default=Retention(7))
    encrypted: bool = protection("Whether captures are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the captures, fill them from every call, and send them on."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "captures",
            retention=self.retention if self.kept else NOT_KEPT,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "kept", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Flow(places.CALLS, places.CAPTURES, _SIGNALLING, Purpose.TROUBLESHOOTING, self.because("enabled"))
        if self.media_included:
            heard = self.because("enabled", "media_included")
            yield Flow(places.CALLS, places.CAPTURES, _MEDIA, Purpose.TROUBLESHOOTING, heard)
        yield from self.collected(places.CAPTURES, Purpose.TROUBLESHOOTING)
