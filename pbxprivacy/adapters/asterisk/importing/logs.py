"""Logs, captures and address discovery: what is written down for those who look for faults, and who else learns it."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.collectors import Backend, collected
from pbxprivacy.adapters.asterisk.importing.doubts import doubt_devices
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import is_own, of_host
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, switched, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.evidence import Evidence
from pbxprivacy.terms import PartyKind

__all__ = ["captures", "discovery", "logs"]

CALLS = frozenset({"verbose", "debug", "dtmf", "trace", "fax", "*"})
"""Levels that carry the numbers and names of calls; security carries accounts and addresses."""

DIGITS = frozenset({"dtmf", "debug", "*"})
SECURITY = frozenset({"security", "*"})
TRUNKS = "the media of a trunk may be in clear, and whether it is relayed too is not known from these files"
FORWARDED = "whether the system log is sent on to another host is not in these files"


def logs(draft: Draft, reading: AsteriskReading) -> None:
    """Tell which logs hold numbers, digits, SIP messages or addresses."""
    channels = [one for one in reading.about(Topic.LOG) if one["persisted"]]
    debug = [one for one in channels if set(one.many("levels")) & CALLS]
    if switched(draft, "debug_log.enabled", debug):
        switched(draft, "debug_log.digits", [one for one in debug if set(one.many("levels")) & DIGITS])
        switched(draft, "debug_log.signalling", [one for one in channels if one["kind"] == "trace"])
        _forwarded(draft, "debug_log", debug)
    security = [one for one in channels if set(one.many("levels")) & SECURITY]
    if switched(draft, "security_log.enabled", security):
        _forwarded(draft, "security_log", security)


def _forwarded(draft: Draft, feature: str, channels: list[Fact]) -> None:
    forwarded = [one for one in open_facts(channels) if one["kind"] == "syslog"]
    if forwarded:
        draft.doubt(f"{feature}.remote", FORWARDED, proofs_of(forwarded))


def captures(draft: Draft, reading: AsteriskReading) -> None:
    """Tell to whom whole SIP messages are sent."""
    facts = reading.about(Topic.CAPTURE)
    if switched(draft, "packet_capture.enabled", facts):
        draft.put("packet_capture.kept", False, proofs_of(open_facts(facts)))
        backends = [Backend(one, str(one["host"]), clear=True) for one in facts]
        collected(draft, "packet_capture", backends, PartyKind.MONITORING)


def discovery(draft: Draft, reading: AsteriskReading) -> None:
    """Tell which STUN or TURN server is asked."""
    facts = [one for one in reading.about(Topic.RECIPIENT) if dict(one.pairs).get("kind") == "stun"]
    facts = [one for one in facts if not is_own(str(one["host"]))]
    if not switched(draft, "address_discovery.enabled", facts):
        return
    asked = open_facts(facts)
    server = of_host(draft, str(asked[0]["host"]), PartyKind.PLATFORM_VENDOR, asked[0].evidence)
    draft.put("address_discovery.server", server, asked[0].evidence)
    relays = [one for one in facts if one.subject.endswith(" turnaddr")]
    if switched(draft, "address_discovery.relay", relays):
        _heard(draft, reading, proofs_of(effective(relays) or relays))
    others = {str(one["host"]) for one in asked} - {str(asked[0]["host"])}
    if others:
        draft.doubt("address_discovery.server", f"several are named: {', '.join(sorted(others))} too", proofs_of(asked))
    for reason in reasons(one for one in facts if not one.effective and one not in asked):
        draft.doubt("address_discovery.relay", reason, proofs_of(facts))


def _heard(draft: Draft, reading: AsteriskReading, proofs: tuple[Evidence, ...]) -> None:
    """Tell whether the media is encrypted: surely only if that of every device and of every trunk is."""
    knob = "address_discovery.media_encrypted"
    devices, trunks = reading.about(Topic.ENDPOINT), reading.about(Topic.TRUNK)
    mine = open_facts(devices)
    draft.put(knob, bool(mine) and all(one["media"] == "encrypted" for one in mine), proofs)
    others = [one for one in unknown(devices) if one["media"] != "encrypted"]
    for reason in reasons(others):
        draft.doubt_more(knob, reason, proofs_of(others))
    lines = (*effective(trunks), *unknown(trunks))
    clear = [one for one in lines if dict(one.pairs).get("media") not in {"encrypted", "unknown"}]
    if clear:
        draft.doubt_more(knob, TRUNKS, proofs_of(clear))
    doubt_devices(draft, reading, knob)
