"""Which calls are recorded, and how: one policy for each sort of calls that the dialplan tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

import attrs

from pbxprivacy.adapters.asterisk.render.files import plain_names
from pbxprivacy.adapters.asterisk.render.told import Untold, shown
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.recording import DIRECTIONS, Announcement, Control, Direction, Mode
from pbxprivacy.tenant import Tenant

__all__ = ["EXTENSION_IS", "FORMATS", "Kind", "Policy", "Side", "Way", "louder", "policies"]

FORMATS: Final = ("wav", "WAV", "gsm", "ulaw", "alaw", "g722", "sln", "sln16")
_DEFAULT_FORMAT: Final = "wav"


class Kind(StrEnum):
    """What sort of calls a policy is about."""

    DIRECTION = "direction"
    EXTENSION = "extension"
    QUEUE = "queue"
    CONFERENCE = "conference"


class Side(StrEnum):
    """An end of a call, as a channel: who called, and who was called."""

    CALLER = "caller"
    CALLED = "called"


class Way(StrEnum):
    """The routines that a dialplan has for calls between two parties; an internal call is inbound and outbound."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


_DIRECTIONS: Final = {
    Way.INBOUND: (Direction.INBOUND_EXTERNAL,),
    Way.OUTBOUND: (Direction.OUTBOUND_EXTERNAL,),
    Way.INTERNAL: (Direction.INBOUND_INTERNAL, Direction.OUTBOUND_INTERNAL),
}
EXTENSION_IS: Final = {
    Way.INBOUND: frozenset({Side.CALLED}),
    Way.OUTBOUND: frozenset({Side.CALLER}),
    Way.INTERNAL: frozenset(Side),
}
"""The sides of each way of calls that are extensions of the tenant."""

_Tiers = tuple[tuple[str, ...], ...]  # scopes that cover some calls, the nearest tier first

_BOTH: Final = frozenset(Side)
_MODES: Final = tuple(Mode)
_SOUNDS: Final = tuple(Announcement)
_NO_KEY: Final = "nobody may start it, so there is no key for it"


@attrs.frozen
class Policy:
    """How one sort of calls is recorded.

    Attributes:
        kind: what sort.
        name: of its context, without the prefix: ``inbound``, ``extension-201-outbound``, ``queue-sales``.
        target: the queue, room or extension; empty for a direction.
        mode: when it is recorded.
        decides: who, of a tenant's view, opts in.
        announcement: what tells the parties.
        to_all: whether the called side hears it too.
        starts: the sides that may start one on demand.
        stops: the sides that may stop it.
        pauses: the sides that may pause and resume it.
        extension: the sides that are extensions of the tenant.
        format: in which it is written.
        beep_seconds: how often a beep sounds; 0 for never.
    """

    kind: Kind
    name: str
    target: str
    mode: Mode
    decides: Control
    announcement: Announcement
    to_all: bool
    starts: frozenset[Side]
    stops: frozenset[Side]
    pauses: frozenset[Side]
    extension: frozenset[Side]
    format: str
    beep_seconds: int

    @property
    def asking(self) -> str:
        """The name of the context that asks the called side; no queue or extension can be called like it."""
        return f"ask-{self.name}"

    @property
    def answering(self) -> str:
        """The name of the context that gives the called side its keys."""
        return f"called-{self.name}"

    @property
    def asks(self) -> frozenset[Side]:
        """The sides that are asked before a recording starts."""
        if self.mode is not Mode.OPT_IN:
            return frozenset()
        return {Control.EVERYONE: _BOTH, Control.EXTENSION: self.extension, Control.NOBODY: frozenset()}[self.decides]


def policies(tenant: Tenant) -> Iterator[Policy | Untold]:
    """Yield the policy of each way of calls, of each extension that has one of its own, of each queue and each room."""
    feature = tenant.call_recording
    ways: dict[Way, Policy] = {}
    for way, directions in _DIRECTIONS.items():
        found = [_policy(feature, Kind.DIRECTION, one, way, "", _tiers(one), EXTENSION_IS[way]) for one in directions]
        ways[way] = louder(*found)
        yield ways[way]
        for one, direction in zip(found, directions, strict=True):
            yield from _joined(feature, one, ways[way], _tiers(direction))
        loudest = max(zip(found, directions, strict=True), key=lambda one: _MODES.index(one[0].mode))[1]
        yield from _unwritten(feature, ways[way], _tiers(loudest))
    named = (
        (Kind.EXTENSION, tenant.extensions.names, "extensions.names"),
        (Kind.QUEUE, tenant.queues.names, "queues.names"),
        (Kind.CONFERENCE, tenant.conferencing.rooms, "conferencing.rooms"),
    )
    for kind, names, knob in named:
        if kind is Kind.CONFERENCE and not tenant.conferencing.enabled:
            continue
        good, bad = plain_names(names)
        for name in bad:
            yield Untold(knob, name, "no routine can have this name beside the others")
        silent = []
        for name in good:
            mine = list(_named(feature, kind, name, ways))
            yield from mine
            if not any(isinstance(one, Policy) for one in mine):
                silent.append(name)
        if silent:
            yield Untold(knob, shown(tuple(silent)), "none of its calls is recorded as such, so it has no routine")


