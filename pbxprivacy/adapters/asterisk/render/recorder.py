"""The lines of the dialplan that start a recording, and what is noted beside it."""

from __future__ import annotations

from typing import Final

import attrs

from pbxprivacy.adapters.asterisk.render.features import can_resume
from pbxprivacy.adapters.asterisk.render.files import Section
from pbxprivacy.adapters.asterisk.render.policy import Policy
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant

__all__ = ["CONSENT", "NOTE", "RECORDED", "Recorder", "context", "resumed"]

RECORDED: Final = "pbxprivacy/recorded"
CONSENT: Final = "pbxprivacy/consent"
NOTE: Final = "pbxprivacy-note"


def context(name: str, *lines: str) -> Section:
    """Return a context with one extension ``s``; a line that starts with ``(label)`` has that label."""
    made = []
    for number, line in enumerate(lines):
        label, text = "", line
        if line.startswith("("):
            label, _, text = line.partition(")")
            label += ")"
        made.append(("exten", f"s,1,{text}") if number == 0 else (" same", f"n{label},{text}"))
    return Section(name, tuple(made), arrow=True)


@attrs.frozen
class Recorder:
    """How this tenant's calls are recorded on that server."""

    tenant: Tenant
    target: Target

    def identified(self, policy: Policy) -> list[str]:
        """Return lines that name the call without a number: by what identifies its channel."""
        return [
            # In the name of a file, and within quotes of a shell: nothing else may be in it.
            "Set(PBXPRIVACY_ID=${FILTER(0-9a-zA-Z._,${UNIQUEID})})",
            f"Set(PBXPRIVACY_FORMAT={policy.format})",
        ]

    def started(self, policy: Policy, side: str = "") -> list[str]:
        """Return the lines that start a recording of a policy, with its call file; ``side`` says who agreed last."""
        options = "b" + ("p" if policy.announcement is Announcement.BEEP else "")
        options += f"B({policy.beep_seconds})" if policy.beep_seconds else ""
        announced = "1" if policy.announcement is Announcement.PROMPT else ""
        agreed = side if policy.mode is Mode.OPT_IN and policy.asks else ""
        agreed = "administrator" if policy.mode is Mode.OPT_IN and not policy.asks else agreed
        sealing = command(self.tenant, self.target)
        path = f"{self.target.spool}/${{PBXPRIVACY_ID}}-${{EPOCH}}.${{PBXPRIVACY_FORMAT}}"
        return [
            f"(record)Set(PBXPRIVACY_FILE={path})",
            *([f"Gosub({NOTE},s,1({announced},{agreed}))"] if sealing else []),
            f"MixMonitor(${{PBXPRIVACY_FILE}},{options}{f',{sealing}' if sealing else ''})",
            *(['GotoIf($["${PBXPRIVACY_PAUSED}" = "1"]?resumed)'] if can_resume(policy) else []),
        ]


def resumed(policy: Policy) -> list[str]:
    """Return the lines by which a key resumes a recording: a part of its own, begun where the first one was."""
    if not can_resume(policy):
        return []
    heard = [f"Playback({RECORDED})", 'GotoIf($["${PLAYBACKSTATUS}" != "SUCCESS"]?end)']
    return [
        '(resume)GotoIf($["${PBXPRIVACY_PAUSED}" != "1"]?end)',
        *(heard if policy.announcement is Announcement.PROMPT else []),
        "Goto(record)",
        "(resumed)Set(PBXPRIVACY_PAUSED=)",
        "(end)Return()",
    ]
