"""What could not be read: for each file or part of the dialplan in doubt, the knobs that it would have set."""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.databases import PHONES, devices_kept
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.telling import proofs_of, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading

__all__ = ["doubt_devices", "doubts", "in_doubt"]

DIALPLAN = ("call_recording.mode", "listening_in.enabled", "call_programs.programs", "conferencing.enabled")
DEVICES = ("trunks.lines", "media_encryption.signalling", "media_encryption.media")

KNOBS: dict[str, tuple[str, ...]] = {
    "extensions.conf": DIALPLAN,
    "queues.conf": ("queues.names", "queue_log.enabled", "call_recording.mode"),
    "confbridge.conf": ("conferencing.announce_names", "call_recording.mode"),
    "features.conf": ("call_recording.mode",),
    "voicemail.conf": ("voicemail.enabled", "voicemail.mailed", "voicemail.pin_required", "mail_server.hosts"),
    "manager.conf": ("ami.enabled", "ami.applications"),
    "acl.conf": (),
    "ari.conf": ("api.enabled", "api.applications"),
    "http.conf": ("ami.over_http", "ami.http_tls", "api.enabled"),
    "cdr.conf": ("cdr.enabled",),
    "cel.conf": ("cel.enabled",),
    "logger.conf": ("debug_log.enabled", "debug_log.digits", "security_log.enabled", "queue_log.enabled"),
    "hep.conf": ("packet_capture.enabled", "packet_capture.remote", "packet_capture.collectors"),
    "rtp.conf": ("address_discovery.enabled",),
    "res_stun_monitor.conf": ("address_discovery.enabled",),
    "aeap.conf": ("call_programs.programs",),
    "websocket_client.conf": ("call_programs.programs",),
    "sip.conf": DEVICES,
    "sorcery.conf": (*DEVICES, "directory_database.enabled", "directory_database.remote"),
    "pjsip.conf": (*DEVICES, "web_calls.enabled"),
    "pjsip_wizard.conf": (*DEVICES, "web_calls.enabled"),
    "iax.conf": DEVICES,
    "users.conf": (*DEVICES, "voicemail.enabled", "ami.applications", "phone_provisioning.enabled"),
    "chan_dahdi.conf": ("trunks.lines",),
    "extconfig.conf": (
        *DIALPLAN, *DEVICES, "queues.names", "voicemail.mailed", "mail_server.hosts", "queue_log.collectors",
        "directory_database.enabled", "directory_database.remote",
    ),
    "res_odbc.conf": ("cdr.collectors", "cel.collectors", "directory_database.collectors"),
    "res_pgsql.conf": ("directory_database.collectors", "queue_log.collectors"),
    "res_config_mysql.conf": ("directory_database.collectors", "queue_log.collectors"),
}  # fmt: skip
"""By file: what hangs on it. A file of a back-end, by the beginning of its name, is that of its records."""

RECORDERS = frozenset({"mixmonitor", "monitor", "record", "dictate", "page", "meetme", "confbridge"})
LISTENERS = frozenset({"chanspy", "extenspy"})


def doubts(draft: Draft, reading: AsteriskReading) -> None:
    """Note as unknown what depends on something that could not be read; what is known at its worst stays known."""
    for knob, one in in_doubt(reading):
        draft.doubt_more(knob, one.state.reason, one.evidence)


def doubt_devices(draft: Draft, reading: AsteriskReading, knob: str) -> None:
    """Note that a protection which devices have may be missing on one that was not read."""
    kept = devices_kept(reading)
    if kept:
        draft.doubt_more(knob, PHONES, proofs_of(kept))
    for hanging, one in in_doubt(reading):
        if hanging == "media_encryption.media":
            draft.doubt_more(knob, one.state.reason, one.evidence)


def in_doubt(reading: AsteriskReading) -> Iterator[tuple[str, Fact]]:
    """Yield the knobs that something sets, or may set, that could not be read; each with what says so."""
    for one in unknown(reading.about(Topic.DIALPLAN)):
        for knob in _knobs_in(one):
            yield knob, one
    for one in reading.about(Topic.FILE):
        for knob in _knobs_of(one.subject):
            yield knob, one
    for one in unknown(reading.about(Topic.RECIPIENT)):
        if dict(one.pairs).get("kind") == "application":
            yield "call_recording.mode", one


def _knobs_of(file: str) -> tuple[str, ...]:
    for prefix in ("cdr", "cel"):
        if file.startswith(f"{prefix}_"):
            return (f"{prefix}.enabled", f"{prefix}.remote", f"{prefix}.collectors")
    return KNOBS.get(file, ())


def _knobs_in(one: Fact) -> tuple[str, ...]:
    """Return what a part of the dialplan that was not read may set: of another language, what its words are about."""
    values = dict(one.pairs)
    if "mentions" not in values or values["further"]:
        return DIALPLAN
    words = set(one.many("mentions"))
    found = []
    if words & RECORDERS or any(word.startswith("minivm") for word in words):
        found.append("call_recording.mode")
    if words & LISTENERS:
        found.append("listening_in.enabled")
    if words - RECORDERS - LISTENERS:
        found.append("call_programs.programs")
    return tuple(found)
