"""Texts that the dialplan sends on, and the server outside that they are sent to."""

from __future__ import annotations

from tests.adapters.asterisk.importing.made import ENDPOINT, Made, Pbx, dialplan, made

TEXT = "text.message of extension_user"


def texts(pbx: Pbx, *applications: str) -> Made:
    return made(pbx, pjsip=ENDPOINT, extensions=dialplan(*applications))


def test_without_a_line_that_sends_there_are_no_messages(pbx: Pbx) -> None:
    assert not texts(pbx, "NoOp()").tenant.instant_messaging.enabled


def test_a_text_between_phones_leaves_nobody_anything(pbx: Pbx) -> None:
    found = texts(pbx, "MessageSend(pjsip:${EXTEN})")
    assert found.tenant.instant_messaging.enabled
    assert not found.tenant.instant_messaging.files
    assert found.recipients() == found.recipients("possible") == set()


def test_a_text_to_another_server_is_carried_in_clear(pbx: Pbx) -> None:
    found = texts(pbx, "MessageSend(pjsip:${EXTEN}@sip.example)")
    assert found.recipients() == {"sip.example"}
    assert TEXT in found.at("service/message_channel:sip.example")
    assert "encrypted_in_transit" in found.missing("service/message_channel:sip.example")


def test_an_address_that_is_computed_may_be_outside(pbx: Pbx) -> None:
    found = texts(pbx, "MessageSend(${MESSAGE(to)})")
    assert (found.recipients(), found.recipients("possible")) == (set(), {"unknown"})


def test_the_machine_itself_is_not_outside(pbx: Pbx) -> None:
    assert texts(pbx, "MessageSend(pjsip:${EXTEN}@127.0.0.1)").recipients() == set()
