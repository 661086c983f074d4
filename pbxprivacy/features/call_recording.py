"""Call recording: whose calls are kept, who is told, and who may start, pause and stop it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final

from pydantic import StringConstraints

from pbxprivacy import places
from pbxprivacy.feature import Effect, Entry, Feature
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import choice, entries, level, protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING, NUMBERS, VOICES
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["Announcement", "CallRecording", "Control", "Mode", "Readers", "RecordingRule", "RecordingScope"]


class Mode(StrEnum):
    """When calls are recorded, from the quietest.

    ``opt_in``: where somebody who may decide it opted in, for that extension, queue or call. ``on_demand``: whenever a
    party who may starts it in the call. ``always``: every call.
    """

    OFF = "off"
    OPT_IN = "opt_in"
    ON_DEMAND = "on_demand"
    ALWAYS = "always"


class Announcement(StrEnum):
    """What tells the parties. A beep tells that something happens, not what; so it is no announcement."""

    PROMPT = "prompt"
    BEEP = "beep"
    NONE = "none"


class Control(StrEnum):
    """Who in a call may pause and stop its recording."""

    EVERYONE = "everyone"
    EXTENSION = "extension"
    NOBODY = "nobody"


class Readers(StrEnum):
    """Who of the tenant's people may listen to recordings."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    SUPERVISORS = "supervisors"
    EVERYONE = "everyone"


RecordingScope = Annotated[
    str,
    StringConstraints(
        pattern=r"^(any|(inbound|outbound)(\.(internal|external))?|internal|external|web"
        r"|(queue|conference|extension)(:[A-Za-z0-9_.+-]{1,80})?)$"
    ),
]

_Tiers = tuple[tuple[str, ...], ...]  # scopes that cover some calls, the nearest tier first

_COVERED_BY: Final[dict[str, _Tiers]] = {
    places.INBOUND_EXTERNAL: (("inbound.external",), ("inbound", "external"), ("any",)),
    places.OUTBOUND_EXTERNAL: (("outbound.external",), ("outbound", "external"), ("any",)),
    places.INBOUND_INTERNAL: (("inbound.internal",), ("inbound", "internal"), ("any",)),
    places.OUTBOUND_INTERNAL: (("outbound.internal",), ("outbound", "internal"), ("any",)),
    places.WEB_CALL: (("web",), ("any",)),
    places.QUEUE_CALLS: (("queue",), ("any",)),
    places.CONFERENCE_CALLS: (("conference",), ("any",)),
    places.EXTENSION_CALLS: (("extension",), ("any",)),
}

_SCREENS: Final = {
    Readers.ADMINISTRATORS: places.ADMIN_SCREEN,
    Readers.SUPERVISORS: places.SUPERVISOR,
    Readers.EVERYONE: places.PHONE_SCREEN,
}
_VOICES_KEPT: Final = VOICES.becoming(Data.VOICE_RECORDING) | NUMBERS | select(Data.NETWORK_ADDRESS)


class RecordingRule(Entry):
    """What holds for one scope; what it leaves out is as the feature has it."""

    mode: Mode | None = level("When calls of this scope are recorded.", Mode, default=None)
    announcement: Announcement | None = level("What tells the parties.", Announcement, default=None)
    announced_to_all: bool | None = protection("Whether both sides hear it.", default=None)
    stop: Control | None = level("Who may stop the recording.", Control, default=None)
    pause: Control | None = level("Who may pause it.", Control, default=None)


