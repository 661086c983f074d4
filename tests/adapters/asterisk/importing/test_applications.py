"""Users of AMI and ARI: the traps of access lists, permissions and bindings, by what they expose."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, HTTP, NOTHING, Made, Pbx, made, made_of

AMI = "[general]\nenabled=yes\nbindaddr={bind}\n[fop]\nsecret=Tr0ub4dor-and-3\nread={read}\nwrite={write}\n{rules}\n"
ARI = "[general]\nenabled=yes\n[app]\ntype=user\npassword=Tr0ub4dor-and-3\n{more}\n"
ALL4, ALL6 = "0.0.0.0/0", "::/0"
EVERYWHERE = ALL4.removesuffix("/0")
FOP = "ami-fop"
PLACE = f"service/ami:{FOP}"


def ami(
    pbx: Pbx, *, read: str = "call", write: str = "", rules: str = "", bind: str = EVERYWHERE, **files: str
) -> Made:
    manager = AMI.format(read=read, write=write, rules=rules, bind=bind)
    return made(pbx, **{"manager": manager, "pjsip": ENDPOINT, **files})


def permit(found: Made, name: str = FOP) -> set[str]:
    return set(found.tenant.ami.applications[name].permit or ())


@pytest.mark.parametrize(
    ("rules", "networks"),
    [
        ("", {ALL4}),
        ("permit=10.0.0.0/8", {ALL4}),
        ("deny=0.0.0.0/0\npermit=0.0.0.0/0", {ALL4}),
        ("permit=192.0.2.1\ndeny=0.0.0.0/0\npermit=192.168.0.165/255.255.255.0", {"192.168.0.0/24"}),
        ("deny=0.0.0.0/0\npermit=192.0.2.7", {"192.0.2.7/32"}),
        ("deny=0.0.0.0/0", set()),
    ],
)
def test_who_may_connect_is_what_the_rules_leave_in_their_order(pbx: Pbx, rules: str, networks: set[str]) -> None:
    found = ami(pbx, rules=rules)
    assert permit(found) == networks
    assert ("anyone" in found.recipients()) == (networks == {ALL4})
    assert (FOP in found.recipients()) == bool(networks)


def test_without_an_address_both_families_are_bound_and_rules_for_one_say_nothing_of_the_other(pbx: Pbx) -> None:
    manager = "[general]\nenabled=yes\n[fop]\nsecret=Tr0ub4dor-and-3\nread=call\ndeny=0.0.0.0/0\npermit=127.0.0.1\n"
    found = made(pbx, manager=manager, pjsip=ENDPOINT)
    assert permit(found) == {"127.0.0.1/32", ALL6}
    assert "anyone" in found.recipients()


def test_a_user_with_a_rule_that_cannot_be_read_is_no_user(pbx: Pbx) -> None:
    found = ami(pbx, rules="permit=10.0.0.0/33")
    assert not found.tenant.ami.enabled
    assert found.recipients() == found.recipients("possible") == set()


def test_a_binding_to_the_machine_itself_admits_its_own_programs_alone(pbx: Pbx) -> None:
    found = ami(pbx, bind="127.0.0.1")
    assert permit(found) == {"127.0.0.0/8"}
    assert found.recipients() == {FOP}
    assert "encrypted_in_transit" not in found.missing(PLACE)


def test_the_web_server_is_a_second_way_with_a_binding_of_its_own(pbx: Pbx) -> None:
    manager = AMI.format(read="call", write="", rules="", bind="127.0.0.1\nwebenabled=yes")
    found = made(pbx, manager=manager, http=HTTP, pjsip=ENDPOINT)
    assert found.tenant.ami.over_http
    assert "anyone" in found.recipients()
    off = made(pbx, manager=manager, http="[general]\nenabled=yes\n", pjsip=ENDPOINT)
    assert not off.tenant.ami.over_http
    assert "anyone" not in off.recipients()


@pytest.mark.parametrize(
    ("read", "reads"),
    [
        ("system, call, cdr", "none"),
        ("ALL", "none"),
        ("call,,cdr", "everything"),
        ("all", "everything"),
        ("call", "calls"),
        ("system,cdr", "none"),
        ("call,agent", "calls_and_records"),
        ("call,dtmf", "everything"),
    ],
)
def test_what_may_be_read_is_what_the_tokens_grant(pbx: Pbx, read: str, reads: str) -> None:
    found = ami(pbx, read=read)
    assert found.tenant.ami.applications[FOP].reads == reads
    assert found.state(PLACE) == ("absent" if reads == "none" else "sure")


def test_records_come_as_events_only_through_a_back_end_of_their_own(pbx: Pbx) -> None:
    records = {"cdr": "[general]\n[csv]\n", "cdr_manager": "[general]\nenabled=yes\n"}
    assert ami(pbx, read="cdr", **records).tenant.ami.applications[FOP].reads == "calls_and_records"
    assert ami(pbx, read="cdr", cdr="[general]\n[csv]\n").tenant.ami.applications[FOP].reads == "none"


@pytest.mark.parametrize(
    ("write", "commands"), [("command", True), ("config", True), ("originate", True), ("call", False), ("user", False)]
)
def test_writing_in_some_classes_is_holding_the_server(pbx: Pbx, write: str, commands: bool) -> None:
    found = ami(pbx, read="", write=write)
    assert found.tenant.ami.applications[FOP].commands is commands
    assert ("account.credential of extension_user" in found.at(PLACE)) is commands


def test_setting_variables_is_a_shell_where_that_is_allowed(pbx: Pbx) -> None:
    found = ami(pbx, write="call", asterisk="[options]\nlive_dangerously=yes\n")
    assert found.tenant.ami.applications[FOP].commands


def test_variables_on_each_event_are_read_with_the_events(pbx: Pbx) -> None:
    manager = AMI.format(read="call", write="", rules="", bind="0.0.0.0\nchannelvars=PIN")
    assert made(pbx, manager=manager).tenant.ami.applications[FOP].reads == "everything"


def test_a_user_of_users_conf_has_all_rights_unless_it_says_less(pbx: Pbx) -> None:
    users = "[200]\nhasmanager=yes\nsecret=1234\n"
    found = made(pbx, manager="[general]\nenabled=yes\nbindaddr=0.0.0.0\n", users=users)
    one = found.tenant.ami.applications["ami-200"]
    assert (one.reads, one.commands, one.permit, one.secret) == ("everything", True, (ALL4,), "weak")


def test_tls_holds_only_where_every_port_that_others_reach_has_it(pbx: Pbx) -> None:
    tls = "0.0.0.0\ntlsenable=yes\ntlsbindaddr=0.0.0.0"
    assert ami(pbx, bind=tls).tenant.ami.applications[FOP].tls is False
    local = ami(pbx, bind="127.0.0.1\ntlsenable=yes\ntlsbindaddr=0.0.0.0")
    assert local.tenant.ami.applications[FOP].tls is True
    assert "encrypted_in_transit" not in local.missing(PLACE)


def test_each_setting_points_at_its_line(pbx: Pbx) -> None:
    found = ami(pbx, rules="deny=0.0.0.0/0\npermit=192.0.2.7", write="command")
    at = f"ami.applications[{FOP}]"
    lines = {knob: found.where(f"{at}.{knob}") for knob in ("secret", "reads", "commands", "permit")}
    expected = {"secret": 5, "reads": 6, "commands": 7, "permit": 9}
    assert lines == {knob: f"manager.conf:{line}" for knob, line in expected.items()}


@pytest.mark.parametrize(
    "manager", ["[general]\nenabled=no\n[fop]\nsecret=x\nread=all\n", "[general]\nenabled=yes\n", "[fop]\nread=all\n"]
)
def test_a_port_that_is_off_and_a_port_without_users_expose_nothing(pbx: Pbx, manager: str) -> None:
    found = made(pbx, manager=manager, pjsip=ENDPOINT)
    assert found.recipients() == found.recipients("possible") == set()
    assert not any(knob.startswith("ami") for knob in found.tenant.unknown)


def test_a_file_that_the_server_rejects_leaves_users_possible(pbx: Pbx) -> None:
    found = ami(pbx, rules="#include gone.conf")
    assert found.recipients() == set()
    assert {FOP, "anyone", "unknown"} <= found.recipients("possible")
    assert "rejected" in found.tenant.unknown["ami.enabled"].reason


def test_a_command_in_the_file_leaves_further_users_possible(pbx: Pbx) -> None:
    exec_ = "[general]\nenabled=yes\nbindaddr=127.0.0.1\n[fop]\nsecret=Tr0ub4dor-and-3\nread=call\n#exec /bin/users\n"
    found = made(pbx, manager=exec_, asterisk="[options]\nexecincludes=yes\n", pjsip=ENDPOINT)
    assert "ami.applications" in found.tenant.unknown
    assert "unknown" in found.recipients("possible")
    ignored = made(pbx, manager=exec_, pjsip=ENDPOINT)
    assert "unknown" not in ignored.recipients("possible")


def test_a_named_list_in_a_file_that_was_rejected_leaves_everybody_possible(pbx: Pbx) -> None:
    rules = "acl=office"
    acl = "[office]\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n"
    assert permit(ami(pbx, rules=rules, acl=acl)) == {"192.0.2.0/24"}
    doubtful = ami(pbx, rules=rules, acl=f"{acl}#include gone.conf\n")
    assert "anyone" not in doubtful.recipients()
    assert "anyone" in doubtful.recipients("possible")
    missing = ami(pbx, rules="acl=other", acl=acl)
    assert missing.recipients() == missing.recipients("possible") == set()


def test_without_modules_conf_nothing_is_sure(pbx: Pbx) -> None:
    directory = pbx(
        {"extensions.conf": NOTHING, "ari.conf": ARI.format(more=""), "http.conf": HTTP, "pjsip.conf": ENDPOINT}
    )
    (directory / "modules.conf").unlink()
    found = made_of(directory)
    assert found.recipients() == set()
    assert {"ari-app", "anyone"} <= found.recipients("possible")


def test_an_ari_user_hears_calls_unless_it_may_only_read(pbx: Pbx) -> None:
    place = "service/api:ari-app"
    writes = made(pbx, ari=ARI.format(more=""), http=HTTP, pjsip=ENDPOINT)
    reads = made(pbx, ari=ARI.format(more="read_only=yes"), http=HTTP, pjsip=ENDPOINT)
    assert "voice.call of extension_user" in writes.at(place)
    assert "voice.call of extension_user" not in reads.at(place)
    assert "contact.number of extension_user" in reads.at(place)
    assert not writes.tenant.api.any_origin


@pytest.mark.parametrize(
    "files",
    [
        {"http": "[general]\nenabled=yes\n"},
        {"http": "[general]\nenabled=no\nbindaddr=0.0.0.0\n"},
        {"http": HTTP, "modules": "[modules]\nautoload=yes\nnoload=res_ari.so\n"},
    ],
)
def test_ari_needs_its_module_and_a_web_server_that_is_bound(pbx: Pbx, files: dict[str, str]) -> None:
    found = made(pbx, ari=ARI.format(more=""), pjsip=ENDPOINT, **files)
    assert not found.tenant.api.enabled
    assert found.recipients() == found.recipients("possible") == set()


def test_web_pages_of_any_origin_are_told(pbx: Pbx) -> None:
    ari = ARI.replace("enabled=yes", "enabled=yes\nallowed_origins=*").format(more="")
    found = made(pbx, ari=ari, http=HTTP)
    assert found.tenant.api.any_origin
    assert found.where("api.any_origin") == "ari.conf:3"


def test_names_that_are_no_names_in_a_tenant_are_told_apart(pbx: Pbx) -> None:
    manager = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n" + "".join(
        f"[{name}]\nsecret=Tr0ub4dor-and-3\nread=call\n" for name in ("a b", "a-b", "operator", "zoho")
    )
    found = made(pbx, manager=manager)
    names = {found.tenant.parties[key].name for key in found.tenant.ami.applications}
    assert names == {f"{name} (an AMI user)" for name in ("a b", "a-b", "operator", "zoho")}
