"""CEL: the channel event log, every leg and step of every call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.collector import CollectedFeature
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import CALLER_ID
from pbxprivacy.terms import Data, Purpose

__all__ = ["Cel"]

_EVENTS: Final = CALLER_ID | select(Data.CALL_RECORD).becoming(Data.CALL_EVENT)
_DIGITS: Final = select(Data.CALL_DIGITS)


class Cel(CollectedFeature):
    """Channel events: who, when, through which applications, transfers and conferences, finer than a call record.

    A back-end database is a collector.
    """

    key: ClassVar[str] = "cel"
    title: ClassVar[str] = "Channel event log"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 cel.conf: enable, off by default; events, DTMF among them since 22; cel_odbc, cel_pgsql",
    )

    enabled: bool = switch("Whether channel events are logged.")
    digits: bool = switch("Whether keys that parties press are events too.")
    retention: Retention = retention("How long events are kept.", default=Retention(30))
    encrypted: bool = protection("Whether the log is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the log, fill it from every call, and send it on."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "cel",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Flow(places.CALLS, places.CEL, _EVENTS, Purpose.CALL_STATISTICS, self.because("enabled"))
        if self.digits:
            pressed = self.because("enabled", "digits")
            yield Flow(places.CALLS, places.CEL, _DIGITS, Purpose.CALL_STATISTICS, pressed)
        yield from self.collected(places.CEL, Purpose.CALL_STATISTICS)
