from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
ON = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"


def user(root: Path, topic: Topic = Topic.AMI_USER) -> Fact:
    (found,) = read(root).about(topic)
    return found


def ami(pbx: Pbx, lines: str, general: str = ON, **files: str) -> Fact:
    named = {f"{name}.conf": text for name, text in files.items()}
    return user(pbx({"manager.conf": f"{general}[bob]\nsecret=Zk20-dkw9\n{lines}", **named}))


def test_no_read_and_no_write_line_is_no_right(pbx: Pbx) -> None:
    one = ami(pbx, "")
    assert (one["read"], one["write"], one.exposes) == ((), (), False)


def test_appended_rights_keep_the_blank_that_spoils_them(pbx: Pbx) -> None:
    assert ami(pbx, "read=call\nread += ,cdr\n")["read"] == ("cdr",)


@pytest.mark.parametrize(
    ("lines", "reach"),
    [
        ("", "anyone"),
        ("permit=10.0.0.0/8\n", "anyone"),
        ("deny=0.0.0.0/0\npermit=10.0.0.0/8\n", "private"),
        ("permit=10.0.0.0/8\ndeny=0.0.0.0/0\n", "nobody"),
        ("deny=0.0.0.0/0.0.0.0\npermit=0.0.0.0/0.0.0.0\n", "anyone"),
        ("deny=0.0.0.0/0\npermit=127.0.0.1/255.255.255.0\n", "loopback"),
        ("acl=office\n", "private"),
        ("acl=gone\n", "nobody"),
    ],
)
def test_the_reach_is_that_of_the_rules_in_their_order(pbx: Pbx, lines: str, reach: str) -> None:
    office = "[office]\ndeny=0.0.0.0/0\ndeny=::/0\npermit=192.168.0.0/16\n"
    assert ami(pbx, lines + "read=all\n", acl=office)["reach"] == reach


def test_ipv4_rules_leave_a_socket_for_both_families_open_over_ipv6(pbx: Pbx) -> None:
    lines = "deny=0.0.0.0/0\npermit=127.0.0.1\nread=all\n"
    assert ami(pbx, lines, general="[general]\nenabled=yes\n")["reach"] == "anyone"
    assert ami(pbx, lines)["reach"] == "loopback"


def test_a_rule_that_cannot_be_read_drops_the_user(pbx: Pbx) -> None:
    one = ami(pbx, "permit=my.host.example\nread=all\n")
    assert one.state.status is Status.INERT
    assert "drops the user" in one.state.reason


def test_users_of_one_name_are_merged(pbx: Pbx) -> None:
    one = ami(pbx, "read=call\n[bob]\nwrite=system\n")
    assert (one["read"], one["write"], one["control"], one["can_record"]) == (("call",), ("system",), True, True)


def test_a_template_is_no_user(pbx: Pbx) -> None:
    root = pbx({"manager.conf": f"{ON}[base](!)\nread=call\n[bob](base)\nsecret=Zk20-dkw9\n"})
    assert (user(root).subject, user(root)["read"]) == ("bob", ("call",))


def test_a_manager_of_users_conf_has_all_rights_unless_told_otherwise(pbx: Pbx) -> None:
    files = {"manager.conf": ON, "users.conf": "[general]\nhasmanager=no\n[6001]\nhasmanager=yes\nsecret=6001\n"}
    one = user(pbx(files))
    assert (one.subject, len(one.many("write")), one["secret"], one["reach"]) == ("6001", 19, "weak", "anyone")
    files["users.conf"] += "read=call\nwrite=\n"
    assert (user(pbx(files))["read"], user(pbx(files))["write"]) == (("call",), ())


def test_without_a_listener_a_user_is_inert_with_the_reason(pbx: Pbx) -> None:
    one = ami(pbx, "read=all\n", general="[general]\nenabled=no\n")
    assert (one.state.status, one["reach"]) == (Status.INERT, "nobody")


@pytest.mark.parametrize("event_filter", ["eventfilter=!Event: Cdr", "eventfilter(action(exclude),name(Cdr))="])
def test_event_filters_are_told_and_take_no_right_away(pbx: Pbx, event_filter: str) -> None:
    one = ami(pbx, f"read=all\nwrite=all\n{event_filter}\n")
    assert one["event_filter"]
    assert "cdr" in one.many("read")


def test_an_ari_user_needs_a_type(pbx: Pbx) -> None:
    files = {
        "ari.conf": "[general]\nallowed_origins=*\n[a]\ntype=user\npassword=1234\n[b]\npassword=x\n",
        "http.conf": ON,
    }
    one = user(pbx(files), Topic.ARI_USER)
    assert (one.subject, one["secret"], one["read_only"], one["origins"], one["can_record"]) == (
        "a",
        "weak",
        False,
        "*",
        True,
    )
    assert one.effective


def test_named_lists_in_a_database_restrict_nobody_for_sure(pbx: Pbx) -> None:
    assert ami(pbx, "acl=db\nread=all\n", extconfig="[settings]\nacls => odbc,asterisk,acls\n")["reach"] == "anyone"
