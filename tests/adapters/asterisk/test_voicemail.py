from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import AsteriskReading, read
from pbxprivacy.adapters.asterisk.voicemail import domains

Pbx = Callable[[Mapping[str, str]], Path]
BOX = "[default]\n100 => 7391,Ann,ann@mail.example|x@other.example,,attach=no|delete=yes\n"


def reading(pbx: Pbx, **files: str) -> AsteriskReading:
    return read(pbx({f"{name}.conf": text for name, text in files.items()}))


def general(pbx: Pbx, text: str) -> Fact:
    return reading(pbx, voicemail=text + BOX).about(Topic.VOICEMAIL)[0]


@pytest.mark.parametrize(
    ("text", "attach"),
    [
        ("[general]\n", True),
        ("[general]\nattach=no\n", False),
        ("[general]\nattach=no\nattach=yes\n", False),
        ("[t](!)\nattach=yes\n[general](t)\nattach=no\n", True),
        ("[general]\n[general]\nattach=no\n", True),
    ],
)
def test_the_first_setting_wins_and_attach_is_yes_where_it_is_absent(pbx: Pbx, text: str, attach: bool) -> None:
    assert general(pbx, text)["attach"] is attach


def test_a_box_tells_its_domains_and_neither_pin_nor_person(pbx: Pbx) -> None:
    (one,) = reading(pbx, voicemail="[general]\n" + BOX).about(Topic.MAILBOX)
    assert one["mail_domains"] == ("mail.example", "other.example")
    assert (one["attach"], one["delete"], one["pin"]) == (False, True, "weak")
    for hidden in ("7391", "Ann", "ann@"):
        assert hidden not in str(one)


def test_the_first_box_of_a_number_counts(pbx: Pbx) -> None:
    found = reading(pbx, voicemail="[default]\n1 => 1,A,a@one.example\n1 => 1,A,a@two.example\n").about(Topic.MAILBOX)
    assert [one["mail_domains"] for one in found] == [("one.example",)]


def test_users_conf_makes_boxes(pbx: Pbx) -> None:
    (one,) = reading(pbx, users="[general]\nhasvoicemail=yes\n[6001]\nemail=a@b.example\nvmsecret=1\n").about(
        Topic.MAILBOX
    )
    assert (one.subject, one["mail_domains"]) == ("6001@default", ("b.example",))


def test_boxes_in_a_database_are_unknown(pbx: Pbx) -> None:
    (one,) = reading(pbx, extconfig="[settings]\nvoicemail => odbc,a\n").about(Topic.MAILBOX)
    assert one.state.status is Status.UNKNOWN


def test_programs_are_told_without_their_arguments(pbx: Pbx) -> None:
    one = general(pbx, "[general]\nmailcmd=/bin/mail -u canary\nexternnotify=/bin/notify canary\n")
    assert (one["mail_program"], one["notify_program"], one["mail_program_local"], one.exposes) == (
        "/bin/mail", "/bin/notify", False, True,
    )  # fmt: skip
    assert "canary" not in str(one)


def test_a_line_for_a_box_that_is_not_there_keeps_nothing(pbx: Pbx) -> None:
    files = {
        "voicemail": "[general]\n" + BOX,
        "pjsip": "[a]\ntype=endpoint\ncontext=in\n",
        "extensions": "[in]\nexten => 1,1,VoiceMail(999)\n same => n,VoiceMail(100@default,u)\n"
        " same => n,VoiceMailMain(${X},s)\n",
    }
    one, two, three = reading(pbx, **files).about(Topic.MAILBOX_USE)
    assert one.state.status is Status.INERT
    assert two.effective
    assert (three["no_pin"], three["computed"]) == (True, True)


@pytest.mark.parametrize("program", ["", "#exec /bin/boxes\n", "#include gone.conf\n"])
def test_no_box_is_off_only_if_the_files_are_whole(pbx: Pbx, program: str) -> None:
    one = reading(pbx, asterisk="[options]\nexecincludes=yes\n", voicemail="[general]\n" + program).about(
        Topic.VOICEMAIL
    )[0]
    assert one.state.status is (Status.UNKNOWN if program else Status.INERT)


def test_voicemail_that_is_not_loaded_is_inert(pbx: Pbx) -> None:
    found = reading(pbx, voicemail="[general]\n" + BOX, modules="[modules]\nautoload=no\n").about(Topic.MAILBOX)
    assert found[0].state.status is Status.INERT


def test_an_address_without_a_domain_is_local() -> None:
    assert domains("root|a@B.example") == ("b.example", "localhost")


def test_messages_are_deleted_after_mailing_only_by_a_switch_of_the_box(pbx: Pbx) -> None:
    boxes = "1 => 1,A,a@b.example\n2 => 2,B,b@b.example,,delete=yes\n3 => 3,C,c@b.example,,deletevoicemail=yes\n"
    found = reading(pbx, voicemail=f"[general]\ndelete=yes\n[default]\n{boxes}").about(Topic.MAILBOX)
    assert [one["delete"] for one in found] == [False, True, True]


def test_a_box_of_users_conf_has_switches_of_its_own(pbx: Pbx) -> None:
    (one,) = reading(pbx, users="[7]\nhasvoicemail=yes\nsecret=7\nattach=no\ndelete=yes\n").about(Topic.MAILBOX)
    assert (one["attach"], one["delete"], one["pin"]) == (False, True, "weak")


def test_any_build_of_the_voicemail_module_answers_the_dialplan(pbx: Pbx) -> None:
    files = {
        "modules": "[modules]\nautoload=yes\nnoload=app_voicemail.so\n",
        "voicemail": "[general]\n" + BOX,
        "pjsip": "[a]\ntype=endpoint\ncontext=in\n",
        "extensions": "[in]\nexten => 1,1,VoiceMail(100)\n",
    }
    assert reading(pbx, **files).about(Topic.MAILBOX_USE)[0].effective


def test_a_mail_server_keeps_messages_only_if_that_build_may_run(pbx: Pbx) -> None:
    text = "[general]\nimapserver=imap.example\nodbcstorage=x\n"
    one = general(pbx, text)
    assert (one["imap_server"], one["odbc"]) == ("imap.example", True)
    barred = "[modules]\nautoload=yes\nnoload=app_voicemail_imap.so\nnoload=app_voicemail_odbc.so\n"
    one = reading(pbx, voicemail=text + BOX, modules=barred).about(Topic.VOICEMAIL)[0]
    assert (one["imap_server"], one["odbc"], one.exposes) == ("", False, False)
