"""Texts that the dialplan sends on: MessageSend, SendText, SMS; and mails of MiniVM.

Facts of the topic ``recipient``, with the values of `recipients`; the kind is ``message``, with a host where the text
leaves for another server, or ``mail``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, unknown
from pbxprivacy.adapters.asterisk.pjsip import uri_host
from pbxprivacy.adapters.asterisk.recipients import recipient
from pbxprivacy.adapters.asterisk.redaction import harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import text

__all__ = ["messages"]

OUTSIDE = "whether the message leaves for another server is computed at run time"


def messages(server: Server, view: View) -> Iterator[Fact]:
    """Everybody who is sent a text, or a message of MiniVM."""
    for use in view.uses("messagesend", "sendtext", "sms"):
        host = _host(view.globals_in(use.call.argument(0))) if use.call.name == "messagesend" else ""
        state, host = (use.state.then(unknown(OUTSIDE)), "") if "$" in host else (use.state, host)
        yield recipient(view, use, host, "message", "", state=state, host=host, numbers=True, clear=bool(host))
    for use in view.uses("minivmnotify"):
        account = use.call.argument(0)
        section = next((one for one in server.file("minivm.conf") if one.name == account), None)
        address = text(section.last("email"), account) if section else account
        host = "" if "$" in address else harmless(address.rpartition("@")[2])
        yield recipient(view, use, host, "mail", "", host=host, program="MinivmNotify", audio=True, numbers=True,
                        clear=True)  # fmt: skip


def _host(target: str) -> str:
    """The host of ``pjsip:…@host``, ``pjsip:endpoint/sip:…@host`` or ``xmpp:…@host``; empty for an endpoint's name."""
    if "@" not in target:
        # An address that is put together at run time may be anybody's; a number behind ``pjsip:`` names an endpoint.
        return target if target.startswith("$") else ""
    return uri_host("sip:" + target.rpartition("@")[2])
