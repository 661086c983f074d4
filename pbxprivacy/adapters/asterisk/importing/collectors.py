"""Back-ends elsewhere: which host gets what the PBX keeps, as far as the files name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import is_own, of_host
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.asterisk.recipients import url_host
from pbxprivacy.terms import PartyKind

__all__ = ["ELSEWHERE", "Backend", "collected", "of_family"]

ELSEWHERE = "the host of the database is not in these files"
TLS = "whether the connection to the database is encrypted is not in these files"
LOCAL_DRIVERS = frozenset({"sqlite", "sqlite3"})


@attrs.frozen
class Backend:
    """One back-end.

    Attributes:
        fact: what tells of it.
        host: where it is; empty for the PBX itself, None where that is unknown.
        why: why it is unknown.
        clear: whether the way there is known to be in clear; otherwise it is not known.
    """

    fact: Fact
    host: str | None
    why: str = ELSEWHERE
    clear: bool = False


def collected(draft: Draft, feature: str, backends: Iterable[Backend], kind: PartyKind = PartyKind.DATABASE) -> None:
    """Set the collectors of a feature: those that are sure; what may be one more, as unknown."""
    backends = [one for one in backends if one.fact.state.status.value in {"effective", "unknown"}]
    remote = [one for one in backends if one.host and not is_own(one.host)]
    sure = [one for one in remote if one.fact.effective]
    for one in sure or remote:
        _collector(draft, feature, one, kind)
    knob = f"{feature}.collectors" if sure else f"{feature}.remote"
    for one in backends:
        if one.host is None:
            draft.doubt(knob, one.why, one.fact.evidence)
            if not remote:
                draft.doubt(f"{feature}.collectors", one.why, one.fact.evidence)
        elif one in remote and not one.fact.effective:
            draft.doubt(knob, one.fact.state.reason, one.fact.evidence)
    if sure:
        draft.put(f"{feature}.remote", True, sure[0].fact.evidence)


def _collector(draft: Draft, feature: str, one: Backend, kind: PartyKind) -> None:
    party = of_host(draft, one.host or "", kind, one.fact.evidence)
    at = f"{feature}.collectors[{party}]"
    draft.put(f"{at}.tls", False, one.fact.evidence)
    if not one.clear:
        draft.doubt(f"{at}.tls", TLS, one.fact.evidence)


def of_family(reading: AsteriskReading, *families: str) -> Iterator[Backend]:
    """Yield where these realtime families are kept."""
    for one in reading.about(Topic.REALTIME):
        if one.subject not in families:
            continue
        driver, database = str(one["driver"]), str(one["database"])
        if driver in LOCAL_DRIVERS:
            yield Backend(one, "")
        elif driver == "curl":
            host = url_host(database)
            yield Backend(one, host or None, clear=database.casefold().startswith("http:"))
        else:
            yield Backend(one, _host(reading, driver, database))


def _host(reading: AsteriskReading, driver: str, database: str) -> str | None:
    """Return the host of a driver's connection: the one of that name, or the only one."""
    known = [one for one in reading.about(Topic.DATABASE) if one["driver"] == driver and one["host"]]
    named = [one for one in known if one.subject.partition(" ")[2] in {database, "general"}]
    return str(named[0]["host"]) if named else None
