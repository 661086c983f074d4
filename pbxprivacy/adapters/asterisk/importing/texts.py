"""Text messages that the dialplan sends on, between the tenant's people or to a server outside."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Topic
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import is_own, of_host
from pbxprivacy.adapters.asterisk.importing.telling import effective, open_facts, proofs_of, reasons, switched, unknown
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.terms import PartyKind

__all__ = ["texts"]


def texts(draft: Draft, reading: AsteriskReading) -> None:
    """Tell whether messages are passed on, and to whom outside; Asterisk itself keeps none and carries no files."""
    facts = [one for one in reading.about(Topic.RECIPIENT) if dict(one.pairs).get("kind") == "message"]
    if not facts or not switched(draft, "instant_messaging.enabled", facts):
        return
    draft.put("instant_messaging.files", False, proofs_of(facts))
    outside = [one for one in open_facts(facts) if one["host"] and not is_own(str(one["host"]))]
    sure = effective(outside)
    for one in sure or outside:
        party = of_host(draft, str(one["host"]), PartyKind.CARRIER, one.evidence)
        at = f"instant_messaging.channels[{party}]"
        draft.put(f"{at}.carrier", party, one.evidence)
        draft.put(f"{at}.tls", False, one.evidence)
    if sure:
        draft.put("instant_messaging.external", True, proofs_of(sure))
        return
    for reason in reasons(unknown(facts)):
        draft.doubt("instant_messaging.external", reason, proofs_of(unknown(facts)))
