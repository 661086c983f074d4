"""Where calls meet: queues, conferences, and those who listen in."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, switched, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.features.listening_in import Intervention, Listened, Listeners

__all__ = ["listening", "queue_name", "rooms"]

DATABASE = "queues in a database"


def queue_name(name: str) -> str:
    """Return what a queue is called in the tenant."""
    return name_of(name)


def rooms(draft: Draft, reading: AsteriskReading) -> None:
    """Open the queues and the conferences."""
    queues = reading.about(Topic.QUEUE)
    found = [one for one in open_facts(queues) if one.subject != DATABASE]
    draft.put("queues.names", list(dict.fromkeys(queue_name(one.subject) for one in found)), proofs_of(found))
    doubtful = [one for one in unknown(queues) if one.subject == DATABASE or not effective([one])]
    for reason in reasons(doubtful):
        draft.doubt("queues.names", reason, proofs_of(one for one in doubtful if one.state.reason == reason))
    conferences = reading.about(Topic.CONFERENCE)
    if switched(draft, "conferencing.enabled", conferences):
        switched(draft, "conferencing.announce_names", [one for one in conferences if one["names"]])


def listening(draft: Draft, reading: AsteriskReading) -> None:
    """Tell who may listen in: whoever dials the code, since Asterisk knows no supervisors."""
    facts = reading.about(Topic.EAVESDROPPING)
    if not switched(draft, "listening_in.enabled", facts):
        return
    spies = open_facts(facts)
    draft.put("listening_in.who", Listeners.EVERYONE, proofs_of(spies))
    draft.put("listening_in.calls", Listened.ALL, proofs_of(spies))
    draft.put("listening_in.pin", all(_value(one, "guard") == "pin" for one in spies), proofs_of(spies))
    draft.put("listening_in.announced", False, proofs_of(spies))
    if any(_value(one, "whisper") is not False for one in spies):
        draft.put("listening_in.intervention", Intervention.BARGE, proofs_of(spies))


def _value(one: Fact, name: str) -> object:
    return dict(one.pairs).get(name)