class CallRecording(Feature):
    """Call recordings: the voices, the numbers of the parties and their network addresses.

    Off, and opt-in where it is switched on. ``scopes`` say which calls ``mode`` is about; ``rules`` say otherwise for one
    scope, the nearest winning: ``queue:sales``, then ``queue``, then ``any``. A call can be of two scopes (it came from
    outside, and waits in a queue); it is recorded if either is. Video is never recorded.
    """

    key: ClassVar[str] = "call_recording"
    title: ClassVar[str] = "Call recording"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Call Recordings",
        "wiki.freepbx.org, Call Recording walk through: force, yes, don't care, no, never",
        "Kazoo call_recording schema: any, inbound, outbound by any, onnet, offnet",
        "Wazo confd: call_record_{incoming,outgoing}_{internal,external}_enabled",
    )

    mode: Mode = level("When calls are recorded.", Mode, default=Mode.OFF)
    scopes: tuple[RecordingScope, ...] = choice(
        "Which calls that is about.", quiet=(), loud=("any",), default=("any",)
    )
    rules: dict[RecordingScope, RecordingRule] = entries("What holds otherwise for one scope.", stand_in="")
    announcement: Announcement = level("What tells the parties.", Announcement, default=Announcement.PROMPT)
    announced_to_all: bool = protection("Whether both sides hear the announcement.")
    stop: Control = level("Who may stop a recording.", Control, default=Control.EVERYONE)
    pause: Control = level("Who may pause a recording.", Control, default=Control.EVERYONE)
    readers: Readers = level("Who may listen to recordings.", Readers, default=Readers.ADMINISTRATORS)
    encrypted: bool = protection("Whether recordings are encrypted at rest.")
    numbers_in_names: bool = switch("Whether file names hold phone numbers.")
    retention: Retention = retention("How long recordings are kept.", default=Retention(30))

    def named_scopes(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the queues, rooms and extensions that scopes and rules name."""
        for scope in self.rules:
            if ":" in scope:
                yield ("rules", scope), scope
        for position, scope in enumerate(self.scopes):
            if ":" in scope:
                yield ("scopes", str(position)), scope

    def effects(self) -> Iterator[Effect]:
        """Open the recordings, fill them from the calls that are recorded, and show them to their readers."""
        flows = list(self._recordings())
        if not flows:
            return
        yield Place(
            PlaceKind.STORE,
            "recordings",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("retention"),
        )
        yield from flows
        levels = tuple(Readers)
        for reader, screen in _SCREENS.items():
            if levels.index(self.readers) >= levels.index(reader):
                yield Flow(
                    places.RECORDINGS, screen, EVERYTHING, Purpose.QUALITY_RECORDING, self.because("readers")
                )

    def _recordings(self) -> Iterator[Flow]:
        named = list(dict.fromkeys(scope for scope in (*self.rules, *self.scopes) if ":" in scope))
        for family, tiers in _COVERED_BY.items():
            own_rules = frozenset(
                f"call/{scope}" for scope in named if f"call/{scope}".startswith(family[:-1])
            )
            yield from self._recorded(
                family, tiers, except_for=own_rules if family.endswith("*") else frozenset()
            )
        for scope in named:
            yield from self._recorded(f"call/{scope}", ((scope,), (scope.partition(":")[0],), ("any",)))

    def _recorded(
        self, calls: str, tiers: _Tiers, except_for: frozenset[str] = frozenset()
    ) -> Iterator[Flow]:
        mode, mode_knob = self._nearest(tiers, "mode")
        because = [mode_knob]
        if mode_knob == "call_recording.mode":
            because.append("call_recording.scopes")
            if not any(scope in self.scopes for tier in tiers for scope in tier):
                return
        if mode is Mode.OFF:
            return
        announcement, announcement_knob = self._nearest(tiers, "announcement")
        to_all, to_all_knob = self._nearest(tiers, "announced_to_all")
        gives = {Safeguard.CONSENTED} if mode is Mode.OPT_IN else set()
        if announcement is Announcement.PROMPT and to_all:
            gives.add(Safeguard.ANNOUNCED)
        if announcement is not Announcement.PROMPT:
            because.append(announcement_knob)
        if not to_all:
            because.append(to_all_knob)
        yield Flow(
            calls,
            places.RECORDINGS,
            _VOICES_KEPT,
            Purpose.QUALITY_RECORDING,
            tuple(because),
            gives=frozenset(gives),
            except_for=except_for,
        )

    def _nearest(self, tiers: _Tiers, knob: str) -> tuple[Any, str]:
        """Return the value that the nearest rule sets, and the knob's full name; two equally near: the louder."""
        if not self.rules:
            return getattr(self, knob), f"call_recording.{knob}"
        levels = self.knobs()[knob].levels
        for tier in tiers:
            values = [(getattr(self.rules[scope], knob), scope) for scope in tier if scope in self.rules]
            stated = [(value, scope) for value, scope in values if value is not None]
            if stated:
                value, scope = max(stated, key=lambda found: levels.index(found[0]))
                return value, f"call_recording.rules[{scope}].{knob}"
        return getattr(self, knob), f"call_recording.{knob}"
