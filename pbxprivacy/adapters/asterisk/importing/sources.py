"""How complete an import is: which files were read, what the server rejects, what is unknown, what has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Status
from pbxprivacy.adapters.asterisk.profile import Profile
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.imported import Remark, Sources
from pbxprivacy.evidence import Evidence

__all__ = ["sources"]

PRODUCTS = {"asterisk": "Asterisk", "freepbx": "FreePBX", "issabel": "Issabel", "wazo": "Wazo"}
SILENT = (
    "archive_upload", "backups", "browser_extension", "call_reports", "company_contacts", "crm", "database_grant",
    "event_notifications", "operation_log", "personal_contacts", "popup_url", "recording_transcription",
    "speaker_identification", "speed_dial", "video_conferencing", "voicemail_transcription", "webhooks",
)  # fmt: skip
"""Features of which Asterisk's files can say nothing: others bring them, with a configuration of their own."""

_MOST_NAMED = 3  # of several that have the same reason


def sources(reading: AsteriskReading) -> Sources:
    """Sum up what a reading rests on."""
    complete = reading.completeness
    return Sources(
        product=_product(complete.profile),
        read=complete.read,
        unread=complete.unread,
        missing=complete.missing,
        rejected=tuple(
            Remark(fault.file, "rejected", fault.what, (Evidence(file=fault.file, line=fault.line),))
            for fault in complete.rejected
        ),
        unknown=tuple(_remarks(reading.facts, Status.UNKNOWN)),
        ineffective=tuple(_remarks(reading.facts, Status.INERT, Status.UNREACHABLE)),
        silent=SILENT,
    )


def _product(profile: Profile) -> str:
    versions = f"Asterisk {profile.low}" + (f" to {profile.high}" if profile.high != profile.low else "")
    return versions if profile.flavour == "asterisk" else f"{PRODUCTS[profile.flavour]} ({versions})"


def _remarks(facts: Iterable[Fact], *states: Status) -> Iterator[Remark]:
    """Yield one remark for all facts of one sort that have one reason."""
    groups: dict[tuple[str, str, str], list[Fact]] = {}
    for one in facts:
        if one.state.status in states:
            groups.setdefault((one.topic.value, one.state.status.value, one.state.reason), []).append(one)
    for (topic, state, reason), mine in groups.items():
        named = ", ".join(one.subject for one in mine[:_MOST_NAMED])
        rest = f" and {len(mine) - _MOST_NAMED} more" if len(mine) > _MOST_NAMED else ""
        evidence = dict.fromkeys(one.evidence[0] for one in mine[:_MOST_NAMED] if one.evidence)
        yield Remark(f"{topic.replace('_', ' ')}: {named}{rest}", state, reason, tuple(evidence))
