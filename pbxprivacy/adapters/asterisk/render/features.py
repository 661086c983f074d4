"""features.conf: the keys by which a party starts, pauses, resumes and stops a recording.

A channel has the features that its variable DYNAMIC_FEATURES names. The recording hangs on one of the two channels, so
each feature comes in two forms: run on the channel of who pressed (``self``), or on the other one (``peer``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.policy import Policy, Side
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Mode
from pbxprivacy.tenant import Tenant

__all__ = ["PAUSE", "RECORD", "RESUME", "STOP", "features", "holder", "named"]

RECORD, PAUSE, STOP, RESUME = "record", "pause", "stop", "resume"
_KEYS: Final = {RECORD: "*1", PAUSE: "*2", STOP: "*3", RESUME: "*4"}


def holder(policy: Policy) -> Side:
    """Return the channel on which a recording hangs: the called one if it is asked last, otherwise the caller's."""
    return Side.CALLED if Side.CALLED in policy.asks else Side.CALLER


def named(policy: Policy, side: Side) -> str:
    """Return the names of the features that one side of a call has, as DYNAMIC_FEATURES takes them."""
    if policy.mode is Mode.OFF:
        return ""
    form = "self" if side is holder(policy) else "peer"
    can = {
        RECORD: policy.mode is Mode.ON_DEMAND and side in policy.starts,
        PAUSE: side in policy.pauses,
        STOP: side in policy.stops,
        # On demand, whoever may start it goes on with it.
        RESUME: policy.mode is not Mode.ON_DEMAND and side in policy.pauses,
    }
    return "#".join(f"pbxprivacy-{action}-{form}" for action in _KEYS if can[action])


def features(tenant: Tenant, target: Target, found: list[Policy]) -> Iterator[File]:
    """Yield the file: only what some policy names."""
    used = {name for policy in found for side in Side for name in named(policy, side).split("#")}
    lines = tuple(
        (f"pbxprivacy-{action}-{form}", f"{keys},{form},{_application(tenant, target, action)}")
        for action, keys in _KEYS.items()
        for form in ("self", "peer")
        if f"pbxprivacy-{action}-{form}" in used
    )
    yield File("features.conf", (Section("featuremap"), Section("applicationmap", lines, arrow=True)))


def _application(tenant: Tenant, target: Target, action: str) -> str:
    if action != RECORD:
        return f'Gosub,"pbxprivacy-{action},s,1"'
    path = f"{target.spool}/${{PBXPRIVACY_ID}}-${{EPOCH}}.${{PBXPRIVACY_FORMAT}}"
    # A beep says that it starts: whoever hears the start of the call does not know whether it will be.
    arguments = ",".join(part for part in (path, "bp", command(tenant, target)) if part)
    return f'MixMonitor,"{arguments}"'
