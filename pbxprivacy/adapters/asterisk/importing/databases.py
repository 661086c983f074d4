"""Realtime: the people, passwords and mailboxes that are kept in a database."""

from __future__ import annotations

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.importing.collectors import collected, of_family
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.telling import open_facts, proofs_of, switched
from pbxprivacy.adapters.asterisk.read import AsteriskReading

__all__ = ["PHONES", "databases", "devices_kept"]

DEVICES = (
    "ps_endpoints", "ps_aors", "ps_contacts", "ps_registrations", "sippeers", "sipusers", "sipregs", "iaxpeers",
    "iaxusers", "sip.conf", "pjsip.conf", "iax.conf", "users.conf",
)  # fmt: skip
PEOPLE = (*DEVICES, "ps_auths", "voicemail", "voicemail.conf", "queue_members", "agents.conf", "followme")
SECRETS = (
    "ps_auths", "sippeers", "sipusers", "iaxpeers", "iaxusers", "voicemail", "voicemail.conf", "sip.conf", "pjsip.conf",
    "users.conf",
)  # fmt: skip

TRUNKS = "trunks may be among the devices that are kept in a database"
PHONES = "devices are kept in a database"


def databases(draft: Draft, reading: AsteriskReading) -> None:
    """Tell what of the directory is in a database, and doubt what the files alone cannot say then."""
    facts = reading.about(Topic.REALTIME)
    people = [one for one in facts if one.subject in PEOPLE]
    if not switched(draft, "directory_database.enabled", people):
        return
    switched(draft, "directory_database.credentials", [one for one in people if one.subject in SECRETS])
    collected(draft, "directory_database", of_family(reading, *PEOPLE))
    devices = devices_kept(reading)
    if devices:
        proofs = proofs_of(devices)
        draft.doubt("trunks.lines", TRUNKS, proofs)
        for knob in ("media_encryption.signalling", "media_encryption.media"):
            draft.doubt_more(knob, PHONES, proofs)


def devices_kept(reading: AsteriskReading) -> list[Fact]:
    """Return what says that devices are kept in a database, surely or possibly."""
    return open_facts(one for one in reading.about(Topic.REALTIME) if one.subject in DEVICES)
