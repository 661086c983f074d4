from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.media import register_host
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]


def facts(pbx: Pbx, *topics: Topic, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root).facts if one.topic in topics}


def test_sip_peers_inherit_from_general_and_a_template_is_no_peer(pbx: Pbx) -> None:
    text = "[general]\nencryption=yes\n[t](!)\ntype=friend\nsecret=canary99x\n[a](t)\n[c]\nx=1\n"
    text += "[b]\ntype=peer\nhost=192.0.2.9\nencryption=no\n"
    found = facts(pbx, Topic.ENDPOINT, Topic.TRUNK, sip=text)
    assert found["sip.conf a"]["media"] == "encrypted"
    assert (found["sip.conf b"].topic, found["sip.conf b"]["media"]) == (Topic.TRUNK, "clear")
    assert found["sip.conf c"].state.status is Status.INERT
    assert "canary" not in str(found)


def test_an_iax_peer_that_nobody_dials_is_inert(pbx: Pbx) -> None:
    iax = "[general]\n[demo]\ntype=peer\nhost=192.0.2.1\n"
    assert facts(pbx, Topic.TRUNK, iax=iax, extensions="[a]\n")["iax.conf demo"].state.status is Status.INERT
    dialled = "[a]\nexten => 1,1,Dial(IAX2/demo/1)\n"
    assert facts(pbx, Topic.TRUNK, iax=iax, extensions=dialled)["iax.conf demo"].effective


def test_a_rejected_file_makes_its_endpoints_unknown(pbx: Pbx) -> None:
    found = facts(pbx, Topic.ENDPOINT, sip="[a]\ntype=friend\nhost=dynamic\n#include gone.conf\n")
    assert found["sip.conf a"].state.status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("2345:canary@sip.example/1", "sip.example"),
        ("tls://a:canary@sip.example:5061", "sip.example"),
        ("2345:canary", ""),
    ],
)
def test_a_register_line_tells_its_host_only(line: str, host: str) -> None:
    assert register_host(line) == host
