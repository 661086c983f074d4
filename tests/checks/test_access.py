"""Interfaces that are open to more than the application they are for."""

from __future__ import annotations

import pytest

from tests.checks.found import DIALER, LINE, RECORDED, about, found

OPEN, HALF = "access-open-to-anyone", "access-open-in-one-family"
V4, V6 = "0.0.0.0/0", "::/0"


@pytest.mark.parametrize("feature", ["ami", "api", "database_grant"])
@pytest.mark.parametrize(
    ("permit", "rule"),
    [
        ([V4, V6], OPEN),
        (["0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"], OPEN),
        ([V6, "10.0.0.0/8", V4], OPEN),
        ([V4], HALF),
        ([V6], HALF),
        (["192.0.2.0/24", "::/0"], HALF),
        (["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2", "2001:db8::/48"], HALF),
        (["0.0.0.0/1"], HALF),
        (["2000::/3"], HALF),
        (["::ffff:0:0/96", "2000::/3"], OPEN),
        (["10.0.0.0/8", "fc00::/7"], None),
        (["192.0.2.10/32", "2001:db8::/48"], None),
        ([], None),
    ],
)
def test_the_internet_at_large_is_known_however_it_is_written(
    feature: str, permit: list[str], rule: str | None
) -> None:
    settings = {feature: {**DIALER, "permit": permit}}
    for each in (OPEN, HALF):
        assert about(each, **settings) == ([f"{feature}.permit"] if each == rule else [])


def test_the_version_that_is_open_is_named() -> None:
    (six,) = found(HALF, ami={**DIALER, "permit": ["192.0.2.10/32", V6]})
    (four,) = found(HALF, ami={**DIALER, "permit": [V4]})
    assert six.what == "ami.permit admits the IPv6 Internet at large, though not that of IPv4."
    assert four.what == "ami.permit admits the IPv4 Internet at large, though not that of IPv6."


def test_an_interface_that_is_off_is_not_open() -> None:
    assert about(OPEN, ami={"permit": [V4, V6]}) == []


def test_a_list_that_no_application_follows_is_not_in_force() -> None:
    grants = {"enabled": True, "permit": [V4, V6], "applications": {"dialer": {"permit": ["192.0.2.10/32"]}}}
    assert about(OPEN, ami=grants) == []
    assert about(OPEN, ami={**grants, "applications": {"dialer": {}}}) == ["ami.permit"]
    assert about(OPEN, ami={**grants, "application": "telco"}) == ["ami.permit"]


def test_an_application_with_a_list_of_its_own_is_named_by_it() -> None:
    grants = {**DIALER, "application": None, "applications": {"dialer": {"permit": [V4, V6]}}}
    (finding,) = found(OPEN, ami=grants)
    assert finding.about == "ami.applications[dialer].permit"
    assert finding.knobs == (finding.about,)


def test_the_api_that_gives_recordings_too_may_not_ask_for_less_than_the_database_grant() -> None:
    clear = {**DIALER, "tls": False}
    (finding,) = found("access-weaker-for-more", database_grant=DIALER, api=clear, call_recording=RECORDED)
    assert finding.about == "api"
    assert finding.what == (
        "api gives voice.recording and network.address besides all that database_grant gives,"
        " and is not encrypted_in_transit, as database_grant is."
    )
    assert "api.tls" in finding.knobs
    assert about("access-weaker-for-more", database_grant=clear, api=clear, call_recording=RECORDED) == []
    assert about("access-weaker-for-more", database_grant=clear, api=DIALER, call_recording=RECORDED) == []


def test_an_application_of_its_own_settings_is_named_by_them_where_its_way_is_the_weaker_one() -> None:
    api = {**DIALER, "application": None, "applications": {"dialer": {"tls": False}}}
    (finding,) = found("access-weaker-for-more", database_grant=DIALER, api=api, call_recording=RECORDED)
    assert "api.applications[dialer].tls" in finding.knobs
    assert "api.tls" not in finding.knobs


def test_an_interface_that_gives_other_things_is_not_compared() -> None:
    open_ami = {**DIALER, "permit": [V4, V6], "reads": "everything"}
    api = {**DIALER, "cdr": False}
    assert about("access-weaker-for-more", ami=open_ami, api=api, call_recording=RECORDED) == []


def test_passwords_that_anyone_can_fetch_are_told_with_the_way_they_take() -> None:
    served = {"enabled": True, "permit": [V4], "authenticated": False}
    findings = {finding.about: finding for finding in found("credentials-unprotected", phone_provisioning=served)}
    stranger = findings["service/provisioning:anyone"]
    assert stranger.recipient == "anyone"
    assert stranger.what == (
        "service/provisioning:anyone can receive passwords by a way that is not authenticated"
        " and not restricted to addresses."
    )
    assert stranger.knobs == ("phone_provisioning.authenticated", "phone_provisioning.permit")
    assert stranger.path == ("store/phone_configurations", "service/provisioning:anyone")
    assert findings["screen/phone"].recipient == ""


def test_passwords_handed_to_an_application_are_told_only_where_their_way_is_weak() -> None:
    assert about("credentials-unprotected", api={**DIALER, "credentials": True}) == []
    clear = {**DIALER, "credentials": True, "tls": False}
    (finding,) = found("credentials-unprotected", api=clear)
    assert (finding.about, finding.knobs) == ("service/api:dialer", ("api.tls",))
    assert finding.recipient == "dialer"


def test_personal_contacts_in_a_backup_or_within_reach_of_commands_are_readable_by_others() -> None:
    contacts = {"enabled": True}
    stored = {"enabled": True, "personal_contacts": True, "storage": "dialer"}
    (backup,) = found("personal-contacts-readable", personal_contacts=contacts, backups=stored)
    assert (backup.about, backup.recipient) == ("store/backups", "dialer")
    assert "backups.personal_contacts" in backup.knobs
    commanding = {**DIALER, "commands": True, "over_http": True}
    assert about("personal-contacts-readable", personal_contacts=contacts, ami=commanding) == ["service/ami:dialer"]
    assert about("personal-contacts-readable", ami=commanding, parties=LINE["parties"]) == []
