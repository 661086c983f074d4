"""Who receives data from the dialplan: the hosts and programs that its lines name.

Facts of the topic ``recipient``. The subject is the line or setting; values: ``kind`` (``url``, ``agi``,
``opaque`` for a local program, ``database``, ``audio``, ``application``, ``stun``, ``speech``, ``tts``,
``websocket``, ``ari``, ``syslog``, ``mail``, ``lookup``, ``message``), ``host``, ``program``, ``clear`` (no TLS on the
way), ``numbers`` (whether a number or name goes along), ``audio``, ``of`` (``call``, ``recording`` or ``voicemail``:
what it is of).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import split
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Topic, Value, fact, unknown
from pbxprivacy.adapters.asterisk.recorders import program
from pbxprivacy.adapters.asterisk.redaction import harmless
from pbxprivacy.adapters.asterisk.view import Use, View

__all__ = ["recipient", "recipients", "url_host"]

MAILERS = re.compile(r"\b(?:mail|mailx|mutt|sendmail|msmtp|swaks|sendemail|ssmtp)\b", re.IGNORECASE)
FETCHERS = re.compile(r"\b(?:curl|wget|nc|ncat|ssh|scp|rsync|ftp|lftp)\b", re.IGNORECASE)
URL = re.compile(r"([a-z][a-z0-9+.-]{0,20})://([^\s\"'|;<>)]+)", re.IGNORECASE)
DIALLED_HOST = re.compile(
    r"(?<![A-Z])(?:SIP|IAX2|H323|OOH323|Motif)/[^@&\s/]*(?:/[^@&\s/]*)?@([^/&:,\s]+)"
    r"|PJSIP/[^/&,\s]*/sips?:[^@&,\s]*@([^/&:;,\s]+)",
    re.IGNORECASE,
)
SECURE = frozenset({"https", "wss", "agis", "sips", "ftps", "ldaps"})


def recipients(view: View) -> Iterator[Fact]:
    """Everybody that data is handed to."""
    yield from _programs(view)
    yield from _urls(view)
    yield from _scripts(view)
    yield from _databases(view)
    yield from _carriers(view)


def url_host(url: str) -> str:
    """The host of a URL, without credentials, port, path and query; empty if it is computed."""
    match = URL.search(url)
    if not match:
        return ""
    host = match[2].split("/")[0].rpartition("@")[2]
    host = host.partition("]")[0] + "]" if host.startswith("[") else host.split(":")[0].split("?")[0]
    return "" if "$" in host else harmless(host)


def recipient(
    view: View, use: Use, shown: str, kind: str, said: str, *, state: State | None = None, **values: Value
) -> Fact:
    """A fact about one use of an application that hands data to somebody.

    Args:
        view: the dialplan.
        use: the use.
        shown: what may be shown of its arguments.
        kind: what sort of way it is.
        said: the arguments, from which host, numbers and encryption are told where `values` do not say.
        state: the state, if it is not that of the use.
        values: what else is known.
    """
    match = URL.search(said)
    kept: dict[str, Value] = {
        "kind": kind, "host": url_host(said), "program": "", "audio": False,
        "clear": match is not None and match[1].casefold() not in SECURE, "numbers": view.holds_number(said),
        "of": "call",
    }  # fmt: skip
    kept |= values
    return fact(Topic.RECIPIENT, use.subject, state or use.state, use.evidence(shown), exposes=True, **kept)


def _programs(view: View) -> Iterator[Fact]:
    """Local programs: what they do with what they are told is not in these files."""
    commands: list[tuple[Use, str]] = [(use, use.call.text) for use in view.uses("system", "trysystem")]
    commands += list(view.functions("shell"))
    for use, written in commands:
        command = view.globals_in(written)
        name = program(command)
        kind = "url" if FETCHERS.search(command) and URL.search(command) else "opaque"
        kind = "mail" if MAILERS.search(command) else kind
        yield recipient(view, use, name, kind, command, program=name)
    for use in view.uses("mixmonitor"):
        if command := view.command(use.call.argument(2)):
            name = program(command)
            yield recipient(view, use, f"…,…,{name}", "opaque", command,
                program=name, audio=True, of="recording",
            )  # fmt: skip


def _urls(view: View) -> Iterator[Fact]:
    for use, arguments in view.functions("curl"):
        url = view.globals_in(arguments.strip())
        host = url_host(url)
        numbers = view.holds_number(arguments)
        state = use.state
        if not host and state == EFFECTIVE:
            state = unknown("the address is computed at run time")
        first = split(url)[0]
        scheme = first.partition("://")[0].casefold() if "://" in first else ""
        shown = f"{scheme}://{host}/…" if host and scheme.isalpha() else "…"
        yield recipient(view, use, shown, "url", url, state=state, host=host, numbers=numbers,
                         clear=scheme not in SECURE)  # fmt: skip
    for use in view.uses("sendurl"):
        yield recipient(view, use, url_host(use.call.text), "url", use.call.text)


def _scripts(view: View) -> Iterator[Fact]:
    for use in view.uses("agi", "deadagi", "eagi", "externalivr"):
        target = view.globals_in(use.call.argument(0))
        if target.casefold().startswith("agi:async"):
            doubt = use.state.then(unknown("an application over AMI decides what happens to the call"))
            yield recipient(view, use, "agi:async", "application", "", state=doubt, program="async AGI", numbers=True,
                            audio=True)  # fmt: skip
            continue
        remote = "://" in target
        host = url_host(target)
        name = "" if remote else program(target.partition("(")[0])
        audio = use.call.name in {"eagi", "externalivr"}
        yield recipient(view, use, host or name, "agi" if remote else "opaque", target, host=host,
            program=name, numbers=True, audio=audio, clear=remote and not target.casefold().startswith("agis"),
        )  # fmt: skip
    for use in view.uses("audiosocket"):
        host = harmless(use.call.argument(1))
        yield recipient(view, use, host, "audio", "", host=host, audio=True, clear=True,
                         numbers=False)  # fmt: skip
    for use in view.uses("stasis"):
        name = harmless(use.call.argument(0))
        doubt = use.state.then(unknown("an application outside decides what happens to the call, recording included"))
        yield recipient(view, use, name, "application", "", state=doubt, program=name, numbers=True, audio=True)
    for use in view.uses("speechcreate"):
        name = harmless(use.call.argument(0))
        yield recipient(view, use, name, "speech", "", program=name, audio=True)


def _carriers(view: View) -> Iterator[Fact]:
    """Hosts that are dialled by name or address, without a trunk of their own."""
    for use in view.uses("dial"):
        dialled = DIALLED_HOST.finditer(view.globals_in(use.call.argument(0)))
        # A password may hold an @ too.
        named = {(match[1] or match[2]).rpartition("@")[2] for match in dialled}
        hosts = {host for host in named if "$" not in host}
        # A name without a dot is a peer of this server, which is told as a trunk.
        for host in sorted(harmless(host) for host in hosts if "." in host):
            yield recipient(view, use, host, "carrier", "", host=host, numbers=True, audio=True)


def _databases(view: View) -> Iterator[Fact]:
    for use in view.uses("mysql"):
        words = use.call.text.split()
        if words[:1] and words[0].casefold() == "connect" and len(words) > 2:  # noqa: PLR2004 - verb, result, host
            host = harmless(words[2])
            yield recipient(view, use, f"connect {host}", "database", "", host=host, numbers=True)
    for use, arguments in view.functions("odbc_", "realtime", "realtime_field"):
        yield recipient(view, use, "", "database", "", program=use.call.name,
                         numbers=view.holds_number(arguments))  # fmt: skip
