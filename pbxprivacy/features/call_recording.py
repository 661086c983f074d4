"""Call recording: whose calls are kept, who is told, and who may start, pause and stop it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

import attrs

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import choice, entries, identity, level, party, protection, retention, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.recording import (
    DIRECTIONS,
    NO_SOUND,
    Announcement,
    Control,
    Direction,
    Mode,
    Readers,
    RecordingRule,
    RecordingScope,
)
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING, NUMBERS, VOICES
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["CallRecording"]

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

_EXTENSION: Final = "extension"
_SCREENS: Final = {
    Readers.ADMINISTRATORS: places.ADMIN_SCREEN,
    Readers.SUPERVISORS: places.SUPERVISOR,
    Readers.EVERYONE: places.PHONE_SCREEN,
}
_MODES: Final = tuple(Mode)
_INTERNAL: Final = frozenset({Direction.INBOUND_INTERNAL, Direction.OUTBOUND_INTERNAL})
_COLLEAGUES: Final = select(of=(Person.EXTENSION_USER, Person.AGENT, Person.MEETING_GUEST))
_AUDIO: Final = VOICES.becoming(Data.VOICE_RECORDING)
_KEPT: Final = _AUDIO | NUMBERS | select(Data.NETWORK_ADDRESS)
_OF: Final = {
    (whose, what): whose.then(what) for whose in (EVERYTHING, _COLLEAGUES) for what in (_KEPT, _AUDIO, NUMBERS)
}
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class CallRecording(Feature):
    """Call recordings: the voices, the numbers of the parties and their network addresses.

    ``scopes`` say which calls ``mode`` is about; ``rules`` say otherwise for one scope, the nearest winning:
    ``queue:sales``, then ``queue``, then ``any``. A call can be of two scopes (it came from outside, and waits in a
    queue); it is recorded if either is. Video never is. Opting in counts as consent if both sides are asked.
    """

    key: ClassVar[str] = "call_recording"
    title: ClassVar[str] = "Call recording"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Call Recordings",
        "wiki.freepbx.org, Call Recording walk through: force, yes, don't care, no, never",
        "Kazoo call_recording schema: any, inbound, outbound by any, onnet, offnet; enabled, format, time_limit, url",
        "Wazo confd: call_record_{incoming,outgoing}_{internal,external}_enabled",
    )

    mode: Mode = level("When calls are recorded.", Mode, default=Mode.OFF)
    scopes: tuple[RecordingScope, ...] = choice("Which calls that is about.", quiet=(), loud=("any",), default=("any",))
    rules: dict[RecordingScope, RecordingRule] = entries("What holds otherwise for one scope.", stand_in="")
    opt_in: Control = level(
        "Who opts in; nobody: an administrator decides for them.", Control, default=Control.EVERYONE
    )
    announcement: Announcement = level("What tells the parties.", Announcement, default=Announcement.PROMPT)
    announced_to_all: bool = protection("Whether both sides hear the announcement.")
    beep_seconds: int | None = identity("Every how many seconds a beep sounds.", neutral=NO_SOUND, gt=0)
    start: Control = identity("Who may start a recording on demand.", default=Control.EXTENSION, neutral=NO_SOUND)
    stop: Control = level("Who may stop a recording.", Control, default=Control.EVERYONE)
    pause: Control = level("Who may pause a recording.", Control, default=Control.EVERYONE)
    time_limit: int | None = identity("After how many seconds a recording ends.", neutral=NO_SOUND, gt=0)
    format: str | None = identity("In which format it is written.", neutral=NO_SOUND, max_length=20)
    upload: PartyName | None = party("Who gets each recording as it ends; left out, nobody.")
    upload_tls: bool = protection("Whether that connection is encrypted.")
    readers: Readers = level("Who may listen to recordings.", Readers, default=Readers.ADMINISTRATORS)
    encrypted: bool = protection("Whether recordings are encrypted at rest.")
    numbers_in_names: bool = switch("Whether file names hold phone numbers.")
    retention: Retention = retention("How long recordings are kept.", default=Retention(30))

    def named_scopes(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the queues, rooms and extensions that scopes and rules name.

        ``extension`` alone is one of them: there always are extensions, but only those with a name have calls of their
        own here, so without any it would be about no call, and look as if nothing were recorded.
        """
        for scope in self.rules:
            if ":" in scope or scope == _EXTENSION:
                yield ("rules", scope), scope
        for position, scope in enumerate(self.scopes):
            if ":" in scope or scope == _EXTENSION:
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
            because=self.because("retention", "encrypted"),
        )
        for receiver, flow in flows:
            if receiver:
                yield Place(PlaceKind.SERVICE, "recording_upload", receiver, receiver, retention=None)
            yield flow
        levels = tuple(Readers)
        for reader, screen in _SCREENS.items():
            if levels.index(self.readers) >= levels.index(reader):
                because = self.because("readers")
                yield Flow(places.RECORDINGS, screen, EVERYTHING, Purpose.QUALITY_RECORDING, because)

    def _recordings(self) -> Iterator[tuple[str, Flow]]:
        named = list(dict.fromkeys(scope for scope in (*self.rules, *self.scopes) if ":" in scope))
        by_name = frozenset(f"call/{scope}" for scope in named)
        for family, tiers in _COVERED_BY.items():
            yield from self._recorded(family, tiers, by_name)
        for scope in named:
            yield from self._recorded(f"call/{scope}", ((scope,), (scope.partition(":")[0],), ("any",)))

    def _recorded(
        self, calls: str, tiers: _Tiers, except_for: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, Flow]]:
        """Yield the flows out of one sort of calls, each with the party that gets it, or "" for the PBX's own store."""
        mode, directions, causes = self._mode(calls.removeprefix("call/"), tiers)
        if mode is Mode.OFF:
            return
        opt_in, opt_in_knob = self._nearest(tiers, "opt_in")
        announcement, announcement_knob = self._nearest(tiers, "announcement")
        to_all, to_all_knob = self._nearest(tiers, "announced_to_all")
        gives = set()
        because = list(causes)
        if mode is Mode.OPT_IN and opt_in is Control.EVERYONE:
            gives.add(Safeguard.CONSENTED)
        if mode is Mode.OPT_IN and opt_in is not Control.EVERYONE:
            because.append(opt_in_knob)
        if announcement is Announcement.PROMPT and to_all:
            gives.add(Safeguard.ANNOUNCED)
        if announcement is not Announcement.PROMPT:
            because.append(announcement_knob)
        if not to_all:
            because.append(to_all_knob)
        whose = _COLLEAGUES if _INTERNAL.issuperset(directions) else EVERYTHING
        flow = Flow(
            calls,
            places.RECORDINGS,
            _OF[whose, _KEPT],
            Purpose.QUALITY_RECORDING,
            tuple(because),
            gives=frozenset(gives),
            except_for=except_for,
        )
        yield "", flow
        lacks = frozenset() if self.upload_tls else _IN_CLEAR
        clear = () if self.upload_tls else self.because("upload_tls")
        for receiver, knob in self._uploads(tiers):
            uploaded = attrs.evolve(flow, target=f"service/recording_upload:{receiver}", lacks=lacks)
            caused = (*because, knob, *clear)
            yield receiver, attrs.evolve(uploaded, selection=_OF[whose, _AUDIO], because=caused)
            if self.numbers_in_names:
                caused = (*caused, *self.because("numbers_in_names"))
                yield receiver, attrs.evolve(uploaded, selection=_OF[whose, NUMBERS], because=caused)

    def _mode(self, way: str, tiers: _Tiers) -> tuple[Mode, tuple[Direction, ...], tuple[str, ...]]:
        """Return when one sort of calls is recorded, which of them, and because of which knobs."""
        for tier in tiers if self.rules else ():
            stated = [scope for scope in tier if scope in self.rules and self.rules[scope].mode is not None]
            if stated:
                scope = max(stated, key=lambda scope: _loudness(way, self.rules[scope]))
                rule, path = self.rules[scope], f"call_recording.rules[{scope}]"
                mode = _MODES[_loudness(way, rule)]
                return mode, rule.directions, (f"{path}.mode", f"{path}.directions")
        is_meant = any(scope in self.scopes for tier in tiers for scope in tier)
        return self.mode if is_meant else Mode.OFF, DIRECTIONS, self.because("mode", "scopes")

    def _nearest(self, tiers: _Tiers, knob: str) -> tuple[Any, str]:
        """Return the value that the nearest rule sets, and the knob's full name; two equally near: the louder."""
        for tier in tiers if self.rules else ():
            stated = self._stated(tier, knob)
            if stated:
                levels = self.knobs()[knob].levels
                return max(stated, key=lambda found: levels.index(found[0]))
        return getattr(self, knob), f"call_recording.{knob}"

    def _uploads(self, tiers: _Tiers) -> list[tuple[Any, str]]:
        """Return who gets these recordings, and because of which knob; two rules equally near: both."""
        for tier in tiers if self.rules else ():
            if stated := self._stated(tier, "upload"):
                return stated
        return [] if self.upload is None else [(self.upload, "call_recording.upload")]

    def _stated(self, tier: tuple[str, ...], knob: str) -> list[tuple[Any, str]]:
        found = [(getattr(self.rules[scope], knob), scope) for scope in tier if scope in self.rules]
        return [(value, f"call_recording.rules[{scope}].{knob}") for value, scope in found if value is not None]


def _loudness(way: str, rule: RecordingRule) -> int:
    """Return how loud the mode of a rule is for one sort of calls; 0, which is off, if it is not about them."""
    is_about = way in rule.directions if way in DIRECTIONS else bool(rule.directions)
    return _MODES.index(rule.mode or Mode.OFF) if is_about else 0
