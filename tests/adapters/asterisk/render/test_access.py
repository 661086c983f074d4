"""AMI, ARI and the web server, as the reader finds them in what was rendered."""

from __future__ import annotations

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.asterisk.render import render
from pbxprivacy.adapters.asterisk.render.access import rules
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.conftest import Server

PARTIES = {"parties": {"dialer": {"name": "Dialer"}, "wall": {"name": "Wall"}}}
NET = ["192.0.2.0/24", "2001:db8::/48"]


def ami(**more: object) -> dict[str, object]:
    return {**PARTIES, "ami": {"enabled": True, "application": "dialer", "permit": NET, **more}}


def api(**more: object) -> dict[str, object]:
    shown = {"recordings": True, "live_calls": True, "messages": True, "cdr": False}
    return {**PARTIES, "api": {"enabled": True, "application": "dialer", "permit": NET, **shown, **more}}


def user(reading: AsteriskReading, topic: Topic, name: str = "dialer") -> Fact:
    (found,) = [one for one in reading.about(topic) if one.subject == name]
    return found


def up(reading: AsteriskReading) -> dict[str, str]:
    return {one.subject: str(one["reach"]) for one in reading.about(Topic.LISTENER) if one.effective}


def test_nothing_listens_by_default(server: Server) -> None:
    assert up(server({})) == {}


def test_over_tls_the_port_in_clear_is_for_this_machine_alone(server: Server) -> None:
    reading = server(ami())
    assert up(reading) == {"ami": "loopback", "ami-tls": "anyone"}
    assert user(reading, Topic.AMI_USER).effective


def test_in_clear_it_listens_on_both_families(server: Server) -> None:
    assert up(server(ami(tls=False))) == {"ami": "anyone"}


def test_for_this_machine_alone_it_listens_nowhere_else(server: Server) -> None:
    assert up(server(ami(tls=False, permit=["127.0.0.1/32", "::1/128"]))) == {"ami": "loopback"}


@pytest.mark.parametrize(
    ("permit", "networks"),
    [
        (NET, ("192.0.2.0/24", "2001:db8::/48")),
        ([], ()),
        (["0.0.0.0/0"], ("0.0.0.0/0",)),
        (["::/0"], ("::/0",)),
        (["192.0.2.7/255.255.255.0"], ("192.0.2.0/24",)),
        (["192.0.2.7/24", "192.0.2.10"], ("192.0.2.0/24",)),
    ],
)
def test_only_what_is_permitted_gets_in_of_either_family(
    server: Server, permit: list[str], networks: tuple[str, ...]
) -> None:
    assert user(server(ami(permit=permit)), Topic.AMI_USER).many("networks") == networks
    assert rules(tuple(permit))[:2] == (("deny", "0.0.0.0/0"), ("deny", "::/0"))


@pytest.mark.parametrize(
    ("reads", "classes"),
    [("none", set()), ("calls", {"call"}), ("calls_and_records", {"call", "cdr", "agent"})],
)
def test_what_may_be_read_is_a_list_of_classes(server: Server, reads: str, classes: set[str]) -> None:
    found = user(server(ami(reads=reads)), Topic.AMI_USER)
    assert (set(found.many("read")), found.many("write")) == (classes, ())


def test_everything_is_every_class(server: Server) -> None:
    assert {"dtmf", "dialplan", "security"} <= set(user(server(ami(reads="everything")), Topic.AMI_USER).many("read"))


def test_commands_are_the_classes_that_hold_the_server(server: Server) -> None:
    found = user(server(ami(commands=True)), Topic.AMI_USER)
    assert found.many("write") == ("command", "config", "originate", "system")
    assert found["control"] is True


def test_each_application_has_addresses_and_rights_of_its_own(server: Server) -> None:
    wall = {"permit": ["198.51.100.9/32"], "reads": "none"}
    reading = server(ami(applications={"wall": wall}))
    assert user(reading, Topic.AMI_USER, "wall").many("networks") == ("198.51.100.9/32",)
    assert user(reading, Topic.AMI_USER, "wall").many("read") == ()
    assert user(reading, Topic.AMI_USER).many("read") == ("call",)


