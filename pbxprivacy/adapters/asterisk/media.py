"""SIP and media: what is clear and what is encrypted, and how good the devices' secrets are.

Topic ``transport`` (subject: file and transport; values ``protocol``, ``address``, ``tls``), ``endpoint``
(subject: file and name; values ``signalling`` and ``media`` (``clear``, ``optional``, ``encrypted``),
``keys`` of the media (``dtls``, ``sdes``),
``secret`` (quality), ``webrtc``, ``host``, ``dynamic``, ``context``) and ``trunk`` (an endpoint that names
another host, or registers there; values ``host``, ``signalling``, ``media``, ``sends_identity``, and of PJSIP
``sends_names``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.listeners import split_address
from pbxprivacy.adapters.asterisk.pjsip import pjsip_media
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.secret_quality import quality
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["media", "register_host"]

SIP_PORT = 5060


def media(server: Server) -> Iterator[Fact]:
    """Transports, endpoints and trunks of all drivers."""
    yield from _sip(server)
    yield from _iax(server)
    yield from pjsip_media(server)


def register_host(value: str) -> str:
    """The host of a ``register`` line: what follows the last ``@``, without port and extension."""
    host = value.rpartition("@")[2] if "@" in value else ""
    return harmless(re.split(r"[/~?]", host)[0].split(":")[0])


def _sip(server: Server) -> Iterator[Fact]:
    file = server.file("sip.conf")
    if not file.present and not file.gaps:
        return
    general = file.category("general")
    state = server.state("sip.conf", "chan_sip")
    bind = general.last("udpbindaddr") or general.last("bindaddr")
    tcp, tls = flag(general.last("tcpenable"), default=False), flag(general.last("tlsenable"), default=False)
    address = split_address(text(bind, "0.0.0.0"), SIP_PORT)[0]  # noqa: S104 - the server's default, told as a fact
    for protocol, on, proof in (
        ("udp", True, bind),
        ("tcp", tcp, general.last("tcpenable")),
        ("tls", tls, general.last("tlsenable")),
    ):
        if on:
            yield fact(
                Topic.TRANSPORT, f"sip.conf {protocol}", state, evidence(proof), exposes=protocol != "tls",
                protocol=protocol, address=address, tls=protocol == "tls",
            )  # fmt: skip
    for setting in general.all("register"):
        registrar, scheme = register_host(setting.value), setting.value.partition("://")[0]
        signalling = "encrypted" if scheme.casefold() == "tls" else "clear"
        yield fact(
            Topic.TRUNK, f"sip.conf register {registrar}", server.state("sip.conf", "chan_sip", settings=(setting,)),
            evidence(setting), exposes=True, host=registrar, signalling=signalling, media="unknown",
            sends_identity=True,
        )  # fmt: skip
    shared = {key: text(general.last(key)) for key in ("encryption", "transport", "host", "context")}
    for section in file:
        if section.name.casefold() in {"general", "authentication"} or not section.settings:
            continue
        ways = text(section.last("transport"), shared["transport"] or "udp").casefold().replace(" ", "").split(",")
        host = text(section.last("host"), shared["host"])
        remote = bool(host) and host.casefold() != "dynamic"
        secret, digest = section.last("secret"), section.last("md5secret")
        encrypted = text(section.last("encryption"), shared["encryption"]).casefold()
        signalling = (
            "encrypted" if set(ways) <= {"tls", "wss"} else "optional" if {"tls", "wss"} & set(ways) else "clear"
        )
        sealed = (
            "optional" if encrypted == "try" else "encrypted" if encrypted in {"yes", "true", "1", "on"} else "clear"
        )
        own = server.state("sip.conf", "chan_sip", settings=section.settings)
        if text(section.last("type")).casefold() not in {"friend", "peer", "user"}:
            own = own.then(inert("it has no type"))
        proofs = (
            evidence(section.last("encryption")) + evidence(section.last("transport")) + evidence(section.last("host"))
        )
        proofs = proofs or evidence(section.settings[0])
        yield fact(
            Topic.TRUNK if remote else Topic.ENDPOINT, f"sip.conf {section.name}", own,
            proofs + evidence(secret or digest), exposes=True,
            signalling=signalling, media=sealed,
            keys="dtls" if flag(section.last("dtlsenable"), default=False) else "sdes",
            host=harmless(host), dynamic=not remote,
            secret=quality(text(secret) or text(digest), section.name, hashed=secret is None and digest is not None),
            webrtc=flag(section.last("avpf"), default=False),
            context=text(section.last("context"), shared["context"] or "default"),
            sends_identity=text(section.last("sendrpid")).casefold() not in {"", "no"},
        )  # fmt: skip


def _iax(server: Server) -> Iterator[Fact]:
    file = server.file("iax.conf")
    general = file.category("general")
    shared = text(general.last("encryption"))
    for setting in general.all("register"):
        registrar = register_host(setting.value)
        yield fact(
            Topic.TRUNK, f"iax.conf register {registrar}", server.state("iax.conf", "chan_iax2", settings=(setting,)),
            evidence(setting), exposes=True, host=registrar, signalling="clear", media="clear", sends_identity=True,
        )  # fmt: skip
    for section in file:
        host = section.last("host")
        kind = text(section.last("type")).casefold()
        if section.name.casefold() == "general" or host is None or kind not in {"peer", "friend"}:
            continue
        sealed = (
            "clear"
            if text(section.last("encryption"), shared).casefold() in {"", "no", "false", "0", "off"}
            else "encrypted"
        )
        remote = host.value.casefold() != "dynamic"
        state = server.state("iax.conf", "chan_iax2", settings=section.settings)
        if state == EFFECTIVE and remote:
            state = _dialled(server, section.name)
        yield fact(
            Topic.TRUNK if remote else Topic.ENDPOINT, f"iax.conf {section.name}", state, evidence(host), exposes=True,
            host=harmless(host.value), signalling=sealed, media=sealed, keys="sdes", dynamic=not remote, webrtc=False,
            sends_identity=True,
            secret=quality(text(section.last("secret")), section.name), context=text(section.last("context")),
        )  # fmt: skip


def _dialled(server: Server, name: str) -> State:
    """Whether the dialplan dials an IAX peer; one that nobody dials carries nothing."""
    settings = (setting for category in server.file("extensions.conf") for setting in category.settings)
    if server.state("extensions.conf") != EFFECTIVE or not server.file("extensions.conf").present:
        return unknown("whether the dialplan dials it is unknown")
    if any(f"IAX2/{name}" in setting.value or "IAX2/${" in setting.value for setting in settings):
        return EFFECTIVE
    return inert("no line of the dialplan dials it, and nothing registers there")
