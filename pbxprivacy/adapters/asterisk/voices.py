"""Where the voice of a call goes outside of the call: audio servers that are dialled, JACK, speech engines.

Facts of the topic ``recipient``, with the values of `recipients`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, unknown
from pbxprivacy.adapters.asterisk.recipients import recipient
from pbxprivacy.adapters.asterisk.redaction import harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import Use, View
from pbxprivacy.adapters.asterisk.words import text

__all__ = ["voices"]

AUDIO = re.compile(r"\b(AudioSocket|UnicastRTP|MulticastRTP/[a-z]+)/(\[[^\]]+\]|[^/&,:\s)]+)", re.IGNORECASE)
"""Channels that are a stream of audio to a host, and nothing else."""

LISTENING = ("mrcprecog", "synthandrecog")
SPEAKING = ("mrcpsynth",)
SERVER_KEYS = ("server-ip", "server-uri", "server-host")


def voices(server: Server, view: View) -> Iterator[Fact]:
    """Every server and program that hears a call, or speaks in it."""
    for use in view.uses("dial", "originate", "page"):
        for match in AUDIO.finditer(view.globals_in(use.call.text)):
            yield _audio(view, use, match[2])
    for use in view.uses("jack"):
        yield recipient(view, use, "JACK", "opaque", "", program="JACK", audio=True)
    yield from _engines(server, view)
    for use in view.uses("festival"):
        host = harmless(text(server.file("festival.conf").last("general", "host"), "localhost"))
        yield recipient(view, use, host, "tts", use.call.text, host=host, clear=True, program="Festival")


def _audio(view: View, use: Use, host: str) -> Fact:
    if "$" in host:
        doubt = use.state.then(unknown("the address is computed at run time"))
        return recipient(view, use, "…", "audio", "", state=doubt, audio=True, clear=True, numbers=False)
    return recipient(view, use, harmless(host), "audio", "", host=harmless(host), audio=True, clear=True, numbers=False)


def _engines(server: Server, view: View) -> Iterator[Fact]:
    """Speech engines over MRCP: their servers are in mrcp.conf, or in the configuration of UniMRCP itself."""
    found = [one for section in server.file("mrcp.conf") for key in SERVER_KEYS for one in section.all(key)]
    hosts = list(dict.fromkeys(harmless(re.sub(r"^\w+:/*", "", one.value)) for one in found)) or [""]
    for use in view.uses(*LISTENING, *SPEAKING):
        for host in hosts:
            kind = "tts" if use.call.name in SPEAKING else "speech"
            yield recipient(view, use, host, kind, use.call.text, host=host, program="UniMRCP", clear=bool(host),
                            audio=kind == "speech")  # fmt: skip
