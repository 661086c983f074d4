"""features.conf: the keys by which a party starts, pauses, resumes and stops a recording.

A channel has the features that its variable DYNAMIC_FEATURES names. The recording hangs on one of the two channels, so
each feature comes in two forms: run on the channel of who pressed (``self``), or on the other one (``peer``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, Side
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Mode
from pbxprivacy.tenant import Tenant

__all__ = ["can_resume", "features", "holder", "keys_of", "named"]

RECORD, PAUSE, STOP, RESUME = "record", "pause", "stop", "resume"
_KEYS: Final = {RECORD: "*1", PAUSE: "*2", STOP: "*3", RESUME: "*4"}


def holder(policy: Policy) -> Side:
    """Return the channel on which a recording hangs: the called one if it is asked last, otherwise the caller's."""
    return Side.CALLED if Side.CALLED in policy.asks else Side.CALLER


def can_resume(policy: Policy) -> bool:
    """Tell whether what was paused can be resumed by a key of its own.

    On demand, whoever may start a recording goes on with it. A queue or a room starts its recording by itself.
    """
    is_call = policy.kind in (Kind.DIRECTION, Kind.EXTENSION)
    return is_call and policy.mode in (Mode.OPT_IN, Mode.ALWAYS) and bool(policy.pauses)


def named(policy: Policy, side: Side) -> str:
    """Return the names of the features that one side of a call has, as DYNAMIC_FEATURES takes them."""
    return "#".join(_named(policy, side))


def _named(policy: Policy, side: Side) -> dict[str, str]:
    """Return features by name, each with its line of the application map but for what it runs on."""
    if policy.mode is Mode.OFF or policy.kind is Kind.CONFERENCE:
        return {}
    form = "self" if side is holder(policy) else "peer"
    resumed = f"{RESUME}-{policy.name}"
    can = {
        RECORD: policy.mode is Mode.ON_DEMAND and side in policy.starts,
        PAUSE: side in policy.pauses,
        STOP: side in policy.stops,
        resumed: can_resume(policy) and side in policy.pauses,
    }
    return {f"pbxprivacy-{action}-{form}": action for action, may in can.items() if may}


def features(tenant: Tenant, target: Target, found: list[Policy]) -> Iterator[File]:
    """Yield the file: only what some policy names."""
    lines = {name: line for policy in found for side in Side for _, name, line in keys_of(tenant, target, policy, side)}
    mapped = Section("applicationmap", tuple(sorted(lines.items())), arrow=True)
    yield File("features.conf", (Section("featuremap"), mapped))


def keys_of(tenant: Tenant, target: Target, policy: Policy, side: Side) -> Iterator[tuple[str, str, str]]:
    """Yield what one side can do: ``record``, ``pause``, ``resume``, ``stop``; the feature's name; its line."""
    for name, action in _named(policy, side).items():
        does, form = action.partition("-")[0], name.rpartition("-")[2]
        yield does, name, f"{_KEYS[does]},{form},{_application(tenant, target, action, policy)}"


def _application(tenant: Tenant, target: Target, action: str, policy: Policy) -> str:
    if action.startswith(RESUME):
        there = policy.asking if holder(policy) is Side.CALLED else policy.name
        return f'Gosub,"pbxprivacy-{there},s,resume"'
    if action != RECORD:
        return f'Gosub,"pbxprivacy-{action},s,1"'
    path = f"{target.spool}/${{PBXPRIVACY_ID}}-${{EPOCH}}.${{PBXPRIVACY_FORMAT}}"
    # A beep says that it starts: whoever hears the start of the call does not know whether it will be.
    arguments = ",".join(part for part in (path, "bp", command(tenant, target)) if part)
    return f'MixMonitor,"{arguments}"'
