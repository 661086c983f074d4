from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.pjsip import uri_host
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]


def facts(pbx: Pbx, *topics: Topic, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root).facts if one.topic in topics}


def test_udp_and_tcp_are_clear_and_tls_is_not(pbx: Pbx) -> None:
    sip = "[general]\ntcpenable=yes\ntlsenable=yes\n"
    found = facts(pbx, Topic.TRANSPORT, sip=sip, pjsip="[w]\ntype=transport\nprotocol=wss\n[u]\ntype=transport\n")
    assert {name: one.exposes for name, one in found.items()} == {
        "sip.conf udp": True, "sip.conf tcp": True, "sip.conf tls": False, "pjsip.conf w": False, "pjsip.conf u": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "media"),
    [("", "clear"), ("media_encryption=sdes\n", "encrypted"), ("webrtc=yes\n", "encrypted"),
     ("media_encryption=no\n", "clear"),
     ("media_encryption=sdes\nmedia_encryption_optimistic=yes\n", "optional")],
)  # fmt: skip
def test_media_of_an_endpoint_are_as_encrypted_as_it_says(pbx: Pbx, lines: str, media: str) -> None:
    found = facts(pbx, Topic.ENDPOINT, pjsip=f"[a]\ntype=endpoint\n{lines}")
    assert found["pjsip.conf a"]["media"] == media


def test_an_endpoint_with_a_contact_is_a_trunk(pbx: Pbx) -> None:
    text = (
        "[t]\ntype=transport\nprotocol=tls\n[c]\ntype=endpoint\naors=c\nauth=c\ntransport=t\nsend_pai=yes\n"
        "[c]\ntype=aor\ncontact=sip:user:canary@sip.carrier.example:5061\n[c]\ntype=auth\npassword=canary\n"
        "[r]\ntype=registration\nserver_uri=sip:sip.carrier.example\n"
    )
    found = facts(pbx, Topic.TRUNK, pjsip=text)
    one = found["pjsip.conf c"]
    assert (one["host"], one["signalling"], one["sends_identity"]) == ("sip.carrier.example", "encrypted", True)
    assert found["pjsip.conf registration r"]["signalling"] == "clear"
    assert "canary" not in str(found)


def test_the_wizard_is_read_as_what_it_makes(pbx: Pbx) -> None:
    text = "[w]\ntype=wizard\nremote_hosts=sip.carrier.example\nendpoint/media_encryption=sdes\n"
    text += "outbound_auth/password=canary\n"
    one = facts(pbx, Topic.TRUNK, pjsip_wizard=text)["pjsip_wizard.conf w"]
    assert (one["host"], one["media"], one["secret"]) == ("sip.carrier.example", "encrypted", "weak")


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("sip:a@h.example:5060;x=1", "h.example"),
        ("sips:h.example", "h.example"),
        ("sip:[::1]:5060", "[::1]"),
        ("h", "h"),
    ],
)
def test_the_host_of_a_uri(uri: str, host: str) -> None:
    assert uri_host(uri) == host


def test_every_host_of_a_trunk_is_told(pbx: Pbx) -> None:
    two = "[t]\ntype=endpoint\naors=t\n[t]\ntype=aor\ncontact=sip:a.example\ncontact=sip:b.example\n"
    wizard = "[w]\ntype=wizard\nremote_hosts=c.example,d.example:5080\n"
    found = read(pbx({"pjsip.conf": two, "pjsip_wizard.conf": wizard})).about(Topic.TRUNK)
    assert [one["host"] for one in found] == ["a.example", "b.example", "c.example", "d.example"]
