"""Listening in: somebody who is not part of a call hears it, and may speak into it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow
from pbxprivacy.knob import level, protection, switch
from pbxprivacy.selections import VOICES
from pbxprivacy.terms import Purpose, Safeguard

__all__ = ["Intervention", "Listened", "Listeners", "ListeningIn"]


class Listeners(StrEnum):
    """Who of the tenant's people may listen in."""

    SUPERVISORS = "supervisors"
    EVERYONE = "everyone"


class Listened(StrEnum):
    """Which calls may be listened to."""

    QUEUES = "queues"
    ALL = "all"


class Intervention(StrEnum):
    """What a listener may do besides: nothing (spy), speak to the agent alone (whisper), or to both (barge)."""

    NONE = "none"
    WHISPER = "whisper"
    BARGE = "barge"


_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_ANNOUNCED: Final = frozenset({Safeguard.ANNOUNCED})
_UNAUTHENTICATED: Final = frozenset({Safeguard.AUTHENTICATED})


class ListeningIn(Feature):
    """Live voices of calls reach supervisors, or whoever dials the code for it. Nothing is kept."""

    key: ClassVar[str] = "listening_in"
    title: ClassVar[str] = "Listening in (spy, whisper, barge)"
    sources: ClassVar[tuple[str, ...]] = (
        "Asterisk 22 ChanSpy, ExtenSpy (options q, w, B), Authenticate",
        "FreeSWITCH 1.10 eavesdrop: the sample dialplan lets everybody listen to everybody without a PIN",
    )

    enabled: bool = switch("Whether anybody may listen in.")
    who: Listeners = level("Who may listen in.", Listeners, default=Listeners.SUPERVISORS)
    calls: Listened = level("To which calls.", Listened, default=Listened.QUEUES)
    intervention: Intervention = level(
        "What a listener may do besides listening.",
        Intervention,
        default=Intervention.NONE,
        neutral="whoever speaks into a call hears it either way",
    )
    pin: bool = protection("Whether a listener must give a PIN.")
    announced: bool = protection("Whether the parties are told that somebody may listen in.")

    def effects(self) -> Iterator[Effect]:
        """Bring the voices of calls to the listeners."""
        if not self.enabled:
            return
        loud = tuple(knob for knob in ("pin", "announced") if not getattr(self, knob))
        because = self.because("enabled", "who", "calls", *loud)
        source = places.QUEUE_CALLS if self.calls is Listened.QUEUES else places.CALLS
        screens = [places.SUPERVISOR]
        if self.who is Listeners.EVERYONE:
            screens.append(places.PHONE_SCREEN)
        for screen in screens:
            yield Flow(
                source,
                screen,
                VOICES,
                Purpose.STAFF_MONITORING,
                because,
                gives=_ANNOUNCED if self.announced else _NOTHING,
                lacks=_NOTHING if self.pin else _UNAUTHENTICATED,
            )
