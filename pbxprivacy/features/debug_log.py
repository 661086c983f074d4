"""Debug log: what the PBX writes down while somebody looks for a fault."""

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
from pbxprivacy.retention import Retention
from pbxprivacy.selections import CALLER_ID
from pbxprivacy.terms import Data, Purpose

__all__ = ["DebugLog"]

_DIGITS: Final = select(Data.CALL_DIGITS)
_SIGNALLING: Final = select(Data.NETWORK_ADDRESS) | select(Data.CALL_RECORD).becoming(Data.NETWORK_SIGNALLING)


class DebugLog(CollectedFeature):
    """The system log at debug level: names and numbers of the parties, and the keys they press if asked for.

    Keys pressed are PINs and card numbers. ``until`` says when it should end; the PBX does not end it by itself.
    """

    key: ClassVar[str] = "debug_log"
    title: ClassVar[str] = "Debug log"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, System Logs",
        "Asterisk 22 logger.conf: debug, verbose, dtmf; syslog; no key for retention; pjsip.conf: debug",
        "FreeSWITCH 1.10 graylog2.conf.xml: server-host; channel variable sensitive_dtmf",
    )

    enabled: bool = switch("Whether the log is written at debug level.")
    digits: bool = switch("Whether it holds the keys that parties press.")
    signalling: bool = switch("Whether whole SIP messages are in it, with the addresses of the phones.")
    until: Day | None = identity("The last day on which it is needed.")
    retention: Retention = retention("How long the log is kept.", default=Retention(7))
    encrypted: bool = protection("Whether the log is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the log, fill it from every call, and send it on."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "debug_log",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Flow(places.CALLS, places.DEBUG_LOG, CALLER_ID, Purpose.TROUBLESHOOTING, self.because("enabled"))
        if self.digits:
            pressed = self.because("enabled", "digits")
            yield Flow(places.CALLS, places.DEBUG_LOG, _DIGITS, Purpose.TROUBLESHOOTING, pressed)
        if self.signalling:
            traced = self.because("enabled", "signalling")
            yield Flow(places.CALLS, places.DEBUG_LOG, _SIGNALLING, Purpose.TROUBLESHOOTING, traced)
        yield from self.collected(places.DEBUG_LOG, Purpose.TROUBLESHOOTING)
