from __future__ import annotations

import pytest

from pbxprivacy.features.voicemail import Voicemail
from pbxprivacy.items import items
from pbxprivacy.terms import Data, Person, Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told, where

ENVELOPE = each("contact.number contact.name call.record", "remote_party", "extension_user")
AUDIO = each("voice.mail", "remote_party", "extension_user")
ADDRESSES = each("contact.email", "extension_user")
TRANSCRIBED = {"voicemail_transcription": {"enabled": True, "authenticated": True}}
TEXT = each("text.transcript", "remote_party", "extension_user")


def test_a_box_holds_what_the_caller_says_who_called_and_the_called_partys_name_and_number() -> None:
    assert at(told(**LINE), "store/voicemail") == AUDIO | ENVELOPE


def test_without_a_line_only_colleagues_leave_messages() -> None:
    found = at(told(), "store/voicemail")
    assert found == each("voice.mail contact.number contact.name call.record", "extension_user")


def test_only_who_calls_speaks_after_the_tone() -> None:
    everybody = items(Data.VOICE_CALL)
    spoken = {flow.source: flow.selection.apply(everybody) for flow in Voicemail.default().traced.flows}
    assert spoken["call/inbound.external"] == items(Data.VOICE_MAIL, Person.REMOTE_PARTY)
    assert spoken["call/inbound.internal"] == items(Data.VOICE_MAIL, Person.EXTENSION_USER)
    assert spoken["call/web"] == items(Data.VOICE_MAIL, (Person.REMOTE_PARTY, Person.EXTENSION_USER))


def test_voicemail_can_be_switched_off_and_then_nothing_of_it_is_stored() -> None:
    off = told(**LINE, voicemail={"enabled": False, "mailed": "audio", "pin_required": False})
    assert not where(off, "voice.mail", "remote_party")
    assert "store/voicemail" not in off.places
    assert caused("voicemail", enabled=False) == []


def test_a_message_is_left_knowingly_and_a_prompt_tells_the_caller() -> None:
    with_prompt, without = told(**LINE), told(**LINE, voicemail={"notice": False})
    assert lacking(with_prompt, "store/voicemail", Safeguard.ANNOUNCED) == set()
    assert lacking(without, "store/voicemail", Safeguard.ANNOUNCED) == AUDIO
    for inventory in (with_prompt, without):
        assert lacking(inventory, "store/voicemail", Safeguard.CONSENTED) == set()


@pytest.mark.parametrize(
    ("mailed", "content"),
    [
        ("none", set()),
        ("notice", ENVELOPE | ADDRESSES),
        ("text", ENVELOPE | ADDRESSES | TEXT),
        ("audio", ENVELOPE | ADDRESSES | TEXT | AUDIO),
    ],
)
def test_mail_goes_through_the_relay_and_holds_what_its_level_says(mailed: str, content: set[str]) -> None:
    inventory = told(**LINE, **TRANSCRIBED, voicemail={"mailed": mailed})
    for place in ("service/mail_out", "service/mail_relay", "mailbox/recipients"):
        assert at(inventory, place) == content


def test_without_a_mail_server_no_message_is_mailed() -> None:
    inventory = told(**LINE, voicemail={"mailed": "audio"}, mail_server={"enabled": False})
    assert where(inventory, "voice.mail", "remote_party") == {"store/voicemail", "screen/owner"}


def test_messages_are_kept_as_long_as_stated_and_not_at_all_if_deleted_after_mailing() -> None:
    assert kept(told(**LINE), "store/voicemail") == {"P30D"}
    assert kept(told(**LINE, voicemail={"retention": "P1W"}), "store/voicemail") == {"P7D"}
    assert kept(told(**LINE, voicemail={"delete_after_mailing": True}), "store/voicemail") == {"P0D"}


def test_a_box_is_encrypted_unless_it_is_said_not_to_be() -> None:
    assert lacking(told(), "store/voicemail", Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(voicemail={"encrypted": False})
    assert lacking(plain, "store/voicemail", Safeguard.ENCRYPTED_AT_REST) == at(plain, "store/voicemail")


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("owner", {"screen/owner"}),
        ("administrators", {"screen/owner", "screen/admin"}),
        ("everyone", {"screen/owner", "screen/admin", "screen/phone"}),
    ],
)
def test_messages_reach_those_who_may_open_the_box(readers: str, screens: set[str]) -> None:
    inventory = told(**LINE, **TRANSCRIBED, voicemail={"readers": readers})
    for data in ("voice.mail", "text.transcript"):
        seen = {place for place in where(inventory, data, "remote_party") if place.startswith("screen/")}
        assert seen == screens


def test_a_box_without_a_pin_opens_on_every_phone_and_from_outside_for_anyone_who_calls() -> None:
    inside = told(**LINE, voicemail={"pin_required": False})
    assert at(inside, "screen/phone") >= AUDIO
    assert lacking(inside, "screen/phone", Safeguard.AUTHENTICATED) >= AUDIO
    assert "service/voicemail_caller" not in inside.places
    outside = told(**LINE, voicemail={"pin_required": False, "remote_access": True})
    assert holder(outside, "service/voicemail_caller") == "anyone"
    assert kept(outside, "service/voicemail_caller") == {"unstated"}
    assert at(outside, "service/voicemail_caller") == AUDIO | ENVELOPE
    assert lacking(outside, "service/voicemail_caller", Safeguard.AUTHENTICATED) == AUDIO | ENVELOPE


def test_with_a_pin_remote_access_shows_nothing_to_strangers() -> None:
    inventory = told(**LINE, voicemail={"remote_access": True})
    assert "service/voicemail_caller" not in inventory.places
    assert not AUDIO & at(inventory, "screen/phone")


def test_every_flow_names_the_knobs_that_cause_it() -> None:
    loud = {
        "notice": False,
        "mailed": "audio",
        "readers": "everyone",
        "pin_required": False,
        "remote_access": True,
        "encrypted": False,
    }
    service, store, remote = "voicemail_service", "store/voicemail", "enabled pin_required remote_access"
    assert caused("voicemail", **loud) == sorted(
        [
            ("call/inbound.external", store, service, "enabled notice"),
            ("call/inbound.internal", store, service, "enabled notice"),
            ("call/web", store, service, "enabled notice"),
            (store, "screen/owner", service, "enabled"),
            (store, "screen/admin", service, "enabled readers"),
            (store, "screen/phone", service, "enabled readers"),
            (store, "screen/phone", service, "enabled pin_required"),
            (store, "service/voicemail_caller", service, remote),
            (store, "service/mail_out", service, "enabled mailed"),
            ("store/directory", "service/mail_out", service, "enabled mailed"),
        ]
    )
    assert {why for _, into, _, why in caused("voicemail") if into == store} == {"enabled"}
    box = ("voicemail.enabled", "voicemail.retention", "voicemail.delete_after_mailing")
    assert opened("voicemail") == {store: box}
    assert opened("voicemail", **loud) == {
        store: (*box, "voicemail.encrypted"),
        "service/voicemail_caller": tuple(f"voicemail.{knob}" for knob in remote.split()),
    }
