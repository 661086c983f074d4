from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recipients(pbx: Pbx, application: str, **files: str) -> tuple[Fact, ...]:
    named = {f"{name}.conf": text for name, text in files.items()}
    root = pbx({"pjsip.conf": PHONE, "extensions.conf": f"[in]\nexten => _X.,1,{application}\n", **named})
    found = read(root).about(Topic.RECIPIENT)
    assert "canary" not in str(found)
    return found


@pytest.mark.parametrize(
    ("application", "host", "status"),
    [
        ("MessageSend(pjsip:${EXTEN}@sip.example,x)", "sip.example", Status.EFFECTIVE),
        ("MessageSend(pjsip:trunk/sip:${EXTEN}@sip.example)", "sip.example", Status.EFFECTIVE),
        ("MessageSend(xmpp:me@im.example,me)", "im.example", Status.EFFECTIVE),
        ("MessageSend(pjsip:${EXTEN},x)", "", Status.EFFECTIVE),
        ("MessageSend(${MESSAGE(to)},x)", "", Status.UNKNOWN),
        ("MessageSend(pjsip:${EXTEN}@${HOST})", "", Status.UNKNOWN),
        ("SendText(hello)", "", Status.EFFECTIVE),
        ("SMS(default,,${EXTEN},hi)", "", Status.EFFECTIVE),
    ],
)
def test_a_text_goes_where_the_line_sends_it(pbx: Pbx, application: str, host: str, status: Status) -> None:
    (one,) = recipients(pbx, application)
    assert (one["kind"], one["host"], one.state.status) == ("message", host, status)


@pytest.mark.parametrize(
    ("account", "host"), [("[a@b.example]\nemail=x@mail.example\n", "mail.example"), ("", "b.example")]
)
def test_a_message_of_minivm_is_mailed(pbx: Pbx, account: str, host: str) -> None:
    (one,) = recipients(pbx, "MinivmNotify(a@b.example)", minivm="[general]\n" + account)
    assert (one["kind"], one["host"], one["audio"]) == ("mail", host, True)
