"""Ports on which the server answers applications: AMI over TCP, TLS and HTTP, ARI, and HTTP itself.

Facts of the topic ``listener``; the subject is ``ami``, ``ami-tls``, ``http``, ``https``, or what the HTTP
server hands out: ``ami-http``, ``ari``, ``websocket``, ``provisioning``, each with an ``s`` at its end for
TLS. Values: ``protocol``, ``address``, ``port``, ``tls``, ``reach`` (from where the address can be
reached). Defaults: ``main/manager.c``, ``main/http.c``, ``res/res_ari.c``; AMI without ``bindaddr`` listens
on all addresses of both families, HTTP without ``bindaddr`` not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.acl import Reach, reach_of_binding
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Topic, fact, inert
from pbxprivacy.adapters.asterisk.redaction import evidence
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["binding_reach", "listeners", "split_address"]

AMI_PORT, AMI_TLS_PORT, HTTP_PORT, HTTPS_PORT = 5038, 5039, 8088, 8089


def listeners(server: Server) -> Iterator[Fact]:
    """Every port, with its state."""
    yield from _ami(server)
    http = list(_http(server))
    yield from http
    yield from _over_http(server, http)


def binding_reach(facts: list[Fact]) -> tuple[Reach, Reach]:
    """From where the widest of these listeners can be reached, over IPv4 and over IPv6."""
    reaches = [reach_of_binding(str(one["address"])) for one in facts]
    return max((v4 for v4, _ in reaches), default=Reach.NOBODY), max((v6 for _, v6 in reaches), default=Reach.NOBODY)


def split_address(value: str, port: int) -> tuple[str, int]:
    """Address and port of ``address``, ``address:port`` or ``[address]:port``."""
    value = value.strip()
    if value.startswith("["):
        host, _, rest = value[1:].partition("]")
        tail = rest.removeprefix(":")
    elif value.count(":") == 1:
        host, _, tail = value.partition(":")
    else:
        host, tail = value, ""
    return host, _port(tail, port)


def _port(digits: str, default: int) -> int:
    return int(digits) if re.fullmatch(r"[0-9]{1,5}", digits) else default


def _listener(subject: str, protocol: str, at: tuple[str, int], state: State, tls: bool, *proofs: object) -> Fact:
    shown = tuple(proof for group in proofs for proof in (group if isinstance(group, tuple) else ()))
    v4, v6 = reach_of_binding(at[0])
    return fact(
        Topic.LISTENER, subject, state, shown, exposes=True,
        protocol=protocol, address=at[0], port=at[1], tls=tls, reach=max(v4, v6).name.lower(),
    )  # fmt: skip


def _ami(server: Server) -> Iterator[Fact]:
    general = server.file("manager.conf").category("general")
    enabled, bind, port = general.last("enabled"), general.last("bindaddr"), general.last("port")
    at = split_address(text(bind, "::"), _port(text(port), AMI_PORT))
    state = server.state("manager.conf", settings=(enabled, bind, port))
    if not flag(enabled, default=False):
        state = server.off("AMI is not enabled", "manager.conf")
    yield _listener("ami", "AMI", at, state, False, evidence(enabled), evidence(bind), evidence(port))
    tls, tls_bind = general.last("tlsenable"), general.last("tlsbindaddr")
    if flag(tls, default=False):
        secure = split_address(text(tls_bind, at[0]), AMI_TLS_PORT)
        yield _listener("ami-tls", "AMI", secure, state, True, evidence(tls), evidence(tls_bind))


def _http(server: Server) -> Iterator[Fact]:
    general = server.file("http.conf").category("general")
    enabled, bind, port = general.last("enabled"), general.last("bindaddr"), general.last("bindport")
    state = server.state("http.conf", settings=(enabled, bind))
    if not flag(enabled, default=False):
        state = server.off("the HTTP server is not enabled", "http.conf")
    elif bind is None and state == EFFECTIVE:
        state = server.off("the HTTP server has no bindaddr, so it stays off", "http.conf")
    at = split_address(text(bind, "::"), _port(text(port), HTTP_PORT))
    yield _listener("http", "HTTP", at, state, False, evidence(enabled), evidence(bind), evidence(port))
    tls, tls_bind = general.last("tlsenable"), general.last("tlsbindaddr")
    if flag(tls, default=False):
        secure_state = server.state("http.conf", settings=(tls, tls_bind))
        if not flag(enabled, default=False):
            secure_state = server.off("the HTTP server is not enabled", "http.conf")
        elif bind is None and tls_bind is None:
            secure_state = server.off("there is neither a bindaddr nor a tlsbindaddr, so it stays off", "http.conf")
        secure = split_address(text(tls_bind, at[0]), HTTPS_PORT)
        yield _listener("https", "HTTP", secure, secure_state, True, evidence(tls), evidence(tls_bind))


def _over_http(server: Server, http: list[Fact]) -> Iterator[Fact]:
    """What the HTTP server hands out: AMI if ``webenabled``, ARI if its module runs and it is enabled."""
    general = server.file("manager.conf").category("general")
    web = general.last("webenabled")
    ami = server.state("manager.conf", settings=(web,))
    if not flag(general.last("enabled"), default=False):
        ami = server.off("AMI is not enabled", "manager.conf")
    elif not flag(web, default=False):
        ami = server.off("AMI over HTTP is not enabled (webenabled)", "manager.conf")
    ari_file = server.file("ari.conf")
    switch = ari_file.first("general", "enabled")
    ari = server.state("ari.conf", "res_ari", settings=(switch,))
    if not ari_file.present and not ari_file.gaps:
        ari = inert("there is no ari.conf")
    elif not flag(switch, default=True):
        ari = server.off("ARI is not enabled", "ari.conf")
    for one in http:
        at = (str(one["address"]), int(str(one["port"])))
        tls = bool(one["tls"])
        suffix = "s" if tls else ""
        yield _listener(f"ami-http{suffix}", "AMI", at, ami.then(one.state), tls, evidence(web), one.evidence)
        yield _listener(f"ari{suffix}", "ARI", at, ari.then(one.state), tls, evidence(switch), one.evidence)
        socket = server.modules.state("res_http_websocket").then(one.state)
        yield _listener(f"websocket{suffix}", "WebSocket", at, socket, tls, one.evidence)
        phones = _provisioning(server).then(one.state)
        yield _listener(f"provisioning{suffix}", "HTTP", at, phones, tls, one.evidence)


def _provisioning(server: Server) -> State:
    """Phone configurations over HTTP, with names, numbers and secrets, for whoever asks by MAC address."""
    file = server.file("phoneprov.conf")
    if not file.present and not file.gaps:
        return inert("there is no phoneprov.conf")
    devices = []
    if any(text(one.last("type")).casefold() == "phoneprov" for one in server.file("pjsip.conf")):
        devices.append(server.state("pjsip.conf"))
    if any(flag(one.first("autoprov"), default=False) for one in server.file("users.conf")):
        devices.append(server.state("users.conf"))
    if devices:
        best = EFFECTIVE if EFFECTIVE in devices else devices[0]
        return best.then(server.state("phoneprov.conf", "res_phoneprov"))
    # phoneprov.conf holds templates alone; the devices are in these two.
    return server.off("no device is provisioned", "users.conf", "pjsip.conf")
