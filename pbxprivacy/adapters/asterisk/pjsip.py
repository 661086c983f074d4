"""PJSIP: transports, endpoints with their auths, registrations, and the wizard's shorthand for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from pbxprivacy.adapters.asterisk.facts import Fact, State, Topic, fact
from pbxprivacy.adapters.asterisk.language import Category, Configuration, Setting
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.secret_quality import quality
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.sorcery import pjsip_objects
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["pjsip_media", "uri_host"]

IDENTITY = ("trust_id_outbound", "send_pai", "send_rpid")
"""Keys that send the caller's identity even where it is withheld, or to trunks."""

ENCRYPTED = frozenset({"tls", "wss"})


def pjsip_media(server: Server) -> Iterator[Fact]:
    """Everything of pjsip.conf, of where sorcery.conf points instead, and of pjsip_wizard.conf that carries calls."""
    transports = list(pjsip_objects(server, "transport"))
    protocols = {one.name: text(one.last("protocol"), "udp").casefold() for _, one, _ in transports}
    for file, section, read in transports:
        protocol = protocols[section.name]
        state = read.then(server.state(file, "res_pjsip", settings=section.settings))
        proofs = evidence(section.last("protocol")) + evidence(section.last("bind"))
        yield fact(
            Topic.TRANSPORT, f"{file} {section.name}", state, proofs, exposes=protocol not in ENCRYPTED,
            protocol=protocol, address=text(section.last("bind")), tls=protocol in ENCRYPTED,
        )  # fmt: skip
    auths = {one.name: one for _, one, _ in pjsip_objects(server, "auth")}
    aors = {one.name: one for _, one, _ in pjsip_objects(server, "aor")}
    identified: dict[str, list[Setting]] = {}
    for _, section, _ in pjsip_objects(server, "identify"):
        identified.setdefault(text(section.last("endpoint")), []).extend(section.all("match"))
    for file, section, read in pjsip_objects(server, "endpoint"):
        contacts = [
            contact for name in _listed(section, "aors") if name in aors for contact in aors[name].all("contact")
        ]
        # Known by its address, it does not register: another server, of which calls come, if not to which they go.
        contacts = contacts or identified.get(section.name, [])
        secrets = [auths[name] for name in _listed(section, "auth") if name in auths]
        made = _endpoint(server, file, section, section.name, contacts, secrets, protocols, "")
        yield from _each_host(_within(made, read), contacts)
    for file, section, read in pjsip_objects(server, "registration"):
        yield _within(_registration(server, file, section, section.last("server_uri")), read)
    yield from _wizards(server, protocols)


def uri_host(uri: str) -> str:
    """The host of a SIP URI, without user, port and parameters."""
    body = re.sub(r"^\s*<?sips?:", "", uri, flags=re.IGNORECASE).rpartition("@")[2]
    return harmless(
        re.split(r"[;>:?\s]", body, maxsplit=1)[0] if not body.startswith("[") else body.partition("]")[0] + "]"
    )


def _typed(sections: list[Category], kind: str) -> list[Category]:
    return [one for one in sections if text(one.last("type")).casefold() == kind]


def _listed(section: Category, key: str) -> list[str]:
    return [name.strip() for name in text(section.last(key)).split(",") if name.strip()]


