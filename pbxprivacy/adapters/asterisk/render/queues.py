"""queues.conf: which queues record. Members and strategies are the site's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Mode

__all__ = ["LOCAL", "queues"]

LOCAL: Final = "queues_members.conf"
_LAST_WITH_MONITOR: Final = 20
_NOTES: Final = (f"Members stand in {LOCAL}, one section for each queue:", "[sales](+)", "member=PJSIP/201")


def queues(target: Target, found: list[Policy]) -> Iterator[File]:
    """Yield the file."""
    sections = [Section("general")]
    for policy in found:
        if policy.kind is Kind.QUEUE:
            lines: tuple[tuple[str, str], ...] = ()
            if policy.mode is not Mode.OFF:
                lines = (("monitor-format", policy.format),)
                # Until then another application could be chosen, and was the default.
                lines += (("monitor-type", "MixMonitor"),) if target.version <= _LAST_WITH_MONITOR else ()
            sections.append(Section(policy.target, lines))
    yield File("queues.conf", tuple(sections), _NOTES, LOCAL)