def _tiers(way: Direction) -> _Tiers:
    return (way,), tuple(way.split(".")), ("any",)


def _named(feature: CallRecording, kind: Kind, name: str, ways: dict[Way, Policy]) -> Iterator[Policy | Untold]:
    scope = f"{kind}:{name}"
    tiers: _Tiers = (scope,), (kind,), ("any",)
    untold = list(_inexpressible(feature, kind, scope, tiers))
    yield from untold
    if kind is Kind.EXTENSION:
        if untold or _mode(feature, kind, scope, tiers)[0] is Mode.OFF:
            return
        for way, of_way in ways.items():
            own = _policy(feature, kind, scope, f"{kind}-{name}-{way}", name, tiers, EXTENSION_IS[way])
            joined = attrs.evolve(louder(own, of_way), kind=kind, name=own.name, target=name)
            yield joined
            yield from _joined(feature, own, joined, tiers)
        yield from _unwritten(feature, own, tiers)
        return
    policy = _policy(feature, kind, scope, f"{kind}-{name}", name, tiers, frozenset({Side.CALLED}))
    policy = attrs.evolve(policy, mode=Mode.OFF) if untold else policy
    yield policy
    yield from _unwritten(feature, policy, tiers)


def _inexpressible(feature: CallRecording, kind: Kind, scope: str, tiers: _Tiers) -> Iterator[Untold]:
    """Yield why calls of a scope are not recorded although the tenant says so."""
    mode, setting = _mode(feature, kind, scope, tiers)
    if mode is Mode.OFF:
        return
    if kind is not Kind.EXTENSION and mode in (Mode.OPT_IN, Mode.ON_DEMAND):
        # A queue records whatever it connects, a conference whatever is said in it: neither waits for a party's word.
        why = f"a {kind} of Asterisk records always or never; so it never does"
        yield Untold(setting, f"{mode} ({scope})", why)
    if kind is Kind.EXTENSION and mode is Mode.ON_DEMAND and _nearest(feature, tiers, "start") is Control.NOBODY:
        yield Untold(setting, f"{mode} ({scope})", _NO_KEY)
    rule = setting.removeprefix("call_recording.rules[").removesuffix("].mode")
    if rule in feature.rules and set(feature.rules[rule].directions) != set(DIRECTIONS):
        path = f"call_recording.rules[{rule}].directions"
        why = f"a {kind} of Asterisk does not tell directions apart; so it is not recorded"
        yield Untold(path, f"{shown(feature.rules[rule].directions)} ({scope})", why)


def _joined(feature: CallRecording, own: Policy, joined: Policy, tiers: _Tiers) -> Iterator[Untold]:
    """Yield what a call is told, or may be asked, beyond its own policy, since it is of another sort too."""
    if own.mode is Mode.OFF:
        return
    is_heard = joined.announcement is Announcement.PROMPT
    told = (
        ("announcement", own.announcement, _SOUNDS.index(joined.announcement) < _SOUNDS.index(own.announcement)),
        ("announced_to_all", own.to_all, is_heard and joined.to_all and not own.to_all),
        ("stop", _nearest(feature, tiers, "stop"), joined.stops > own.stops),
        ("pause", _nearest(feature, tiers, "pause"), joined.pauses > own.pauses),
    )
    why = "these calls are of another sort too, and more is said, or allowed, in calls of that"
    for knob, value, is_more in told:
        if is_more:
            yield Untold(_setting(feature, tiers, knob), f"{shown(value)} ({own.name})", why)
    if own.mode is Mode.OPT_IN and own.decides is Control.EXTENSION and own.extension == _BOTH:
        why = "both sides of an internal call are extensions, so both are asked"
        yield Untold(_setting(feature, tiers, "opt_in"), f"{own.decides} ({own.name})", why)


