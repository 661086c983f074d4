from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
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
