"""Recording by our own routines: what they do is known, each setting with the routine that shows it."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.telling import open_facts
from pbxprivacy.adapters.asterisk.own import Routine
from pbxprivacy.adapters.asterisk.own.settings import is_recorded, scope_of, settings_of
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.asterisk.render.policy import Kind
from pbxprivacy.evidence import Evidence
from pbxprivacy.recording import Mode

__all__ = ["is_ours", "is_sealed", "named", "own_recording", "records", "unsure"]

_FEATURE = "call_recording"
_TOLD_APART = "its routines tell it in ways that no one rule does"
_GUARDS = ("scopes", "opt_in", "announcement", "announced_to_all", "stop", "pause", "encrypted", "numbers_in_names")


def is_ours(reading: AsteriskReading, facts: list[Fact]) -> bool:
    """Tell whether some routine of ours records, and nothing else does."""
    return records(reading) and all(reading.own.made(one) for one in facts)


def records(reading: AsteriskReading) -> bool:
    """Tell whether some routine of ours records."""
    return any(is_recorded(one.policy) for one in reading.own.routines)


def is_sealed(reading: AsteriskReading, one: Fact) -> bool:
    """Tell whether the program that runs when a recording ends is known to seal it."""
    recorded = [one for one in reading.own.routines if is_recorded(one.policy)]
    return reading.own.made(one) and all(one.encrypted for one in recorded)


def named(draft: Draft, reading: AsteriskReading) -> None:
    """Name the rooms, and the extensions with recordings of their own, that routines are for."""
    routines = reading.own.routines
    rooms = [one for one in routines if one.policy.kind is Kind.CONFERENCE]
    extensions = [one for one in routines if one.policy.kind is Kind.EXTENSION]
    if rooms:
        draft.put("conferencing.rooms", _targets(rooms), rooms[0].evidence)
    if extensions:
        draft.put("extensions.names", _targets(extensions), extensions[0].evidence)


def own_recording(draft: Draft, reading: AsteriskReading) -> None:
    """Set what the routines do, and nothing else does."""
    recorded = [one for one in reading.own.routines if is_recorded(one.policy)]
    if not recorded:
        return
    proof = recorded[0].evidence
    places = [f"{Kind.QUEUE}:{name}" for name in draft.values.get("queues.names", ())]
    places += [f"{Kind.CONFERENCE}:{name}" for name in draft.values.get("conferencing.rooms", ())]
    web = any(one["webrtc"] for one in open_facts(reading.about(Topic.ENDPOINT)))
    doubtful = [one for one in recorded if one.state.status is Status.UNKNOWN]
    apart = {one.policy.name for one in doubtful}
    found = settings_of([one.policy for one in recorded], places, apart=apart, web=web)
    for knob, value in found.own.items():
        draft.put(f"{_FEATURE}.{knob}", value, proof)
    for scope, rule in found.rules.items():
        at = f"{_FEATURE}.rules[{scope}]"
        for knob, value in rule.items():
            draft.put(
                f"{at}.{knob}", value, next((one.evidence for one in recorded if scope_of(one.policy) == scope), proof)
            )
        for knob in found.doubtful.get(scope, ()):
            draft.doubt(f"{at}.{knob}", _TOLD_APART, proof)
    _sealed(draft, recorded)
    for one in doubtful:
        draft.doubt(f"{_FEATURE}.rules[{scope_of(one.policy)}].mode", one.state.reason, one.evidence)


def unsure(draft: Draft, reason: str, proofs: tuple[Evidence, ...]) -> None:
    """Note that something else, of which nothing is known, may record as well: any call, and otherwise."""
    for knob in [*(f"{_FEATURE}.{guard}" for guard in ("mode", *_GUARDS)), *draft.values]:
        is_mode = knob.endswith(".mode") and draft.values.get(knob) is not Mode.ALWAYS
        if knob.startswith(_FEATURE) and (is_mode or knob.rpartition(".")[2] in _GUARDS):
            draft.doubts.setdefault(knob, {}).setdefault(reason, proofs)


def _targets(routines: list[Routine]) -> list[str]:
    return list(dict.fromkeys(one.policy.target for one in routines))


def _sealed(draft: Draft, recorded: list[Routine]) -> None:
    plain = [one for one in recorded if one.encrypted is False]
    draft.put(f"{_FEATURE}.encrypted", not plain, (plain or recorded)[0].evidence)
    for one in recorded:
        if one.encrypted is None:
            draft.doubt(f"{_FEATURE}.encrypted", one.doubt, one.evidence)
