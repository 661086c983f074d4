"""Voicemail, and encryption towards phones and trunks, as the reader finds them in what was rendered."""

from __future__ import annotations

import itertools

import pytest

from pbxprivacy.adapters.asterisk.facts import Topic
from pbxprivacy.adapters.asterisk.render import render
from pbxprivacy.features.media_encryption import Encryption, KeyExchange
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.conftest import Server

WORD = {"required": "encrypted", "optional": "optional", "none": "clear"}


@pytest.mark.parametrize(("mailed", "attach"), [("notice", False), ("text", False), ("audio", True)])
def test_a_message_goes_along_with_the_mail_only_if_audio_is_mailed(server: Server, mailed: str, attach: bool) -> None:
    (box,) = server({"voicemail": {"mailed": mailed}}).about(Topic.MAILBOX)
    assert (box.effective, box["attach"], box["mailed"]) == (True, attach, True)


def test_where_nothing_is_mailed_nothing_is_although_a_box_has_an_address(server: Server) -> None:
    boxes = "[default]\n201 => 936582714455,Somebody,somebody@mail.example\n"
    reading = server({}, **{"voicemail_boxes.conf": boxes})
    (general,) = reading.about(Topic.VOICEMAIL)
    assert (general["attach"], general["mail_program"]) == (False, "/bin/true")
    assert [one for one in reading.about(Topic.RECIPIENT) if one.effective] == []


def test_without_voicemail_there_is_no_box_and_no_line_leads_to_one(server: Server) -> None:
    reading = server({"voicemail": {"enabled": False}})
    assert reading.about(Topic.MAILBOX) == ()
    assert reading.about(Topic.MAILBOX_USE) == ()


@pytest.mark.parametrize("notice", [True, False])
def test_the_notice_is_played_before_the_tone(notice: bool) -> None:
    plan = render(Tenant.model_validate({"tenant": "t", "voicemail": {"notice": notice}})).files["extensions.conf"]
    assert ("Playback(pbxprivacy/notice)" in plan) is notice


@pytest.mark.parametrize(("signalling", "media", "keys"), [*itertools.product(Encryption, Encryption, KeyExchange)])
def test_a_phone_is_encrypted_as_the_tenant_says(
    server: Server, signalling: Encryption, media: Encryption, keys: KeyExchange
) -> None:
    reading = server({"media_encryption": {"signalling": signalling, "media": media, "key_exchange": keys}})
    (phone,) = reading.about(Topic.ENDPOINT)
    assert (phone["signalling"], phone["media"]) == (WORD[signalling], WORD[media])
    if media is not Encryption.NONE:
        assert phone["keys"] == keys.value


@pytest.mark.parametrize("tls", [True, False])
def test_without_a_use_for_it_a_transport_is_not_there(server: Server, tls: bool) -> None:
    reading = server({"media_encryption": {"signalling": "required" if tls else "none"}})
    assert {one["protocol"] for one in reading.about(Topic.TRANSPORT)} == ({"tls"} if tls else {"udp"})


@pytest.mark.parametrize(("signalling", "media", "names"), [*itertools.product([True, False], repeat=3)])
def test_each_trunk_has_a_template_of_its_own(server: Server, signalling: bool, media: bool, names: bool) -> None:
    line = {"signalling_encrypted": signalling, "media_encrypted": media, "send_names": names}
    reading = server({"trunks": {"lines": {"telco": line}}})
    (trunk,) = reading.about(Topic.TRUNK)
    assert trunk["signalling"] == ("encrypted" if signalling else "clear")
    assert trunk["media"] == ("encrypted" if media else "clear")
    assert trunk["sends_identity"] is names


def test_a_trunk_with_a_name_that_breaks_lines_is_told_and_not_written() -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", "trunks": {"lines": {"a]\n[x": {}, "off": {}}}}))
    assert "x]" not in rendering.files["pjsip.conf"]
    assert "trunks.lines" in {one.setting for one in rendering.report}
