"""Records: CDRs, channel events and the queue log, and the databases behind them."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.collectors import ELSEWHERE, Backend, collected, of_family
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.telling import open_facts, proofs_of, switched
from pbxprivacy.adapters.asterisk.read import AsteriskReading

__all__ = ["records"]

BY_DSN = frozenset({"cdr_odbc", "cdr_adaptive_odbc", "cel_odbc"})
BY_RADIUS = frozenset({"cdr_radius", "cel_radius"})
EVENTS = frozenset({"cdr_manager", "cel_manager"})
"""Back-ends that keep nothing: they send events to AMI."""

DTMF_SINCE = 22


def records(draft: Draft, reading: AsteriskReading) -> None:
    """Tell which records are kept, and where else they go."""
    backends = [one for one in reading.about(Topic.CDR_BACKEND) if one.subject not in EVENTS]
    (cdr,) = reading.about(Topic.CDR)
    if switched(draft, "cdr.enabled", _kept(cdr, backends)):
        names = {"clid", *cdr.many("named")}
        named = [one for one in open_facts(backends) if names & set(one.many("columns")) or not one.many("columns")]
        draft.put("cdr.names", bool(named) or not open_facts(backends), proofs_of(named))
        kept_as = {one.subject for one in open_facts(backends)}
        draft.put("cdr.masked", reading.own.masked and kept_as == {"cdr_custom"}, proofs_of(open_facts(backends)))
        collected(draft, "cdr", [_backend(one) for one in backends])
    events = [one for one in reading.about(Topic.CEL_BACKEND) if one.subject not in EVENTS]
    (cel,) = reading.about(Topic.CEL)
    if switched(draft, "cel.enabled", _kept(cel, events)):
        _digits(draft, reading, cel)
        collected(draft, "cel", [_backend(one) for one in events])
    queue_log = reading.about(Topic.QUEUE_LOG)
    if switched(draft, "queue_log.enabled", queue_log) and any(one["realtime"] for one in queue_log):
        collected(draft, "queue_log", of_family(reading, "queue_log"))


def _kept(switch: Fact, backends: list[Fact]) -> list[Fact]:
    """Return what tells whether records are kept: the back-ends that keep them, or the switch that is off."""
    return open_facts(backends) or ([] if switch.effective else [switch])


def _backend(one: Fact) -> Backend:
    if one.subject in BY_DSN:
        return Backend(one, None, "the connection is named by a DSN, whose host is in odbc.ini")
    if one.subject in BY_RADIUS:
        return Backend(one, None, one.state.reason or ELSEWHERE)
    return Backend(one, str(one["host"]), clear=one.subject.endswith("_beanstalkd"))


def _digits(draft: Draft, reading: AsteriskReading, cel: Fact) -> None:
    events, profile = cel.many("events"), reading.completeness.profile
    if "DTMF" in events or ("ALL" in events and profile.low >= DTMF_SINCE):
        draft.put("cel.digits", True, proofs_of([cel], "events"))
    elif "ALL" in events and profile.high >= DTMF_SINCE:
        draft.doubt(
            "cel.digits", "whether ALL includes keys pressed depends on the version", proofs_of([cel], "events")
        )