def _endpoint(  # noqa: PLR0917 - an endpoint is put together from as many sections
    server: Server,
    file: str,
    section: Category,
    name: str,
    contacts: list[Setting],
    auths: list[Category],
    protocols: dict[str, str],
    prefix: str,
) -> Fact:
    webrtc = flag(section.last(f"{prefix}webrtc"), default=False)
    choice = section.last(f"{prefix}media_encryption")
    sealed = text(choice, "dtls" if webrtc else "no").casefold() not in {"no", "none", ""}
    optimistic = flag(section.last(f"{prefix}media_encryption_optimistic"), default=False)
    transport = section.last(f"{prefix}transport") or section.last("transport")
    used = {protocols.get(text(transport), "")} if transport else set(protocols.values())
    used |= (
        {"tls"}
        if any("transport=tls" in c.value.casefold() or "sips:" in c.value.casefold() for c in contacts)
        else set()
    )
    signalling = "clear" if not used & ENCRYPTED else "encrypted" if used <= ENCRYPTED or transport else "optional"
    host = uri_host(contacts[0].value.split(",")[0]) if contacts else ""
    secret = next((one.last("password") or one.last("md5_cred") for one in auths), None)
    state = server.state(file, "res_pjsip", "chan_pjsip", settings=section.settings)
    proofs = evidence(choice) + evidence(transport) + evidence(section.last(f"{prefix}webrtc")) + evidence(secret)
    proofs = proofs + tuple(proof for contact in contacts for proof in evidence(contact, host))
    return fact(
        Topic.TRUNK if contacts else Topic.ENDPOINT, f"{file} {name}", state,
        proofs or evidence(section.last("type")),
        exposes=bool(contacts) or signalling != "encrypted" or not sealed or optimistic,
        signalling=signalling, webrtc=webrtc,
        media="clear" if not sealed else "optional" if optimistic else "encrypted",
        keys="dtls" if text(choice, "dtls" if webrtc else "").casefold() == "dtls" else "sdes",
        host=host, dynamic=not contacts, context=text(section.last(f"{prefix}context"), "default"),
        secret=quality(text(secret), name, hashed=secret is not None and secret.key == "md5_cred"),
        sends_names=_sends_names(section, prefix),
        sends_identity=any(flag(section.last(f"{prefix}{key}"), default=False) for key in IDENTITY),
    )  # fmt: skip


def _within(made: Fact, read: State) -> Fact:
    """A fact about an object, as far as the server reads the object where it stands."""
    return attrs.evolve(made, state=read.then(made.state))


def _each_host(made: Fact, contacts: list[Setting]) -> Iterator[Fact]:
    """One fact for each host that calls are sent to: the first, and those that stand in for it."""
    yield made
    hosts = dict.fromkeys(uri_host(host) for contact in contacts for host in contact.value.split(","))
    for host in list(hosts)[1:]:
        yield attrs.evolve(made, pairs=tuple(sorted({**made.values, "host": host}.items())))


def _sends_names(section: Category, prefix: str) -> bool:
    """Tell whether names of callers go out: in From unless ``from_user`` replaces it, or in a header of their own.

    Source: ``set_from_header`` in ``res/res_pjsip_session.c``, ``res/res_pjsip_diversion.c``.
    """
    diverted = flag(section.last(f"{prefix}send_diversion"), default=True)
    replaced = bool(text(section.last(f"{prefix}from_user")))
    return not replaced or diverted or any(flag(section.last(f"{prefix}{key}"), default=False) for key in IDENTITY)


def _registration(server: Server, file: str, section: Category, uri: Setting | None) -> Fact:
    host = uri_host(text(uri))
    tls = "transport=tls" in text(uri).casefold() or text(uri).casefold().startswith("sips:")
    return fact(
        Topic.TRUNK, f"{file} registration {section.name}",
        server.state(file, "res_pjsip_outbound_registration", settings=section.settings), evidence(uri, host),
        exposes=True, host=host, signalling="encrypted" if tls else "clear", media="unknown", sends_identity=True,
    )  # fmt: skip


def _wizards(server: Server, protocols: dict[str, str]) -> Iterator[Fact]:
    file: Configuration = server.file("pjsip_wizard.conf")
    for section in _typed(list(file), "wizard"):
        hosts = list(section.all("remote_hosts"))
        last = [s for key in ("inbound_auth/password", "outbound_auth/password") for s in section.all(key)[-1:]]
        auth = [Category("auth", (Setting("password", s.value, s.file, s.line),)) for s in last]
        made = _endpoint(server, "pjsip_wizard.conf", section, section.name, hosts, auth, protocols, "endpoint/")
        yield from _each_host(_within(made, server.modules.state("res_pjsip_config_wizard")), hosts)