def _unwritten(feature: CallRecording, policy: Policy, tiers: _Tiers) -> Iterator[Untold]:
    """Yield what a policy leaves out of calls that are recorded."""
    if policy.mode is Mode.OFF:
        return
    wanted = _nearest(feature, tiers, "format")
    if wanted is not None and wanted not in FORMATS:
        yield Untold("call_recording.format", f"{shown(wanted)} ({policy.name})", f"it is written as {policy.format}")
    if policy.mode is Mode.ON_DEMAND and not policy.starts:
        yield Untold(_setting(feature, tiers, "mode"), f"{policy.mode} ({policy.name})", _NO_KEY)
    if policy.mode is Mode.ON_DEMAND and policy.announcement is Announcement.NONE:
        name = f"{policy.announcement} ({policy.name})"
        yield Untold(_setting(feature, tiers, "announcement"), name, "on demand it starts with a beep")
    if policy.kind is Kind.CONFERENCE and policy.announcement is Announcement.PROMPT and not policy.to_all:
        path = _setting(feature, tiers, "announced_to_all")
        yield Untold(path, f"{shown(False)} ({policy.name})", "whoever enters a room hears it")
    if policy.kind is Kind.QUEUE and policy.pauses:
        why = "what is paused in a queue stays so: a queue starts its recording by itself"
        yield Untold("call_recording.pause", f"{_nearest(feature, tiers, 'pause')} ({policy.name})", why)
    if policy.kind is Kind.CONFERENCE:
        why = "the recording of a conference is stopped on the server's console alone"
        for knob, sides in (("stop", policy.stops), ("pause", policy.pauses)):
            if sides:
                yield Untold(f"call_recording.{knob}", f"{_nearest(feature, tiers, knob)} ({policy.name})", why)


def _policy(  # noqa: PLR0917 - a policy has as many parts
    feature: CallRecording, kind: Kind, scope: str, name: str, target: str, tiers: _Tiers, extension: frozenset[Side]
) -> Policy:
    wanted = _nearest(feature, tiers, "format")
    sides = {Control.EVERYONE: _BOTH, Control.EXTENSION: extension, Control.NOBODY: frozenset[Side]()}
    return Policy(
        kind=kind,
        name=name,
        target=target,
        mode=_mode(feature, kind, scope, tiers)[0],
        decides=_nearest(feature, tiers, "opt_in"),
        announcement=_nearest(feature, tiers, "announcement"),
        to_all=_nearest(feature, tiers, "announced_to_all"),
        starts=sides[_nearest(feature, tiers, "start")],
        stops=sides[_nearest(feature, tiers, "stop")],
        pauses=sides[_nearest(feature, tiers, "pause")],
        extension=extension,
        format=wanted if wanted in FORMATS else _DEFAULT_FORMAT,
        beep_seconds=feature.beep_seconds or 0,
    )


def _mode(feature: CallRecording, kind: Kind, scope: str, tiers: _Tiers) -> tuple[Mode, str]:
    """Return when calls are recorded, and the setting that says so.

    The nearest rule wins, of two equally near the louder.
    """
    for tier in tiers:
        stated = [name for name in tier if name in feature.rules and feature.rules[name].mode is not None]
        if stated:
            found = {name: _about(feature, kind, scope, name) for name in stated}
            name = max(found, key=lambda name: _MODES.index(found[name]))
            return found[name], f"call_recording.rules[{name}].mode"
    is_meant = any(name in feature.scopes for tier in tiers for name in tier)
    return (feature.mode if is_meant else Mode.OFF), "call_recording.mode"


def _about(feature: CallRecording, kind: Kind, scope: str, name: str) -> Mode:
    rule = feature.rules[name]
    is_about = scope in rule.directions if kind is Kind.DIRECTION else bool(rule.directions)
    return (rule.mode or Mode.OFF) if is_about else Mode.OFF


def _nearest(feature: CallRecording, tiers: _Tiers, knob: str) -> Any:
    """Return the value that the nearest rule sets, of two equally near the louder, or the feature's own."""
    levels = feature.knobs()[knob].levels
    for tier in tiers:
        stated = [getattr(feature.rules[name], knob) for name in tier if name in feature.rules]
        stated = [value for value in stated if value is not None]
        if stated:
            return max(stated, key=levels.index) if levels else stated[0]
    return getattr(feature, knob)


def _setting(feature: CallRecording, tiers: _Tiers, knob: str) -> str:
    """Return the full name of the setting that `_nearest` takes."""
    wanted = _nearest(feature, tiers, knob)
    for tier in tiers:
        stated = {name: getattr(feature.rules[name], knob) for name in tier if name in feature.rules}
        for name, value in stated.items():
            if value == wanted:
                return f"call_recording.rules[{name}].{knob}"
        if any(value is not None for value in stated.values()):
            break
    return f"call_recording.{knob}"


def _loudness(policy: Policy) -> tuple[bool, int]:
    # On demand that nobody may make is less than to be asked.
    is_recorded = policy.mode is not Mode.OFF and (policy.mode is not Mode.ON_DEMAND or bool(policy.starts))
    return is_recorded, _MODES.index(policy.mode)


def louder(one: Policy, other: Policy | None = None) -> Policy:
    """Return the policy of a call of two sorts: recorded if either is, and told as the one says that tells more."""
    if other is None:
        return one
    first, second = sorted((one, other), key=_loudness, reverse=True)
    if second.mode is Mode.OFF:
        return first
    return attrs.evolve(
        first,
        announcement=min(first.announcement, second.announcement, key=_SOUNDS.index),
        to_all=first.to_all or second.to_all,
        stops=first.stops | second.stops,
        pauses=first.pauses | second.pauses,
    )
