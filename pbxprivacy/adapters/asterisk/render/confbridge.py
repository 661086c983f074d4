"""confbridge.conf: which rooms record, and whether guests speak their names."""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy
from pbxprivacy.adapters.asterisk.render.seal import command
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant

__all__ = ["confbridge", "room"]


def confbridge(tenant: Tenant, target: Target, found: list[Policy]) -> Iterator[File]:
    """Yield the file."""
    feature = tenant.conferencing
    names = "yes" if feature.enabled and feature.announce_names else "no"
    sections = [
        Section("general"),
        Section("pbxprivacy-guest", (("type", "user"), ("announce_join_leave", names))),
    ]
    sections += [room(tenant, target, policy) for policy in found if policy.kind is Kind.CONFERENCE]
    yield File("confbridge.conf", tuple(sections))


def room(tenant: Tenant, target: Target, policy: Policy) -> Section:
    """Return the bridge profile of one room."""
    name = f"pbxprivacy-{policy.name}"
    if policy.mode is Mode.OFF:
        return Section(name, (("type", "bridge"), ("record_conference", "no")))
    sealing = command(tenant, target)
    options = "p" if policy.announcement is Announcement.BEEP else ""
    options += f"B({policy.beep_seconds})" if policy.beep_seconds else ""
    lines = (
        ("type", "bridge"),
        ("record_conference", "yes"),
        # The server adds the time, so that two conferences of one room are two files.
        ("record_file", f"{target.spool}/{policy.name}.{policy.format}"),
        ("record_file_timestamp", "yes"),
        *((("record_options", options),) if options else ()),
        *((("record_command", sealing),) if sealing else ()),
    )
    return Section(name, lines)
