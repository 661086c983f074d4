"""Policies turned back into the settings of which they are rendered.

Of a way of calls, a queue or a room each setting can be told, or is not shown at all. What several of them share is a
setting of the feature, what differs is a rule. An extension is told by up to three routines at once, of which each is
also one of its way; where no rule gives all of them, the loudest is taken, and told to be in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from pbxprivacy.adapters.asterisk.render.policy import FORMATS, Kind, Policy, Side, Way
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.recording import Announcement, Control, Direction, Mode

__all__ = ["Settings", "is_recorded", "scope_of", "settings_of"]

Values = dict[str, Any]

_SCOPES: Final = {
    Way.INBOUND: Direction.INBOUND_EXTERNAL.value,
    Way.OUTBOUND: Direction.OUTBOUND_EXTERNAL.value,
    Way.INTERNAL: "internal",
}
_LEVELS: Final[Mapping[str, tuple[Any, ...]]] = {
    "opt_in": tuple(Control),
    "announcement": tuple(Announcement),
    "announced_to_all": (True, False),
    "start": tuple(Control),
    "stop": tuple(Control),
    "pause": tuple(Control),
    "format": FORMATS,
}
_MODES: Final = tuple(Mode)
_DEFAULTS: Final[Values] = {**{knob: getattr(CallRecording.default(), knob) for knob in _LEVELS}, "format": FORMATS[0]}
# Of a call of two sorts, who may is who may by either, and it is told as the one says that tells more.
_JOINED: Final = frozenset({"announcement", "announced_to_all", "stop", "pause"})


@attrs.frozen
class Settings:
    """Settings of call recording.

    Attributes:
        own: of the feature itself.
        rules: by scope.
        doubtful: by scope, the knobs of a rule that no routine contradicts as they are, and not all confirm.
    """

    own: Values = attrs.field(factory=dict)
    rules: dict[str, Values] = attrs.field(factory=dict)
    doubtful: dict[str, tuple[str, ...]] = attrs.field(factory=dict)


def is_recorded(policy: Policy) -> bool:
    """Tell whether calls of a policy can be recorded: on demand, only if somebody has a key to start it."""
    return policy.mode is not Mode.OFF and (policy.mode is not Mode.ON_DEMAND or bool(policy.starts))


def scope_of(policy: Policy) -> str:
    """Return the scope of the calls that a policy is about."""
    return _SCOPES[Way(policy.name)] if policy.kind is Kind.DIRECTION else f"{policy.kind}:{policy.target}"


def settings_of(
    policies: Iterable[Policy], places: Iterable[str] = (), *, apart: Collection[str] = (), web: bool = False
) -> Settings:
    """Return the settings of which these policies are rendered.

    Args:
        policies: of the routines that calls get to.
        places: the scopes of all queues and rooms that there are.
        apart: the names of policies that have a rule of their own in any case.
        web: whether there are web calls, which go the ways that all calls go.
    """
    recorded = [one for one in policies if is_recorded(one)]
    ways = {Way(one.name): one for one in recorded if one.kind is Kind.DIRECTION}
    common = {way: one.mode for way, one in ways.items() if one.name not in apart}
    modes = list(common.values())
    mode = max(modes, key=lambda one: (modes.count(one), _MODES.index(one)), default=Mode.OFF)
    meant = [way for way in common if common[way] is mode]
    everywhere = len(meant) == len(Way)
    shared = _shared(recorded)
    beeps = [one.beep_seconds for one in recorded if one.beep_seconds]
    own: Values = {"mode": mode, **shared, **({"beep_seconds": min(beeps)} if beeps else {})}
    if meant and not everywhere:
        own["scopes"] = [*(_SCOPES[way] for way in meant), *(["web"] if web else [])]
    found = Settings(own)
    for one in recorded:
        if one.kind is not Kind.EXTENSION:
            is_meant = one.mode is mode and (everywhere or one.kind is Kind.DIRECTION) and one.name not in apart
            _rule(found, scope_of(one), ({} if is_meant else {"mode": one.mode}) | dict(_apart(one, shared)))
    for scope in places if everywhere else ():
        if scope not in map(scope_of, recorded):
            _rule(found, scope, {"mode": Mode.OFF})
    for target in dict.fromkeys(one.target for one in recorded if one.kind is Kind.EXTENSION):
        mine = [one for one in recorded if one.kind is Kind.EXTENSION and one.target == target]
        is_apart = any(one.name in apart for one in mine)
        _extension(found, mine, ways, mode if everywhere and not is_apart else None)
    return found


def _rule(found: Settings, scope: str, values: Values) -> None:
    if values:
        found.rules.setdefault(scope, {}).update(values)


def _shown(policy: Policy) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each knob that a routine shows, with the values that give the same routine, what it does first."""
    if policy.mode is Mode.OPT_IN:
        yield "opt_in", _control(policy.asks, policy.extension)
    if policy.mode is Mode.ON_DEMAND:
        yield "start", _control(policy.starts, policy.extension, Control.EVERYONE)
    silent = policy.mode is Mode.ON_DEMAND and policy.announcement is not Announcement.PROMPT
    yield "announcement", (Announcement.BEEP, Announcement.NONE) if silent else (policy.announcement,)
    if policy.announcement is Announcement.PROMPT:
        yield "announced_to_all", (policy.to_all,)
    if policy.kind is not Kind.CONFERENCE:
        yield "stop", _control(policy.stops, policy.extension)
        yield "pause", _control(policy.pauses, policy.extension)
    yield "format", (policy.format,)


