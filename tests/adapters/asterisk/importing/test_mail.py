"""Voicemail: what is mailed, to whose mailboxes, and what guards a box."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, TRUNK, Made, Pbx, dialplan, made

BOX = "[default]\n100 => 97531,User,user@hoster.example\n"
MAILBOX = "mailbox/recipients"
VOICE = "voice.mail of remote_party"


def mailed(pbx: Pbx, voicemail: str, **files: str) -> Made:
    return made(pbx, **{"pjsip": ENDPOINT + TRUNK, "voicemail": voicemail, **files})


@pytest.mark.parametrize(
    ("general", "level"),
    [
        ("", "audio"),
        ("attach=no\n", "notice"),
        ("attach=no\nattach=yes\n", "notice"),
        ("attach=yes\n[general]\nattach=no\n", "audio"),
    ],
)
def test_messages_are_mailed_unless_the_first_word_on_it_says_no(pbx: Pbx, general: str, level: str) -> None:
    found = mailed(pbx, f"[general]\n{general}{BOX}")
    assert found.tenant.voicemail.mailed == level
    assert (VOICE in found.at(MAILBOX)) is (level == "audio")
    assert found.inventory.places[MAILBOX].holder == "hoster.example"


def test_a_template_beats_what_is_written_below_it(pbx: Pbx) -> None:
    found = mailed(pbx, f"[t](!)\nattach=yes\n[general](t)\nattach=no\n{BOX}")
    assert found.tenant.voicemail.mailed == "audio"


def test_a_box_has_a_word_of_its_own(pbx: Pbx) -> None:
    found = mailed(pbx, "[general]\n[default]\n100 => 97531,User,user@hoster.example,,attach=no\n")
    assert found.tenant.voicemail.mailed == "notice"


def test_mail_to_the_machine_itself_leaves_it_not_and_every_other_domain_receives(pbx: Pbx) -> None:
    boxes = "100 => 97531,A,root\n101 => 97531,B,b@one.example|b@two.example,page@three.example\n"
    found = mailed(pbx, f"[general]\n[default]\n{boxes}")
    assert found.tenant.mail_server.mailboxes == "operator"
    others = {"one.example", "two.example", "three.example"}
    assert set(found.tenant.mail_server.hosts) == others
    assert others <= found.recipients()
    assert all(VOICE in found.at(f"{MAILBOX}:{name}") for name in others)
    assert "encrypted_in_transit" not in found.missing(MAILBOX)
    assert "encrypted_in_transit" in found.missing(f"{MAILBOX}:one.example")
    assert found.where("parties.one.example") == "voicemail.conf:4"


def test_without_a_box_or_its_module_there_is_no_voicemail(pbx: Pbx) -> None:
    for found in (
        made(pbx),
        mailed(pbx, "[general]\n"),
        mailed(pbx, BOX, modules="[modules]\nautoload=no\nload=res_pjsip\nload=chan_pjsip\n"),
    ):
        assert not found.tenant.voicemail.enabled
        assert found.state("store/voicemail") == "absent"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"voicemail": BOX + "#include gone.conf\n"}, "rejected"),
        ({"voicemail": "[general]\n", "extconfig": "[settings]\nvoicemail => odbc,pbx\n"}, "database"),
    ],
)
def test_boxes_that_were_not_read_are_possible_and_so_is_where_their_mail_goes(
    pbx: Pbx, files: dict[str, str], reason: str
) -> None:
    found = made(pbx, pjsip=ENDPOINT + TRUNK, **files)
    assert (found.state("store/voicemail"), found.state(MAILBOX)) == ("possible", "possible")
    assert "unknown" in found.recipients("possible")
    assert reason in found.tenant.unknown["voicemail.enabled"].reason
    assert str(found.tenant.voicemail.retention) == "unlimited"


def test_boxes_in_a_database_beside_known_ones_leave_the_known_ones_sure(pbx: Pbx) -> None:
    found = mailed(pbx, BOX, extconfig="[settings]\nvoicemail => odbc,pbx\n")
    assert "hoster.example" in found.recipients()
    assert "mail_server.hosts" in found.tenant.unknown


def test_a_message_that_is_deleted_once_mailed_is_not_kept(pbx: Pbx) -> None:
    found = mailed(pbx, "[general]\n[default]\n100 => 97531,User,user@hoster.example,,delete=yes\n")
    assert found.tenant.voicemail.delete_after_mailing
    assert {str(entry.retention) for entry in found.inventory.entries if entry.place == "store/voicemail"} == {"P0D"}


@pytest.mark.parametrize(
    ("box", "application", "guarded"),
    [
        ("100 => 97531,User", "VoiceMailMain(100)", True),
        ("100 => ,User", "VoiceMailMain(100)", False),
        ("100 => 97531,User", "VoiceMailMain(100,s)", False),
    ],
)
def test_a_box_without_a_pin_or_opened_without_asking_is_not_guarded(
    pbx: Pbx, box: str, application: str, guarded: bool
) -> None:
    found = mailed(pbx, f"[general]\n[default]\n{box}\n", extensions=dialplan(application))
    assert found.tenant.voicemail.pin_required is guarded
    assert ("voicemail.remote_access" in found.tenant.unknown) is not guarded


def test_what_a_greeting_says_is_unknown(pbx: Pbx) -> None:
    found = mailed(pbx, BOX)
    assert "voicemail.notice" in found.tenant.unknown
    assert "announced" in found.missing("store/voicemail")


@pytest.mark.parametrize("key", ["externnotify", "mailcmd"])
def test_a_program_that_is_told_of_messages_is_a_recipient(pbx: Pbx, key: str) -> None:
    found = mailed(pbx, f"[general]\n{key}=/opt/tell.sh\n{BOX}")
    assert VOICE in found.at("service/call_program:program-tell.sh")
    assert found.tenant.parties["program-tell.sh"].kind == "opaque"


def test_a_mail_server_that_keeps_the_messages_is_a_recipient(pbx: Pbx) -> None:
    found = mailed(pbx, f"[general]\nimapserver=imap.example\n{BOX}")
    assert VOICE in found.at("service/call_program:imap-imap.example")
    odbc = mailed(pbx, f"[general]\nodbcstorage=pbx\n{BOX}")
    assert VOICE in odbc.at("service/call_program:voicemail-database", "possible")
