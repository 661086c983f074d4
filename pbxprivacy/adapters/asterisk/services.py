"""Who receives data by what the files name: STUN, speech engines, WebSocket clients, system log, XMPP.

Facts of the topic ``recipient``, with the values of `recipients`; the subject is file and key.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, State, Topic, Value, fact, unknown
from pbxprivacy.adapters.asterisk.language import Setting
from pbxprivacy.adapters.asterisk.modules import VOICEMAIL
from pbxprivacy.adapters.asterisk.recipients import url_host
from pbxprivacy.adapters.asterisk.recorders import program
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["services"]

STUN = (
    ("rtp.conf", "res_rtp_asterisk", "stunaddr"), ("rtp.conf", "res_rtp_asterisk", "turnaddr"),
    ("res_stun_monitor.conf", "res_stun_monitor", "stunaddr"),
)  # fmt: skip
HARMLESS = frozenset({"", "/usr/sbin/sendmail", "sendmail", "/bin/true"})
"""Programs of voicemail that hand on nothing but mail, or nothing at all."""

UNUSED = "no line of these files connects there, but an application that works over ARI may"


def services(server: Server) -> Iterator[Fact]:
    """Every host that a file names and that learns something about calls."""
    for file, module, key in STUN:
        setting = server.file(file).last("general", key)
        if setting is not None and setting.value:
            state = server.state(file, module, settings=(setting,))
            yield _service(setting, state, "stun", harmless(setting.value.split(":")[0]), clear=True)
    for setting in (one for section in server.file("aeap.conf") for one in section.all("url")[-1:]):
        state = server.state("aeap.conf", "res_aeap", settings=(setting,))
        yield _service(setting, state, "speech", url_host(setting.value), clear=_clear(setting), audio=True)
    yield from _websockets(server)
    for setting in server.file("logger.conf").category("logfiles").settings:
        if setting.key.casefold().startswith("syslog"):
            doubt = unknown("whether the system log is sent on is not in these files")
            yield _service(setting, server.state("logger.conf", settings=(setting,)).then(doubt), "syslog", "")
    yield from _mail_programs(server)
    for section in server.file("xmpp.conf"):
        host = section.last("serverhost")
        if section.name.casefold() != "general" and host is not None:
            state = server.state("xmpp.conf", "res_xmpp", settings=(host,))
            yield _service(host, state, "application", harmless(host.value))


def _websockets(server: Server) -> Iterator[Fact]:
    """Connections that the server opens itself: for ARI (ari.conf), or for the voice of a call (chan_websocket)."""
    clients = {one.name: one for one in server.file("websocket_client.conf")}
    users = {one.name: one for one in server.file("ari.conf")}
    used = set()
    for section in server.file("ari.conf"):
        named = section.last("websocket_client_id")
        if text(section.last("type")).casefold() != "outbound_websocket" or named is None:
            continue
        used.add(named.value)
        uri = clients[named.value].last("uri") if named.value in clients else None
        state = server.state("ari.conf", "res_ari", "res_websocket_client", settings=section.settings)
        state = state.then(server.state("websocket_client.conf", settings=(uri,)))
        if not flag(server.file("ari.conf").first("general", "enabled"), default=True):
            state = server.off("ARI is not enabled", "ari.conf")
        elif uri is None:
            state = state.then(server.off("there is no such client in websocket_client.conf", "websocket_client.conf"))
        user = users.get(text(section.last("local_ari_user")))
        reads = user is not None and flag(user.last("read_only"), default=False)
        yield _service(uri or named, state, "ari", url_host(text(uri)), clear=uri is None or _clear(uri),
                       audio=not reads)  # fmt: skip
    lines = [setting.value for category in server.file("extensions.conf") for setting in category.settings]
    for name, section in clients.items():
        uri = section.last("uri")
        if uri is None or name in used:
            continue
        state = server.state("websocket_client.conf", "res_websocket_client", settings=(uri,))
        if not any(f"WebSocket/{name}" in line for line in lines):
            state = state.then(unknown(UNUSED))
        yield _service(uri, state, "websocket", url_host(uri.value), clear=_clear(uri), audio=True)


def _clear(setting: Setting) -> bool:
    return not setting.value.casefold().startswith(("wss", "https"))


def _mail_programs(server: Server) -> Iterator[Fact]:
    """Programs that voicemail runs: a message or a number goes along, and what they do with it is not told."""
    mail = server.file("voicemail.conf").category("general")
    for key in ("externnotify", "externpass", "externpassnotify", "externpasscheck", "mailcmd", "pagercmd"):
        setting = mail.first(key)
        if setting is not None and program(setting.value) not in HARMLESS:
            state = server.state("voicemail.conf", settings=(setting,)).then(server.modules.any(*VOICEMAIL))
            name, audio = program(setting.value), key in {"externnotify", "mailcmd"}
            yield _service(setting, state, "opaque", "", program=name, audio=audio, of="voicemail")


def _service(setting: Setting, state: State, kind: str, host: str, **values: Value) -> Fact:
    kept: dict[str, Value] = {
        "kind": kind, "host": host, "program": "", "audio": False, "clear": False, "numbers": kind != "stun",
        "of": "call",
    }  # fmt: skip
    kept |= values
    where = f"{setting.file} {setting.key}"
    return fact(
        Topic.RECIPIENT, where, state, evidence(setting, host or str(kept["program"]) or None), exposes=True, **kept
    )
