from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def one(pbx: Pbx, application: str, topic: Topic = Topic.RECIPIENT, **files: str) -> Fact:
    named = {f"{name}.conf": text for name, text in files.items()}
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => 1,1,{application}\n", **named})
    (found,) = read(root).about(topic)
    assert "canary" not in str(found)
    return found


@pytest.mark.parametrize(
    ("name", "text", "kind", "host"),
    [
        ("rtp", "[general]\nstunaddr=stun.example:3478\n", "stun", "stun.example"),
        ("aeap", "[x]\ntype=client\nurl=wss://u:canary@speech.example/x\n", "speech", "speech.example"),
        ("websocket_client", "[x]\nuri=ws://app.example/x\npassword=canary\n", "websocket", "app.example"),
        ("xmpp", "[general]\n[x]\nserverhost=im.example\nsecret=canary\n", "application", "im.example"),
        ("voicemail", "[general]\nexternnotify=/bin/x canary\n", "opaque", ""),
        ("logger", "[logfiles]\nsyslog.local0 => verbose\n", "syslog", ""),
    ],
)
def test_hosts_that_files_name_are_told(pbx: Pbx, name: str, text: str, kind: str, host: str) -> None:
    found = one(pbx, "NoOp()", **{name: text})
    assert (found["kind"], found["host"]) == (kind, host)


CLIENT = "[c]\ntype=websocket_client\nuri=wss://app.example/ari\npassword=canary\n"
OUT = "[general]\nenabled=yes\n[u]\ntype=user\npassword=canary\n[o]\ntype=outbound_websocket\nlocal_ari_user=u\n"


@pytest.mark.parametrize(
    ("ari", "clients", "status", "audio"),
    [
        (OUT + "websocket_client_id=c\n", CLIENT, Status.EFFECTIVE, True),
        (OUT.replace("user\np", "user\nread_only=yes\np") + "websocket_client_id=c\n", CLIENT, Status.EFFECTIVE, False),
        (OUT.replace("enabled=yes", "enabled=no") + "websocket_client_id=c\n", CLIENT, Status.INERT, True),
        (OUT + "websocket_client_id=c\n", "", Status.INERT, True),
        (OUT + "websocket_client_id=c\n", "#include gone.conf\n" + CLIENT, Status.UNKNOWN, True),
    ],
)
def test_the_server_itself_connects_to_an_application_of_ari(
    pbx: Pbx, ari: str, clients: str, status: Status, audio: bool
) -> None:
    found = one(pbx, "NoOp()", ari=ari, websocket_client=clients)
    assert (found["kind"], found.state.status, found["audio"]) == ("ari", status, audio)


def test_a_client_that_nothing_names_may_be_used_over_ari(pbx: Pbx) -> None:
    assert one(pbx, "NoOp()", websocket_client=CLIENT).state.status is Status.UNKNOWN
    assert one(pbx, "Dial(WebSocket/c/x)", websocket_client=CLIENT).effective