def _control(
    sides: frozenset[Side], extension: frozenset[Side], otherwise: Control = Control.NOBODY
) -> tuple[Control, ...]:
    if sides == frozenset(Side):
        return (Control.EVERYONE, *((Control.EXTENSION,) if sides == extension else ()))
    return (Control.EXTENSION,) if sides == extension else (otherwise,) if sides else (Control.NOBODY,)


def _shared(policies: Sequence[Policy]) -> Values:
    """Return for each knob the value that fits most policies, of equally many what is met first."""
    votes: dict[str, dict[Any, int]] = {}
    for policy in policies:
        for knob, values in _shown(policy):
            for value in values:
                counted = votes.setdefault(knob, {})
                counted[value] = counted.get(value, 0) + 1
    best = {knob: max(counted, key=counted.__getitem__) for knob, counted in votes.items()}
    return {knob: value for knob, value in best.items() if value != _DEFAULTS[knob] or knob != "format"}


def _apart(policy: Policy, shared: Values) -> Iterator[tuple[str, Any]]:
    """Yield what a policy has otherwise than is shared."""
    for knob, values in _shown(policy):
        if (_DEFAULTS | shared)[knob] not in values:
            yield knob, values[0]


@attrs.frozen
class _Routine:
    """One routine of an extension: its policy, that of its way, and the values of that in the settings, if recorded."""

    policy: Policy
    way: Policy | None
    of_way: Values

    def comes_of(self, mode: Mode) -> bool:
        return max(mode, self.way.mode if self.way else mode, key=_MODES.index) is self.policy.mode

    def joined(self, knob: str, value: Any, mode: Mode) -> Any:
        """Return what holds of a call that is of the extension and of its way."""
        if self.way is None:
            return value
        if knob in _JOINED:
            return min(value, self.of_way[knob], key=_LEVELS[knob].index)
        return value if _MODES.index(mode) >= _MODES.index(self.way.mode) else self.of_way[knob]


def _extension(found: Settings, mine: list[Policy], ways: Mapping[Way, Policy], inherited: Mode | None) -> None:
    """Add a rule from which, joined with the policy of its way, each routine of an extension comes."""
    shared = _DEFAULTS | found.own
    routines = []
    for one in mine:
        way = ways.get(Way(one.name.rpartition("-")[2]))
        routines.append(_Routine(one, way, shared | found.rules.get(scope_of(way), {}) if way else shared))
    modes = [mode for mode in (inherited, *reversed(_MODES[1:])) if mode]
    tried = [_tried(routines, mode, shared) for mode in modes if all(one.comes_of(mode) for one in routines)]
    loudest = max((one.mode for one in mine), key=_MODES.index)
    rule, unfit = min(tried, key=lambda one: len(one[1]), default=({"mode": loudest}, ("mode", *_LEVELS)))
    if rule.get("mode") is inherited:
        rule = {knob: value for knob, value in rule.items() if knob != "mode"}
    _rule(found, scope_of(mine[0]), rule)
    if unfit:
        found.doubtful[scope_of(mine[0])] = unfit


def _tried(routines: list[_Routine], mode: Mode, shared: Values) -> tuple[Values, tuple[str, ...]]:
    """Return a rule of this mode, and the knobs of it of which no value gives all routines: these at their loudest."""
    rule: Values = {"mode": mode}
    unfit = []
    for knob, levels in _LEVELS.items():
        shown = [(one, dict(_shown(one.policy))[knob]) for one in routines if knob in dict(_shown(one.policy))]
        for value in (shared[knob], *levels):
            if all(one.joined(knob, value, mode) in values for one, values in shown):
                break
        else:
            unfit.append(knob)
            value = max((values[-1] for _, values in shown), key=levels.index)
        if value != shared[knob]:
            rule[knob] = value
    return rule, tuple(unfit)
