"""How complete an import is: which files were read, what the server rejects, what is unknown, what has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
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

TOLD = frozenset({
    Topic.LISTENER, Topic.AMI_USER, Topic.ARI_USER, Topic.CDR_BACKEND, Topic.CEL_BACKEND, Topic.QUEUE_LOG, Topic.LOG,
    Topic.CAPTURE, Topic.REALTIME, Topic.DATABASE, Topic.MAILBOX, Topic.TRANSPORT, Topic.RECORDER,
})  # fmt: skip
"""What is told in the words of the product too, since an inventory has other words for it."""

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
        in_effect=tuple(_in_effect(reading)),
        unknown=tuple(_remarks(reading.facts, Status.UNKNOWN)),
        ineffective=tuple(_remarks(reading.facts, Status.INERT, Status.UNREACHABLE)),
        silent=SILENT,
    )


def _in_effect(reading: AsteriskReading) -> Iterator[Remark]:
    """Yield what is so of ports, users and stores, with the values that the files give."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for one in reading.facts:
        if one.effective and one.topic in TOLD:
            groups.setdefault((one.topic.value, _values(one)), []).append(one)
    for (topic, values), mine in groups.items():
        yield Remark(_named(topic, mine), "effective", values, _evidence(mine))


def _values(one: Fact) -> str:
    """Return the values of a fact that say something; what is no, empty or none is left out."""
    told = []
    for name, value in one.pairs:
        if isinstance(value, tuple):
            told += [f"{name.replace('_', ' ')} {', '.join(value)}"] if value else []
        elif value is True:
            told.append(name.replace("_", " "))
        elif value not in {"", False, None}:
            told.append(f"{name.replace('_', ' ')} {value}")
    return "; ".join(told)


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
        yield Remark(_named(topic, mine), state, reason, _evidence(mine))


def _named(topic: str, facts: list[Fact]) -> str:
    named = ", ".join(one.subject for one in facts[:_MOST_NAMED])
    rest = f" and {len(facts) - _MOST_NAMED} more" if len(facts) > _MOST_NAMED else ""
    return f"{topic.replace('_', ' ')}: {named}{rest}"


def _evidence(facts: list[Fact]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one.evidence[0] for one in facts[:_MOST_NAMED] if one.evidence))
