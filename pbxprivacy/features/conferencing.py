"""Conferencing: audio conferences that guests dial into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature, ScopeName
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import STAND_IN, identity, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["Conferencing"]

_GUEST = items(
    (Data.VOICE_CALL, Data.CONTACT_NAME, Data.CONTACT_NUMBER, Data.CALL_RECORD),
    (Person.MEETING_GUEST, Person.EXTENSION_USER),
)
_SPOKEN_NAME = select(Data.VOICE_CALL, of=Person.MEETING_GUEST).becoming(Data.VOICE_NAME)


class Conferencing(Feature):
    """Audio conference rooms: names and numbers of everybody who takes part, and their voices while it lasts.

    Nothing of a conference is kept by this feature, except the spoken names where ``announce_names`` asks for them.
    """

    key: ClassVar[str] = "conferencing"
    title: ClassVar[str] = "Conferencing"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Conferencing",
        "Asterisk 22 app_confbridge: announce_join_leave records the name",
    )

    enabled: bool = switch("Whether there are conference rooms.")
    rooms: tuple[ScopeName, ...] = identity("The rooms by name.", default=("main",), stand_in=STAND_IN)
    announce_names: bool = switch("Whether a guest speaks a name that is recorded and played on joining and leaving.")
    names_retention: Retention = retention("How long spoken names are kept.", default=Retention(1))

    def defined_scopes(self) -> Iterator[str]:
        """Yield the rooms."""
        return (f"conference:{name}" for name in self.rooms)

    def effects(self) -> Iterator[Effect]:
        """Open the calls of each room."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        for name in self.rooms:
            room = Place(PlaceKind.CALL, "conference", scope=name, because=enabled)
            yield room
            yield Origin(room.id, _GUEST, because=enabled)
            for source in (places.INBOUND_EXTERNAL, places.INBOUND_INTERNAL):
                yield Flow(source, room.id, EVERYTHING, Purpose.CALL_SERVICE, enabled)
        if self.announce_names:
            because = self.because("enabled", "announce_names")
            yield Place(
                PlaceKind.STORE,
                "conference_names",
                retention=self.names_retention,
                encrypted_at_rest=False,
                because=self.because("enabled", "announce_names", "names_retention"),
            )
            yield Flow(places.CONFERENCE_CALLS, places.CONFERENCE_NAMES, _SPOKEN_NAME, Purpose.CALL_SERVICE, because)
