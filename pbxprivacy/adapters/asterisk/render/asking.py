"""What runs on the called channel before a call begins, and what all routines share: notes, pause, stop."""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.render.features import named
from pbxprivacy.adapters.asterisk.render.files import Section
from pbxprivacy.adapters.asterisk.render.policy import Policy, Side
from pbxprivacy.adapters.asterisk.render.recorder import CONSENT, NOTE, RECORDED, Recorder, context, resumed
from pbxprivacy.recording import Mode

__all__ = ["asking", "shared"]

_MOMENT = "${STRFTIME(${EPOCH},UTC,%Y-%m-%dT%H:%M:%S+00:00)}"


def asking(policy: Policy, recorder: Recorder) -> Iterator[Section]:
    """Yield what asks the called side, where it is asked, and what gives it its keys."""
    features = named(policy, Side.CALLED)
    if Side.CALLED in policy.asks:
        yield context(
            f"pbxprivacy-{policy.asking}",
            f"Read(PBXPRIVACY_ANSWER,{CONSENT},1,,1,8)",
            'GotoIf($["${PBXPRIVACY_ANSWER}" != "1"]?end)',
            *recorder.identified(policy),
            *recorder.started(policy, "both" if Side.CALLER in policy.asks else "called"),
            *(["Return()", *resuming] if (resuming := resumed(policy)) else ["(end)Return()"]),
        )
    if features:
        yield context(f"pbxprivacy-{policy.answering}", f"Set(DYNAMIC_FEATURES={features})", "Return()")


def shared(found: list[Policy], recorder: Recorder) -> Iterator[Section]:
    """Yield the routines that keys and other routines call."""
    recorded = [policy for policy in found if policy.mode is not Mode.OFF]
    if not recorded:
        return
    if recorder.tenant.call_recording.encrypted:
        yield _note()
    if any(policy.stops for policy in recorded):
        # What was never recorded, or was stopped, cannot be paused; so it cannot be resumed either.
        forgotten = ("Set(PBXPRIVACY_PAUSED=)", "Set(MIXMONITOR_FILENAME=)")
        yield context("pbxprivacy-stop", "StopMixMonitor()", *forgotten, "Return()")
    if any(policy.pauses for policy in recorded):
        yield context(
            "pbxprivacy-pause",
            'GotoIf($["${MIXMONITOR_FILENAME}" = ""]?end)',
            "StopMixMonitor()",
            "Set(PBXPRIVACY_PAUSED=1)",
            "(end)Return()",
        )


def _note() -> Section:
    """Write the call file: numbers stand in it, never in a name or on a command line. It is sealed and removed."""
    file = "FILE(${PBXPRIVACY_FILE}.call,,,al,u)"
    return context(
        NOTE,
        f"Set({file}=call_id=${{UNIQUEID}})",
        f"Set({file}=caller=${{FILTER(0-9+,${{CALLERID(num)}})}})",
        f"Set({file}=callee=${{FILTER(0-9+,${{CALLERID(dnid)}})}})",
        f'ExecIf($["${{ARG1}}" = "1"]?Set({file}=announced={_MOMENT}))',
        f'ExecIf($["${{ARG1}}" = "1"]?Set({file}=prompt={RECORDED}))',
        f'ExecIf($["${{ARG2}}" != ""]?Set({file}=opted_in_by=${{ARG2}}))',
        "Return()",
    )
