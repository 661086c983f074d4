"""Phones: passwords, encryption, browsers, provisioning."""

from __future__ import annotations

import pytest

from pbxprivacy.checks import check
from tests.adapters.asterisk.importing.made import HTTP, Made, Pbx, made

PHONE = "[{name}]\ntype=endpoint\ncontext=in\nauth={name}\n{more}\n[{name}]\ntype=auth\npassword={password}\n"
GOOD = "Tr0ub4dor-and-3"
TLS = "[t]\ntype=transport\nprotocol=tls\n"


def phone(password: str = GOOD, name: str = "100", more: str = "") -> str:
    return PHONE.format(name=name, password=password, more=more)


def weak(found: Made) -> list[tuple[str, str]]:
    findings = check(found.inventory, evidence=found.imported.evidence)
    return [(one.about, one.certainty.value) for one in findings if one.rule == "weak-secret"]


@pytest.mark.parametrize(
    ("password", "quality"), [("1234", "weak"), ("100", "weak"), ("secret", "default"), ("", "none"), (GOOD, "")]
)
def test_a_bad_password_is_a_finding_and_never_shown(pbx: Pbx, password: str, quality: str) -> None:
    found = made(pbx, pjsip=phone(password))
    about = [("extensions.phones[100].secret", "sure")]
    assert weak(found) == (about if quality else [])
    if quality:
        assert found.tenant.extensions.phones["100"].secret == quality


def test_a_bad_password_in_a_rejected_file_is_possible(pbx: Pbx) -> None:
    found = made(pbx, pjsip=phone("1234") + "#include gone.conf\n")
    assert weak(found) == [("extensions.phones[100].secret", "possible")]


@pytest.mark.parametrize(
    ("pjsip", "signalling", "media"),
    [
        (phone(), "none", "none"),
        (TLS + phone(more="transport=t\nmedia_encryption=sdes"), "required", "required"),
        (
            TLS + phone(more="transport=t\nmedia_encryption=sdes\nmedia_encryption_optimistic=yes"),
            "required",
            "optional",
        ),
        (TLS + phone(more="transport=t\nmedia_encryption=sdes") + phone(name="101"), "required", "none"),
    ],
)
def test_encryption_is_as_good_as_that_of_the_worst_phone(pbx: Pbx, pjsip: str, signalling: str, media: str) -> None:
    found = made(pbx, pjsip=pjsip)
    encryption = found.tenant.media_encryption
    assert (encryption.signalling, encryption.media) == (signalling, media)
    assert ("encrypted_in_transit" in found.missing("screen/phone")) is (
        (encryption.signalling, encryption.media) != ("required", "required")
    )


def test_keys_in_the_signalling_are_told_from_keys_between_the_ends(pbx: Pbx) -> None:
    sdes = made(pbx, pjsip=TLS + phone(more="transport=t\nmedia_encryption=sdes"))
    dtls = made(pbx, pjsip=TLS + phone(more="transport=t\nmedia_encryption=dtls"))
    keys = [found.tenant.media_encryption.key_exchange for found in (sdes, dtls)]
    assert keys == ["sdes", "dtls"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"pjsip": TLS + phone(more="transport=t\nmedia_encryption=sdes") + "#include gone.conf\n"}, "rejected"),
        ({"extconfig": "[settings]\nps_endpoints => odbc,pbx\n"}, "database"),
    ],
)
def test_phones_that_were_not_read_may_be_in_clear_and_trunks_may_be_among_them(
    pbx: Pbx, files: dict[str, str], reason: str
) -> None:
    found = made(pbx, **files)
    for knob in ("media_encryption.signalling", "media_encryption.media", "trunks.lines"):
        assert reason in found.tenant.unknown[knob].reason
    assert found.state("call/inbound.external") == "possible"


def test_a_browser_is_a_phone_that_calls_over_webrtc(pbx: Pbx) -> None:
    wss = "[w]\ntype=transport\nprotocol=wss\n"
    found = made(pbx, pjsip=wss + phone(more="transport=w\nwebrtc=yes"))
    assert found.tenant.web_calls.enabled
    assert found.tenant.web_calls.media_encrypted
    assert "call/web" in found.inventory.places
    assert "call/web" not in made(pbx, pjsip=phone()).inventory.places


def test_browsers_that_were_not_read_may_be_in_clear(pbx: Pbx) -> None:
    browser = "[w]\ntype=transport\nprotocol=wss\n" + phone(more="transport=w\nwebrtc=yes")
    assert not any(knob.endswith("_encrypted") for knob in made(pbx, pjsip=browser).tenant.unknown)
    doubtful = made(pbx, pjsip=f"{browser}#include gone.conf\n").tenant
    for knob in ("signalling_encrypted", "media_encrypted"):
        assert "rejected" in doubtful.unknown[f"web_calls.{knob}"].reason


def test_which_server_helps_browsers_to_connect_stands_in_their_web_page_and_not_here(pbx: Pbx) -> None:
    browser = "[w]\ntype=transport\nprotocol=wss\n" + phone(more="transport=w\nwebrtc=yes")
    found = made(pbx, pjsip=browser)
    assert found.state("service/web_traversal") == "possible"
    assert made(pbx, pjsip=phone()).state("service/web_traversal") == "absent"


def test_phone_configurations_over_http_are_for_anyone_who_asks(pbx: Pbx) -> None:
    files = {"http": HTTP, "phoneprov": "[general]\n", "users": "[100]\nautoprov=yes\nmacaddress=001122334455\n"}
    found = made(pbx, **files)
    assert "account.credential of extension_user" in found.at("service/provisioning:anyone")
    nobody = made(pbx, http=HTTP, phoneprov="[general]\n")
    assert nobody.recipients() == nobody.recipients("possible") == set()
    doubtful = made(pbx, **{**files, "users": files["users"] + "#include gone.conf\n"})
    assert "anyone" in doubtful.recipients("possible") - doubtful.recipients()


def test_the_endpoint_of_guests_has_no_password_to_be_bad(pbx: Pbx) -> None:
    assert weak(made(pbx, pjsip="[anonymous]\ntype=endpoint\ncontext=in\n")) == []