def test_if_one_application_wants_tls_all_of_them_use_it_and_that_is_told() -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", **ami(applications={"wall": {"tls": False}})}))
    assert "tlsenable = yes" in rendering.files["manager.conf"]
    assert "ami.applications[wall].tls" in {one.setting for one in rendering.report}


def test_without_a_named_application_nobody_may_log_in() -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", "ami": {"enabled": True, "permit": NET}}))
    assert "enabled = no" in rendering.files["manager.conf"]
    assert "ami.application" in {one.setting for one in rendering.report}


def test_an_application_that_is_named_twice_is_one_user() -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", **ami(applications={"dialer": {"permit": []}})}))
    assert rendering.files["manager.conf"].count("[dialer]") == 1
    assert "192.0.2.0" not in rendering.files["manager.conf"]
    assert "ami.application" in {one.setting for one in rendering.report}


def test_a_party_that_was_read_from_a_server_is_rendered_under_its_users_name() -> None:
    content = {"parties": {"ami-wall": {"name": "Wall"}}, "ami": {"enabled": True, "application": "ami-wall"}}
    assert "\n[wall]\n" in render(Tenant.model_validate({"tenant": "t", **content})).files["manager.conf"]


@pytest.mark.parametrize(("tls", "ports"), [(True, {"https", "ami-https"}), (False, {"http", "ami-http"})])
def test_over_http_is_over_one_of_both_never_both(server: Server, tls: bool, ports: set[str]) -> None:
    found = up(server(ami(over_http=True, http_tls=tls)))
    assert {port for port in found if port.startswith(("http", "ami-http"))} == ports


def test_ari_shows_an_application_what_it_may_have(server: Server) -> None:
    reading = server(api())
    found = user(reading, Topic.ARI_USER)
    assert found.effective
    assert (found["read_only"], found["origins"], found.many("networks")) == (True, "", tuple(NET))
    assert set(up(reading)) >= {"https", "aris"}
    assert "http" not in up(reading)


def test_with_call_control_ari_may_write(server: Server) -> None:
    assert user(server(api(call_control=True, any_origin=True)), Topic.ARI_USER)["read_only"] is False


def test_any_origin_is_a_star(server: Server) -> None:
    assert user(server(api(any_origin=True)), Topic.ARI_USER)["origins"] == "*"


@pytest.mark.parametrize("knob", ["recordings", "live_calls", "messages"])
def test_where_ari_would_show_more_than_the_tenant_says_there_is_no_user(server: Server, knob: str) -> None:
    reading = server(api(**{knob: False}))
    assert reading.about(Topic.ARI_USER) == ()
    assert up(reading) == {}
    rendering = render(Tenant.model_validate({"tenant": "t", **api(**{knob: False})}))
    assert f"api.{knob}" in {one.setting for one in rendering.report}


def test_one_web_server_for_both_uses_https_as_soon_as_either_wants_it() -> None:
    both = {**ami(over_http=True, http_tls=False), "api": api()["api"]}
    rendering = render(Tenant.model_validate({"tenant": "t", **both}))
    assert "bindaddr" not in rendering.files["http.conf"].replace("tlsbindaddr", "")
    assert "ami.http_tls" in {one.setting for one in rendering.report}
    both = {**ami(over_http=True, http_tls=True), "api": api(tls=False)["api"]}
    rendering = render(Tenant.model_validate({"tenant": "t", **both}))
    assert "api.tls" in {one.setting for one in rendering.report}


def test_no_file_holds_a_password_and_each_interface_includes_its_own() -> None:
    files = render(Tenant.model_validate({"tenant": "t", **ami(), "api": api()["api"]})).files
    for name, local in (("manager.conf", "manager_secrets.conf"), ("ari.conf", "ari_secrets.conf")):
        assert files[name].endswith(f"#tryinclude {local}\n")
        lines = [line for line in files[name].splitlines() if not line.startswith(";")]
        assert not any("secret =" in line or "password" in line for line in lines)
    assert "#tryinclude" not in render(Tenant(tenant="t")).files["manager.conf"]
