"""Trunks: who carries calls from and to the outside, and what of it is encrypted."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.adapters.asterisk.importing.hosts import of_host
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.terms import PartyKind

__all__ = ["lines"]

MEDIA = "a registration does not say whether the voice is encrypted, and no peer of the same host does"


def lines(draft: Draft, reading: AsteriskReading) -> None:
    """Make a trunk of each host that calls are sent to; the server sends names along unless somebody bars it."""
    found: dict[str, list[Fact]] = {}
    for one in reading.about(Topic.TRUNK):
        found.setdefault(str(one["host"]) or one.subject, []).append(one)
    for one in reading.about(Topic.RECIPIENT):
        if dict(one.pairs).get("kind") == "carrier":
            found.setdefault(str(one["host"]), []).append(one)
    for host, facts in sorted(found.items()):
        if open_facts(facts):
            _line(draft, host, facts)
    if any(knob.startswith("trunks.lines[") for knob in draft.values):
        every = [one for facts in found.values() for one in facts]
        draft.put("trunks.send_names", True, proofs_of(open_facts(every)))


def _line(draft: Draft, host: str, facts: list[Fact]) -> None:
    sure, doubtful = effective(facts), unknown(facts)
    mine = sure or doubtful
    name = name_of(host)
    at = f"trunks.lines[{name}]"
    if sure:
        draft.put(f"{at}.enabled", True, proofs_of(sure))
    else:
        for reason in reasons(doubtful):
            draft.doubt(f"{at}.enabled", reason, proofs_of(doubtful))
    if dict(mine[0].pairs).get("host"):
        carrier = of_host(draft, host, PartyKind.CARRIER, proofs_of(mine))
    else:
        carrier = draft.party(name, f"the carrier of {host}", PartyKind.CARRIER, proofs_of(mine))
    draft.put(f"{at}.carrier", carrier, proofs_of(mine))
    # A registration sends no calls; of what is not PJSIP nobody knows.
    calling = [one for one in mine if " regist" not in one.subject]
    if calling and not any(one.values.get("sends_names", True) for one in calling):
        draft.put(f"{at}.send_names", False, proofs_of(mine, "from_user"))
    signalling = {str(dict(one.pairs).get("signalling", "clear")) for one in mine}
    draft.put(f"{at}.signalling_encrypted", signalling == {"encrypted"}, proofs_of(mine, "transport"))
    media = {str(dict(one.pairs).get("media", "clear")) for one in mine} - {"unknown"}
    if media:
        draft.put(f"{at}.media_encrypted", media == {"encrypted"}, proofs_of(mine, "media_encryption", "encryption"))
    else:
        draft.doubt(f"{at}.media_encrypted", MEDIA, proofs_of(mine))
