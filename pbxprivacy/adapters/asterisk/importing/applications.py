"""AMI and ARI: each user is an application, with the addresses it may come from and what it may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.features.ami import Reads
from pbxprivacy.grant import SecretQuality
from pbxprivacy.terms import PartyKind

__all__ = ["SECRETS", "applications"]

SECRETS = {
    "ok": SecretQuality.STRONG,
    "hashed": SecretQuality.HASHED,
    "weak": SecretQuality.WEAK,
    "default": SecretQuality.DEFAULT,
    "none": SecretQuality.NONE,
}
"""What the reader calls the quality of a secret, in the words of the model."""

CALLS = frozenset({"call", "agi", "user", "message", "cc", "aoc", "reporting", "verbose", "log"})
RECORDS = frozenset({"cdr", "agent"})
EVERYTHING = frozenset({"dtmf", "dialplan", "security", "test"})
ASKING = frozenset({"call", "reporting", "agent", "user"})
"""Classes in which actions that ask for live calls may be written (Status, CoreShowChannels, QueueStatus)."""


def applications(draft: Draft, reading: AsteriskReading) -> None:
    """Make an application of each user that can, or may, log in."""
    ports = reading.about(Topic.LISTENER)
    _ami(draft, reading, [one for one in ports if one["protocol"] == "AMI"])
    _api(draft, reading, [one for one in ports if one["protocol"] == "ARI"])


def _ami(draft: Draft, reading: AsteriskReading, ports: list[Fact]) -> None:
    users = _users(draft, "ami", reading.about(Topic.AMI_USER), ports, "an AMI user")
    own_cdr = bool(open_facts(one for one in reading.about(Topic.CDR_BACKEND) if one.subject == "cdr_manager"))
    for at, user in users:
        draft.put(f"{at}.reads", _reads(user, own_cdr=own_cdr), proofs_of([user], "read"))
        draft.put(f"{at}.commands", bool(user["control"]), proofs_of([user], "write"))
    web = [one for one in ports if one.subject.startswith("ami-http")]
    if effective(web):
        draft.put("ami.over_http", True, proofs_of(effective(web), "webenabled"))
        draft.put("ami.http_tls", all(one["tls"] for one in effective(web)), proofs_of(effective(web), "tlsenable"))
    elif unknown(web):
        for reason in reasons(unknown(web)):
            draft.doubt("ami.over_http", reason, proofs_of(unknown(web)))
            draft.doubt("ami.http_tls", reason, proofs_of(unknown(web)))


def _reads(user: Fact, *, own_cdr: bool) -> Reads:
    """Return what a user may read; records of calls come as events only through a back-end of their own."""
    classes, writes = set(user.many("read")), set(user.many("write"))
    if not own_cdr:
        classes.discard("cdr")
    if classes & EVERYTHING or (user["variables"] and classes & CALLS):
        return Reads.EVERYTHING
    if classes & RECORDS:
        return Reads.CALLS_AND_RECORDS
    return Reads.CALLS if classes & CALLS or writes & ASKING else Reads.NONE


def _api(draft: Draft, reading: AsteriskReading, ports: list[Fact]) -> None:
    found = _users(draft, "api", reading.about(Topic.ARI_USER), ports, "an ARI user")
    users = list(found)
    if not users:
        return
    # ARI has no records of past calls; it gives live calls, stored recordings and text messages to whoever may read.
    draft.put("api.cdr", False)
    for knob in ("recordings", "live_calls", "messages"):
        draft.put(f"api.{knob}", True, proofs_of([users[0][1]]))
    for at, user in users:
        draft.put(f"{at}.call_control", not user["read_only"], proofs_of([user], "read_only", "type"))
    anywhere = [user for _, user in users if "*" in str(user["origins"])]
    draft.put("api.any_origin", bool(anywhere), proofs_of(anywhere, "allowed_origins"))


def _users(
    draft: Draft, feature: str, users: Iterable[Fact], ports: list[Fact], called: str
) -> Iterator[tuple[str, Fact]]:
    """Yield the users that can or may log in, each with its place among the applications."""
    users = list(users)
    sure, doubtful = effective(users), unknown(users)
    if not sure and not doubtful:
        waiting = unknown(ports)
        if waiting and not effective(ports):
            for reason in reasons(waiting):
                draft.doubt(feature, reason, proofs_of(waiting))
        else:
            draft.put(f"{feature}.enabled", False, proofs_of(ports))
        return
    if sure:
        draft.put(f"{feature}.enabled", True, proofs_of(effective(ports)))
    for user in doubtful:
        knob = f"{feature}.applications[{_name(feature, user)}].permit" if sure else f"{feature}.enabled"
        draft.doubt(knob, user.state.reason, proofs_of([user]))
    for user in (*sure, *doubtful):
        at = f"{feature}.applications[{_name(feature, user)}]"
        draft.party(_name(feature, user), f"{user.subject} ({called})", PartyKind.APPLICATION, user.evidence)
        draft.put(f"{at}.permit", list(user.many("networks")), proofs_of([user], "permit", "deny", "acl"))
        served = _served(user, ports)
        is_encrypted = bool(served) and all(one["tls"] for one in served)
        weakest = [one for one in served if not one["tls"]] or served
        draft.put(f"{at}.tls", is_encrypted, (*proofs_of(weakest), *user.evidence))
        draft.put(f"{at}.secret", SECRETS[str(user["secret"])], proofs_of([user], "secret", "password"))
        yield at, user


def _name(feature: str, user: Fact) -> str:
    return name_of(f"{'ami' if feature == 'ami' else 'ari'}-{user.subject}")


def _served(user: Fact, ports: list[Fact]) -> list[Fact]:
    """Return the ports that serve a user over a network; AMI over HTTP has knobs of its own."""
    served = [one for one in ports if one.subject in user.many("listeners") and one["reach"] != "loopback"]
    return [one for one in served if not one.subject.startswith("ami-http")]
