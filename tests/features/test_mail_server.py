from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, holder, kept, lacking, opened, told

OUT, RELAY, INBOX, NOTIFIED = "service/mail_out", "service/mail_relay", "mailbox/recipients", "mailbox/notified"
PARTIES = {"post": {"name": "Post Co", "country": "DE", "retention": "P14D"}, "noc": {"name": "Noc Co"}}
NOTIFICATIONS = {"enabled": True, "by_mail": True, "recipient": "noc"}


def mailing(**mail_server: Any) -> Inventory:
    """Voicemail is mailed as audio, and a maintenance company is told of events."""
    return told(
        **LINE,
        parties=PARTIES,
        voicemail={"mailed": "audio"},
        event_notifications=NOTIFICATIONS,
        mail_server=mail_server,
    )


def test_the_operators_default_server_relays_all_mail_and_stores_none() -> None:
    inventory = mailing(relay=None, mailboxes=None)
    assert holder(inventory, OUT) == holder(inventory, RELAY) == "operator"
    assert kept(inventory, OUT) == kept(inventory, RELAY) == {"P0D"}
    assert at(inventory, OUT) == at(inventory, RELAY) == at(inventory, INBOX) != set()
    assert not [entry for entry in inventory.exposures if entry.place in (OUT, RELAY, INBOX)]


def test_the_default_server_can_be_disabled_and_then_no_mail_is_sent() -> None:
    inventory = mailing(enabled=False)
    assert not {OUT, RELAY, INBOX} & set(inventory.places)
    assert at(inventory, NOTIFIED) == set()
    assert caused("mail_server", enabled=False) == []


def test_a_custom_server_is_another_party_that_keeps_mail_as_it_declares() -> None:
    inventory = mailing(relay="post")
    assert holder(inventory, RELAY) == "post"
    assert kept(inventory, RELAY) == {"P14D"}
    assert at(inventory, RELAY) == at(mailing(), RELAY)
    assert kept(inventory, OUT) == {"P0D"}


@pytest.mark.parametrize(("relay", "days"), [("operator", "P0D"), ("tenant", "unstated")])
def test_operator_and_tenant_can_be_named_too(relay: str, days: str) -> None:
    inventory = mailing(relay=relay)
    assert holder(inventory, RELAY) == relay
    assert kept(inventory, RELAY) == {days}


def test_mailboxes_are_the_tenants_or_a_partys_and_keep_mail_for_an_unstated_time() -> None:
    assert (holder(mailing(), INBOX), kept(mailing(), INBOX)) == ("tenant", {"unstated"})
    hosted = mailing(mailboxes="post")
    assert (holder(hosted, INBOX), kept(hosted, INBOX)) == ("post", {"P14D"})
    assert kept(mailing(mailboxes="post", retention="P90D"), INBOX) == {"P90D"}


def test_only_what_is_for_notified_persons_goes_to_whoever_else_is_notified() -> None:
    assert at(mailing(), NOTIFIED) == {"contact.email of notified_person", "diagnostic.log of notified_person"}


def test_mail_without_tls_lacks_encryption_from_the_relay_on() -> None:
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    inventory = mailing(tls=False, delivery_tls=True)
    for place in (RELAY, INBOX, NOTIFIED):
        assert lacking(inventory, place, guard) == at(inventory, place) != set()
    assert lacking(inventory, OUT, guard) == set()


def test_delivery_counts_as_encrypted_only_where_tls_is_enforced() -> None:
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    opportunistic, enforced = mailing(), mailing(delivery_tls=True)
    for place in (INBOX, NOTIFIED):
        assert lacking(opportunistic, place, guard) == at(opportunistic, place)
        assert lacking(enforced, place, guard) == set()
    assert lacking(opportunistic, RELAY, guard) == set()


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    for tls in (True, False):
        assert caused("mail_server", tls=tls, delivery_tls=tls) == [
            (OUT, RELAY, "notification", "enabled" if tls else "enabled tls"),
            (RELAY, NOTIFIED, "notification", "enabled" if tls else "enabled delivery_tls"),
            (RELAY, INBOX, "notification", "enabled" if tls else "enabled delivery_tls"),
        ]
    assert opened("mail_server") == {
        OUT: ("mail_server.enabled",),
        RELAY: ("mail_server.enabled", "mail_server.relay"),
        INBOX: ("mail_server.enabled", "mail_server.mailboxes", "mail_server.retention"),
    }


def test_mail_goes_to_every_host_of_mailboxes() -> None:
    parties = {"hoster": {"name": "Hoster"}, "other": {"name": "Other"}}
    server = {"mailboxes": "hoster", "hosts": {"other": {"delivery_tls": True}}}
    inventory = told(**LINE, parties=parties, voicemail={"mailed": "audio"}, mail_server=server)
    own, further = "mailbox/recipients", "mailbox/recipients:other"
    assert (holder(inventory, own), holder(inventory, further)) == ("hoster", "other")
    assert at(inventory, own) == at(inventory, further) != set()
    assert lacking(inventory, own, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, own)
    assert lacking(inventory, further, Safeguard.ENCRYPTED_IN_TRANSIT) == set()
    assert opened("mail_server", **server)[further] == tuple(
        f"mail_server.{knob}" for knob in ("enabled", "hosts", "retention")
    )
    flows = caused("mail_server", **server)
    assert ("service/mail_relay", further, "notification", "enabled hosts") in flows


def test_a_host_that_is_reached_in_clear_is_told_as_such() -> None:
    parties = {"other": {"name": "Other"}}
    server = {"hosts": {"other": {}}}
    inventory = told(**LINE, parties=parties, voicemail={"mailed": "audio"}, mail_server=server)
    further = "mailbox/recipients:other"
    assert lacking(inventory, further, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, further) != set()
    flows = caused("mail_server", **server)
    assert ("service/mail_relay", further, "notification", "enabled hosts delivery_tls") in flows
