"""Who may speak to the server: users of AMI and of ARI.

Topics ``ami_user`` and ``ari_user``; the subject is the user's name. Values: ``secret`` (quality, never the
secret), ``read`` and ``write`` (classes), ``data`` (what the read classes let out), ``control`` (whether
writing amounts to holding the server), ``acl`` (whether there are rules), ``reach`` over the listeners that
serve the user, ``networks`` (from where it may connect), ``listeners``, ``tls_only``, ``event_filter``, ``can_record``
(start a recording without the dialplan), ``variables`` (whether each event carries variables of the dialplan); for ARI
``read_only`` and ``origins``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.access import Access, read_access
from pbxprivacy.adapters.asterisk.acl import Reach
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.language import Category, Setting
from pbxprivacy.adapters.asterisk.listeners import binding_reach
from pbxprivacy.adapters.asterisk.permissions import CLASSES, CONTROL, data_read, granted
from pbxprivacy.adapters.asterisk.redaction import evidence
from pbxprivacy.adapters.asterisk.secret_quality import quality
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, is_true, text
from pbxprivacy.evidence import Evidence

__all__ = ["principals"]

SHOWN = (
    "read",
    "write",
    "permit",
    "deny",
    "acl",
    "type",
    "read_only",
    "secret",
    "password",
    "hasmanager",
    "eventfilter",
)


def principals(server: Server, listeners: list[Fact]) -> Iterator[Fact]:
    """Every user, with its state; inert if no listener serves it."""
    ami = [one for one in listeners if one["protocol"] == "AMI"]
    ari = [one for one in listeners if one["protocol"] == "ARI"]
    yield from _ami_users(server, ami)
    yield from _hasmanager_users(server, ami)
    yield from _ari_users(server, ari)


def _served(listeners: list[Fact], off: str) -> tuple[State, list[Fact]]:
    """The state that the listeners leave to a user, and those that are up."""
    up = [one for one in listeners if one.effective]
    if up:
        return EFFECTIVE, up
    doubtful = [one for one in listeners if one.state.status.value == "unknown"]
    if doubtful:
        return doubtful[0].state, doubtful
    return inert(listeners[0].state.reason if listeners else off), []


def _reach(access: Access, up: list[Fact]) -> Reach:
    bound = binding_reach(up)
    return max(min(access.rules.reach(4), bound[0]), min(access.rules.reach(6), bound[1]))


def _networks(access: Access, up: list[Fact]) -> tuple[str, ...]:
    bound = binding_reach(up)
    return (*access.rules.networks(4, bound[0]), *access.rules.networks(6, bound[1]))


def _dangerous(server: Server) -> bool:
    """Whether a remote user may use functions that reach outside: then setting a variable is as good as a shell."""
    return flag(server.file("asterisk.conf").first("options", "live_dangerously"), default=False)


def _merged(sections: list[Category]) -> dict[str, list[Setting]]:
    """Users of one name are one user, to whom each section adds (manager.conf)."""
    users: dict[str, list[Setting]] = {}
    for section in sections:
        users.setdefault(section.name, []).extend(section.settings)
    return users


def _user(
    server: Server,
    file: str,
    name: str,
    settings: list[Setting],
    served: tuple[State, list[Fact]],
    *,
    all_granted: bool,
) -> Fact:
    state, up = served
    section = Category(name, tuple(settings))
    read, write = section.last("read"), section.last("write")
    everything = frozenset(CLASSES) if all_granted else frozenset()
    reads = granted(read.value) if read else everything
    writes = granted(write.value) if write else everything
    access = read_access(server, section)
    own = server.state(file, settings=settings).then(state)
    secret = section.last("secret")
    if access.fault:
        own = inert(f"the server drops the user: {access.fault}")
    elif not text(secret) and own == EFFECTIVE:
        own = inert("the user has no secret and cannot log in")
    elif access.doubt:
        own = own.then(unknown(access.doubt))
    control = bool(writes & CONTROL) or ("call" in writes and _dangerous(server))
    variables = bool(text(server.file("manager.conf").category("general").last("channelvars")))
    return fact(
        Topic.AMI_USER, name, own, _shown(section), exposes=bool(reads or writes),
        secret=quality(text(secret), name), read=tuple(sorted(reads)), write=tuple(sorted(writes)),
        data=data_read(reads), control=control, variables=variables, acl=access.given, named_acls=access.names,
        reach=_reach(access, up).name.lower(), networks=_networks(access, up),
        listeners=tuple(one.subject for one in up), tls_only=bool(up) and all(bool(one["tls"]) for one in up),
        event_filter=any(one.key.casefold().startswith("eventfilter") for one in settings),
        can_record="system" in writes,
    )  # fmt: skip


def _shown(section: Category) -> tuple[Evidence, ...]:
    return tuple(proof for s in section.settings if s.key.casefold() in SHOWN for proof in evidence(s))


def _ami_users(server: Server, listeners: list[Fact]) -> Iterator[Fact]:
    served = _served(listeners, "AMI is not enabled")
    sections = [one for one in server.file("manager.conf") if one.name.casefold() != "general"]
    for name, settings in _merged(sections).items():
        yield _user(server, "manager.conf", name, settings, served, all_granted=False)


def _hasmanager_users(server: Server, listeners: list[Fact]) -> Iterator[Fact]:
    """users.conf: ``hasmanager`` makes an AMI user, with all rights unless ``read`` and ``write`` say less."""
    served = _served(listeners, "AMI is not enabled")
    file = server.file("users.conf")
    general = file.category("general")
    inherited = [s for key in ("secret", "read", "write", "hasmanager") for s in general.all(key)[:1]]
    for section in file:
        if section.name.casefold() == "general":
            continue
        has = section.first("hasmanager") or general.first("hasmanager")
        if has is None or not is_true(has.value):
            continue
        own = {setting.key.casefold() for setting in section.settings}
        settings = [s for s in inherited if s.key.casefold() not in own] + list(section.settings)
        yield _user(server, "users.conf", section.name, settings, served, all_granted=True)


def _ari_users(server: Server, listeners: list[Fact]) -> Iterator[Fact]:
    state, up = _served(listeners, "there is no ARI listener")
    file = server.file("ari.conf")
    allowed = file.first("general", "allowed_origins")
    origins = text(allowed)
    for section in file:
        kind = section.last("type")
        if kind is None or kind.value.casefold() != "user":
            continue
        secret, form = section.last("password"), section.last("password_format")
        access = read_access(server, section)
        own = server.state("ari.conf", settings=section.settings).then(state)
        if access.fault:
            own = inert(f"the server drops the user: {access.fault}")
        elif not text(secret) and own == EFFECTIVE:
            own = inert("the user has no password and cannot log in")
        elif access.doubt:
            own = own.then(unknown(access.doubt))
        yield fact(
            Topic.ARI_USER, section.name, own, _shown(section) + evidence(allowed), exposes=True,
            secret=quality(text(secret), section.name, hashed=text(form).casefold() == "crypt"),
            read_only=flag(section.last("read_only"), default=False), origins=origins, acl=access.given,
            named_acls=access.names, reach=_reach(access, up).name.lower(), networks=_networks(access, up),
            listeners=tuple(one.subject for one in up), tls_only=bool(up) and all(bool(one["tls"]) for one in up),
            can_record=not flag(section.last("read_only"), default=False),
        )  # fmt: skip
