"""Voicemail: whether messages are kept and mailed, to whose mailboxes, and what guards a box."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import of_host
from pbxprivacy.adapters.asterisk.importing.telling import (
    effective,
    open_facts,
    proofs_of,
    reasons,
    switched,
    unknown,
)
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.parties import OPERATOR
from pbxprivacy.terms import PartyKind

__all__ = ["mail"]

GREETING = "what the greeting tells callers is a sound file"
FROM_OUTSIDE = "whether calls from outside reach VoiceMailMain is not told apart"


def mail(draft: Draft, reading: AsteriskReading) -> None:
    """Tell of the boxes that exist; any of them can be given messages, whatever the dialplan that was read does."""
    facts = reading.about(Topic.MAILBOX)
    boxes = [one for one in facts if "mailed" in dict(one.pairs)]  # the others tell of boxes in a database
    general = reading.about(Topic.VOICEMAIL)
    if not switched(draft, "voicemail.enabled", facts or [one for one in general if not one.effective]):
        draft.put("mail_server.enabled", False, proofs_of(general))
        return
    known = open_facts(boxes)
    proofs = proofs_of(known or facts)
    if reading.own.notice is None:
        draft.doubt("voicemail.notice", GREETING, proofs[:1])
    else:
        draft.put("voicemail.notice", reading.own.notice, proofs[:1])
    _guard(draft, reading, known)
    _mailed(draft, known, [one for one in unknown(facts) if one not in known])


def _guard(draft: Draft, reading: AsteriskReading, boxes: list[Fact]) -> None:
    without = [one for one in boxes if one["pin"] == "none"]
    entered = [one for one in open_facts(reading.about(Topic.MAILBOX_USE)) if one["kind"] == "voicemailmain"]
    skipped = [one for one in entered if one["no_pin"]]
    if not without and not skipped:
        return
    draft.put("voicemail.pin_required", False, proofs_of(skipped or without))
    if entered:
        draft.doubt("voicemail.remote_access", FROM_OUTSIDE, proofs_of(entered))


def _mailed(draft: Draft, boxes: list[Fact], doubtful: list[Fact]) -> None:
    mailed = [one for one in boxes if one["mailed"] or one.many("pager_domains")]
    audio = [one for one in mailed if one["attach"] and one["mailed"]]
    level = Mailed.AUDIO if audio else Mailed.NOTICE if mailed else Mailed.NONE
    if level is not Mailed.NONE:
        draft.put("voicemail.mailed", level, proofs_of(audio or mailed))
    _hosts(draft, mailed)
    offered = [one for one in mailed if not one["delete"]]
    if mailed and not offered:
        draft.put("voicemail.delete_after_mailing", True, proofs_of(mailed))
    for reason in reasons(doubtful):
        proofs = proofs_of(one for one in doubtful if one.state.reason == reason)
        if level is not Mailed.AUDIO:
            draft.doubt("voicemail.mailed", reason, proofs)
        draft.doubt("mail_server.hosts", reason, proofs)
    if not mailed and not doubtful:
        draft.put("mail_server.enabled", False, proofs_of(boxes))


def _hosts(draft: Draft, mailed: list[Fact]) -> None:
    """Name the hosts of the mailboxes: the first as the model's own, the others beside it."""
    found: dict[str, Fact] = {}
    for one in (*effective(mailed), *unknown(mailed)):
        for domain in (*one.many("mail_domains"), *one.many("pager_domains")):
            party = of_host(draft, domain, PartyKind.MAIL, one.evidence) or OPERATOR
            found.setdefault(party, one)
    first, *others = [*found, ""]
    if first:
        draft.put("mail_server.mailboxes", first, found[first].evidence)
        # Mail to the machine itself crosses no network.
        draft.put("mail_server.delivery_tls", first == OPERATOR, found[first].evidence)
    for party in others:
        if party:
            draft.put(f"mail_server.hosts[{party}].delivery_tls", False, found[party].evidence)
