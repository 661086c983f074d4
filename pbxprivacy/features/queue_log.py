"""Queue log: what callers and agents did in queues, call by call."""

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
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["QueueLog"]

# Callers by number, agents by name too.
_LOGGED: Final = select(Data.CONTACT_NUMBER, Data.CALL_RECORD, Data.WORK_ACTIVITY) | select(
    Data.CONTACT_NAME, of=Person.AGENT
)


class QueueLog(CollectedFeature):
    """The queue and agent log: who waited how long, which agent answered, when agents logged in, paused and left."""

    key: ClassVar[str] = "queue_log"
    title: ClassVar[str] = "Queue log"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 logger.conf: queue_log, on by default; extconfig.conf: queue_log to a database",
        "TheVoco Cloud-PBX privacy policy, Call Reports: agent activities",
    )

    enabled: bool = switch("Whether the queue log is written.")
    retention: Retention = retention("How long the log is kept.", default=Retention(90))
    encrypted: bool = protection("Whether the log is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the log, fill it from every queue, and send it on."""
        if not self.enabled:
            return
        yield Place(
            PlaceKind.STORE,
            "queue_log",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Flow(places.QUEUE_CALLS, places.QUEUE_LOG, _LOGGED, Purpose.STAFF_MONITORING, self.because("enabled"))
        yield from self.collected(places.QUEUE_LOG, Purpose.STAFF_MONITORING)
