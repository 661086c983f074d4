"""Queues: calls that wait for an agent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature, ScopeName
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import STAND_IN, identity
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["Queues"]

_AGENT = items(
    (Data.VOICE_CALL, Data.CONTACT_NUMBER, Data.CONTACT_NAME, Data.CALL_RECORD, Data.WORK_ACTIVITY),
    Person.AGENT,
)


class Queues(Feature):
    """The tenant's queues, by name. Calls from outside and inside may land in any of them."""

    key: ClassVar[str] = "queues"
    title: ClassVar[str] = "Queues"
    sources: ClassVar[tuple[str, ...]] = ("Asterisk 22 app_queue",)

    names: tuple[ScopeName, ...] = identity("The queues.", default=(), stand_in=STAND_IN)

    def defined_scopes(self) -> Iterator[str]:
        """Yield the queues."""
        return (f"queue:{name}" for name in self.names)

    def effects(self) -> Iterator[Effect]:
        """Open the calls of each queue; callers come from outside and inside, agents are there."""
        for name in self.names:
            queue = Place(PlaceKind.CALL, "queue", scope=name, because=self.because("names"))
            yield queue
            yield Origin(queue.id, _AGENT, because=self.because("names"))
            for source in (places.INBOUND_EXTERNAL, places.INBOUND_INTERNAL):
                yield Flow(source, queue.id, EVERYTHING, Purpose.CALL_SERVICE, self.because("names"))
