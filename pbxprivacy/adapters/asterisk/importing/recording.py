"""Recorders: which calls are recorded, who is told, who can start and stop it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.doubts import in_doubt
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import of_program
from pbxprivacy.adapters.asterisk.importing.own import is_ours, is_sealed, named, own_recording, records, unsure
from pbxprivacy.adapters.asterisk.importing.rooms import queue_name
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.recording import Announcement, Control, Mode

__all__ = ["recording", "unheard"]

ANNOUNCED = {"prompt": Announcement.PROMPT, "beep": Announcement.BEEP}
BY_SOMEBODY = frozenset({"one_touch", "record", "dictate", "minivmrecord"})
"""Recorders that run when a party asks for it."""

SAID = "a prompt is played before it, but what it says is not in the files"
KEPT_ELSEWHERE = "which extensions are recorded is kept in the product's own database (AstDB), not in these files"
OTHERWISE = {
    "freepbx": KEPT_ELSEWHERE,
    "issabel": KEPT_ELSEWHERE,
    "wazo": "recording is decided by Wazo's own services",
}
"""Products that decide about recording outside of the files."""

PROGRAM = "call_programs.programs"
UNHEARD = ("announcement", "announced_to_all", "stop", "pause", "numbers_in_names")


def recording(draft: Draft, reading: AsteriskReading) -> None:
    """Turn the recorders into a mode, the scopes it is about, and rules for queues and conferences."""
    facts = _recorders(reading)
    named(draft, reading)
    if is_ours(reading, facts):
        own_recording(draft, reading)
    else:
        _any_other(draft, reading, facts)
    for one in facts:
        if not is_sealed(reading, one):
            _afterwards(draft, one)


def _recorders(reading: AsteriskReading) -> list[Fact]:
    facts = [one for one in reading.about(Topic.RECORDER) if one.state.status.value in {"effective", "unknown"}]
    # Listening in with the option r records what is heard.
    facts += [one for one in open_facts(reading.about(Topic.EAVESDROPPING)) if dict(one.pairs).get("recording")]
    # Into routines of ours that nobody calls a key leads, but one that resumes what was never started.
    return facts if records(reading) else [one for one in facts if not reading.own.made(one)]


def _any_other(draft: Draft, reading: AsteriskReading, facts: list[Fact]) -> None:
    by_scope: dict[str, list[Fact]] = {}
    for one in facts:
        by_scope.setdefault(_scope(one, draft), []).append(one)
    for scope, mine in sorted(by_scope.items()):
        _scoped(draft, scope, mine)
    product = OTHERWISE.get(reading.completeness.profile.flavour)
    if product and draft.values.get("call_recording.mode") is None:
        draft.doubt("call_recording.mode", product, reading.completeness.profile.evidence)
    if facts:
        _shared(draft, facts)


def _scope(one: Fact, draft: Draft) -> str:
    kind = dict(one.pairs).get("trigger")
    if kind == "queue":
        name = queue_name(one.subject.removeprefix("queue "))
        return f"queue:{name}" if name in draft.values.get("queues.names", ()) else "queue"
    return "conference" if kind == "conference" else "any"


def _scoped(draft: Draft, scope: str, facts: list[Fact]) -> None:
    sure, doubtful = effective(facts), unknown(facts)
    at = "call_recording" if scope == "any" else f"call_recording.rules[{scope}]"
    if sure:
        by_somebody = all(dict(one.pairs).get("kind") in BY_SOMEBODY for one in sure)
        draft.put(f"{at}.mode", Mode.ON_DEMAND if by_somebody else Mode.ALWAYS, proofs_of(sure))
    else:
        if scope != "any":
            draft.put(f"{at}.mode", Mode.ALWAYS, proofs_of(doubtful))
        for reason in reasons(doubtful):
            draft.doubt(f"{at}.mode", reason, proofs_of(one for one in doubtful if one.state.reason == reason))
    told = _told(sure or doubtful)
    if told is Announcement.PROMPT:
        draft.doubt(f"{at}.announcement", SAID, proofs_of(sure or doubtful))
    else:
        draft.put(f"{at}.announcement", told, proofs_of(sure or doubtful))


def _told(facts: Iterable[Fact]) -> Announcement:
    """Return what tells the parties on the path where least does."""
    levels = tuple(Announcement)
    told = (ANNOUNCED.get(str(dict(one.pairs).get("announcement")), Announcement.NONE) for one in facts)
    return max(told, key=levels.index)


def _shared(draft: Draft, facts: list[Fact]) -> None:
    """Set what the model has once for all recordings, from the worst of them."""
    sure, every = effective(facts), proofs_of(facts)
    draft.put("call_recording.announced_to_all", False, every)
    stoppable = any(dict(one.pairs).get("stoppable") for one in sure)
    for knob in ("stop", "pause"):
        draft.put(f"call_recording.{knob}", Control.EXTENSION if stoppable else Control.NOBODY, every)
    parties = {party for one in sure for party in one.many("by")}
    if {"called", "calling"} <= parties:
        draft.put("call_recording.start", Control.EVERYONE, every)
    named = [one for one in facts if dict(one.pairs).get("numbers_in_name")]
    if effective(named) or (named and not sure):
        draft.put("call_recording.numbers_in_names", True, proofs_of(named))
    elif named:
        draft.doubt("call_recording.numbers_in_names", named[0].state.reason, proofs_of(named))
    if facts and all(dict(one.pairs).get("encryption") == "unknown" for one in facts):
        why = "a program runs when a recording ends; whether it encrypts the recording is not in these files"
        draft.doubt("call_recording.encrypted", why, every)


def unheard(draft: Draft, reading: AsteriskReading) -> None:
    """Where a recorder that was not read may run, nothing is known of what it says and who can stop it."""
    if is_ours(reading, _recorders(reading)):
        profile = reading.completeness.profile
        if product := OTHERWISE.get(profile.flavour):
            unsure(draft, product, profile.evidence)
        for knob, one in in_doubt(reading):
            if knob == "call_recording.mode":
                unsure(draft, one.state.reason, one.evidence)
    reasons_ = draft.doubts.get("call_recording.mode", {})
    for knob in UNHEARD:
        if f"call_recording.{knob}" not in draft.values:
            for reason, proofs in reasons_.items():
                draft.doubt(f"call_recording.{knob}", reason, proofs)


def _afterwards(draft: Draft, one: Fact) -> None:
    """Add the program that runs when a recording ends: it gets the recording."""
    program = str(dict(one.pairs).get("post_command") or "")
    if not program:
        return
    party = of_program(draft, program, one.evidence)
    at = f"{PROGRAM}[{party}]"
    draft.put(f"{at}.recipient", party, one.evidence)
    draft.put(f"{at}.recordings", True, one.evidence)
    if one.effective:
        draft.settle(f"{at}.enabled")
        draft.put(f"{at}.enabled", True, one.evidence)
    elif not draft.values.get(f"{at}.enabled"):
        draft.doubt(f"{at}.enabled", one.state.reason, one.evidence)
