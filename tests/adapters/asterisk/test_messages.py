import pytest

from pbxprivacy.adapters.asterisk.facts import Status
from tests.adapters.asterisk.dialled import Pbx, recipients


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
