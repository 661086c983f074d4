from __future__ import annotations

from typing import Any

from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, kept, lacking, opened, told

WRITTEN = each("text.message file.shared contact.name contact.number", "extension_user")
OUTSIDE = each("text.message file.shared contact.number", "remote_party")
CARRIED = each("text.message file.shared contact.number", "extension_user", "remote_party")
PARTIES = {"smsc": {"name": "SMS Carrier"}, "chat": {"name": "Chat Carrier"}}


def messaging(**knobs: Any) -> dict[str, Any]:
    return {"instant_messaging": {"enabled": True, **knobs}, "parties": PARTIES}


def test_messaging_is_off_by_default_and_then_does_nothing() -> None:
    assert caused("instant_messaging", stored=True, external=True) == []
    assert opened("instant_messaging", stored=True, external=True) == {}
    assert told(instant_messaging={"stored": True, "external": True}).exposures == ()


def test_messages_and_files_reach_the_users_and_are_not_stored() -> None:
    inventory = told(**messaging())
    assert at(inventory, "service/messaging") == WRITTEN
    assert each("text.message file.shared", "extension_user") <= at(inventory, "screen/web_client")
    assert kept(inventory, "service/messaging") == {"P0D"}
    assert "store/messages" not in inventory.places
    assert inventory.exposures == ()


def test_without_files_only_texts_are_sent() -> None:
    inventory = told(**messaging(files=False, external=True, carrier="smsc"))
    texts = {item for item in WRITTEN | OUTSIDE if not item.startswith("file.")}
    assert at(inventory, "service/messaging") == texts
    assert at(inventory, "service/message_channel") == CARRIED & texts


def test_stored_messages_are_kept_as_long_as_stated() -> None:
    inventory = told(**messaging(stored=True, retention="P90D"))
    assert at(inventory, "store/messages") == WRITTEN
    assert kept(inventory, "store/messages") == {"P90D"}
    assert lacking(inventory, "store/messages", Safeguard.ENCRYPTED_AT_REST) == set()
    in_clear = told(**messaging(stored=True, encrypted=False))
    assert lacking(in_clear, "store/messages", Safeguard.ENCRYPTED_AT_REST) == WRITTEN
    assert kept(in_clear, "store/messages") == {"P30D"}


def test_a_carrier_conveys_texts_files_and_numbers_of_both_sides_but_no_names() -> None:
    inventory = told(**messaging(external=True, carrier="smsc", stored=True))
    assert at(inventory, "service/message_channel") == CARRIED
    assert holder(inventory, "service/message_channel") == "smsc"
    assert lacking(inventory, "service/message_channel", Safeguard.ENCRYPTED_IN_TRANSIT) == set()
    assert at(inventory, "store/messages") == WRITTEN | OUTSIDE


def test_an_unnamed_carrier_is_unknown() -> None:
    assert holder(told(**messaging(external=True)), "service/message_channel") == "unknown"


def test_each_channel_has_its_own_carrier_and_connection() -> None:
    channels = {"sms": {"carrier": "smsc"}, "whatsapp": {"carrier": "chat", "tls": True}, "other": {}}
    inventory = told(**messaging(external=True, tls=False, channels=channels))
    assert "service/message_channel" not in inventory.places
    assert {name: holder(inventory, f"service/message_channel:{name}") for name in channels} == {
        "sms": "smsc",
        "whatsapp": "chat",
        "other": "unknown",
    }
    for name, clear in (("sms", CARRIED), ("whatsapp", set()), ("other", CARRIED)):
        assert at(inventory, f"service/message_channel:{name}") == CARRIED
        assert lacking(inventory, f"service/message_channel:{name}", Safeguard.ENCRYPTED_IN_TRANSIT) == clear


def test_channels_stand_beside_the_features_own_carrier() -> None:
    inventory = told(**messaging(external=True, carrier="smsc", channels={"chat": {"carrier": "chat"}}))
    assert {entry.party for entry in inventory.exposures} == {"smsc", "chat"}


def test_nothing_goes_outside_unless_that_is_on() -> None:
    inventory = told(**messaging(carrier="smsc", channels={"chat": {"carrier": "chat"}}))
    assert inventory.exposures == ()


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    knobs = {"enabled": True, "stored": True, "external": True, "tls": False, "channels": {"sms": {"tls": False}}}
    assert caused("instant_messaging", **knobs) == [
        (
            "service/messaging",
            "screen/web_client",
            "collaboration",
            "enabled",
        ),
        (
            "service/messaging",
            "service/message_channel:sms",
            "collaboration",
            "enabled external channels channels[sms].tls",
        ),
        ("service/messaging", "store/messages", "collaboration", "enabled stored"),
    ]
    assert caused("instant_messaging", enabled=True, external=True, tls=False)[1] == (
        "service/messaging",
        "service/message_channel",
        "collaboration",
        "enabled external carrier tls",
    )
    places = opened("instant_messaging", **knobs)
    assert places["service/messaging"] == ("instant_messaging.enabled",)
    assert places["store/messages"] == tuple(
        f"instant_messaging.{knob}" for knob in ("enabled", "stored", "retention", "encrypted")
    )


def test_how_long_a_carrier_keeps_them_is_for_it_to_say() -> None:
    inventory = told(**messaging(external=True, carrier="smsc"))
    assert kept(inventory, "service/message_channel") == {"unstated"}
    assert opened("instant_messaging", enabled=True, external=True)["service/message_channel"] == tuple(
        f"instant_messaging.{knob}" for knob in ("enabled", "external", "carrier")
    )


def test_each_item_that_arises_names_the_knobs_that_cause_it() -> None:
    origins = told(**messaging(external=True)).subject.instant_messaging.traced.origins
    assert [" ".join(knob.partition(".")[2] for knob in origin.because) for origin in origins] == [
        "enabled",
        "enabled files",
        "enabled external",
        "enabled external files",
    ]


def test_an_encrypted_channel_does_not_name_its_encryption_as_a_cause() -> None:
    flows = caused("instant_messaging", enabled=True, external=True, channels={"sms": {}})
    assert {because for _, target, _, because in flows if target == "service/message_channel:sms"} == {
        "enabled external channels"
    }
