"""What a tenant says of each knob that is covered: facts by name, the same for a tenant and for what is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from ipaddress import collapse_addresses, ip_network
from typing import Any, Final

from pbxprivacy.adapters.asterisk.own.settings import is_recorded
from pbxprivacy.adapters.asterisk.render import COVERED
from pbxprivacy.adapters.asterisk.render.access import User, users
from pbxprivacy.adapters.asterisk.render.ari import ari_users
from pbxprivacy.adapters.asterisk.render.files import plain_names
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, policies
from pbxprivacy.features.media_encryption import Encryption
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.grant import is_on_this_machine
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant

Facts = dict[str, Any]
Comparison = Callable[[Tenant], Facts]


def of_ami(tenant: Tenant) -> list[User]:
    return [one for one in users(tenant.ami) if isinstance(one, User)] if tenant.ami.enabled else []


def of_api(tenant: Tenant) -> list[User]:
    return [one for one in ari_users(tenant) if isinstance(one, User)]


USERS: Final = {"ami": of_ami, "api": of_api}


def recorded(tenant: Tenant) -> list[Policy]:
    """The policies of calls that can be recorded."""
    if tenant.call_recording.encrypted and "\0" in tenant.tenant:
        return []  # nothing could seal it: see test_seal.py
    return [one for one in policies(tenant) if isinstance(one, Policy) and is_recorded(one)]


def a_knob(path: str, tenant: Tenant, *, where: str = "") -> Facts:
    """One knob of a feature, where another one of it is on."""
    key, knob = path.split(".")
    feature = getattr(tenant, key)
    return {"": getattr(feature, knob)} if not where or getattr(feature, where) else {}


def of_users(path: str, tenant: Tenant) -> Facts:
    """A knob of each user of an interface, whether it is the feature's own application or a further one."""
    key, knob = path.partition(".")[0], path.rpartition(".")[2]
    return {user.name: user.asked(knob) for user in USERS[key](tenant)}


def names_of_users(key: str, tenant: Tenant) -> Facts:
    return {"": {user.name for user in USERS[key](tenant)}}


def permits(key: str, tenant: Tenant) -> Facts:
    return {user.name: networks(user.asked("permit")) for user in USERS[key](tenant)}


def networks(permit: tuple[str, ...]) -> frozenset[str]:
    parsed = [ip_network(text, strict=False) for text in permit]
    return frozenset(
        str(one) for family in (4, 6) for one in collapse_addresses([net for net in parsed if net.version == family])
    )


def tls(key: str, tenant: Tenant) -> Facts:
    """Whether the port takes TLS alone: as soon as one application wants it; nothing where no network is crossed."""
    mine = USERS[key](tenant)
    web = key == "api" and bool(of_ami(tenant)) and tenant.ami.over_http and tenant.ami.http_tls
    wanted = web or any(user.asked("tls") for user in mine)
    away = [user for user in mine if user.asked("permit") and not is_on_this_machine(user.asked("permit"))]
    return {user.name: wanted for user in away}


def http_tls(tenant: Tenant) -> Facts:
    if not of_ami(tenant) or not tenant.ami.over_http:
        return {}
    return {"": tenant.ami.http_tls or any(user.asked("tls") for user in of_api(tenant))}


def lines(knob: str, tenant: Tenant) -> Facts:
    names = plain_names(name for name, trunk in tenant.trunks.lines.items() if trunk.enabled)[0]
    return {name: tenant.trunks.resolve("lines", name, knob)[0] for name in names}


def rooms(tenant: Tenant) -> list[str]:
    return plain_names(tenant.conferencing.rooms)[0] if tenant.conferencing.enabled else []


def cdr_names(tenant: Tenant) -> Facts:
    return {"": tenant.cdr.names and not tenant.cdr.masked} if tenant.cdr.enabled else {}


def key_exchange(tenant: Tenant) -> Facts:
    media = tenant.media_encryption
    return {} if media.media is Encryption.NONE else {"": media.key_exchange}


def of_policies(part: Callable[[Policy], Any], tenant: Tenant) -> Facts:
    """What each policy says of one thing, where it says anything."""
    return {one.name: found for one in recorded(tenant) if (found := part(one)) is not None}


def asks(one: Policy) -> Any:
    return one.asks if one.mode is Mode.OPT_IN else None


def told(one: Policy) -> Any:
    is_beep = one.mode is Mode.ON_DEMAND and one.announcement is not Announcement.PROMPT
    return Announcement.BEEP if is_beep else one.announcement


def to_all(one: Policy) -> Any:
    return one.to_all if one.announcement is Announcement.PROMPT and one.kind is not Kind.CONFERENCE else None


def beeps(one: Policy) -> Any:
    return None if one.mode is Mode.ON_DEMAND or one.kind is Kind.QUEUE else one.beep_seconds


def starts(one: Policy) -> Any:
    return one.starts if one.mode is Mode.ON_DEMAND else None


def sealed(tenant: Tenant) -> Facts:
    return {"": tenant.call_recording.encrypted} if recorded(tenant) else {}


def _of_recording() -> Iterator[tuple[str, Comparison]]:
    parts: dict[str, Callable[[Policy], Any]] = {
        "mode": lambda one: one.mode,
        "opt_in": asks,
        "announcement": told,
        "announced_to_all": to_all,
        "start": starts,
        "stop": lambda one: None if one.kind is Kind.CONFERENCE else one.stops,
        "pause": lambda one: None if one.kind is Kind.CONFERENCE else one.pauses,
        "format": lambda one: one.format,
    }
    for knob, part in parts.items():
        yield f"call_recording.{knob}", partial(of_policies, part)
        yield f"call_recording.rules[].{knob}", partial(of_policies, part)
    for knob in ("scopes", "rules", "rules[].directions"):
        yield f"call_recording.{knob}", partial(of_policies, parts["mode"])
    yield "call_recording.beep_seconds", partial(of_policies, beeps)


def _of_access() -> Iterator[tuple[str, Comparison]]:
    for key in ("ami", "api"):
        yield f"{key}.enabled", lambda tenant, key=key: {"": bool(USERS[key](tenant))}  # type: ignore[misc] # bound here
        yield f"{key}.application", partial(names_of_users, key)
        yield f"{key}.applications", partial(names_of_users, key)
        for where in (key, f"{key}.applications[]"):
            yield f"{where}.permit", partial(permits, key)
            yield f"{where}.tls", partial(tls, key)
            for knob in ("reads", "commands") if key == "ami" else ("call_control",):
                yield f"{where}.{knob}", partial(of_users, f"{where}.{knob}")
    for path, covered in COVERED.items():
        if path.startswith("api.") and covered.values in {(True,), (False,)}:
            yield path, partial(of_users, path)


def _of_lines() -> Iterator[tuple[str, Comparison]]:
    for knob in ("signalling_encrypted", "media_encrypted", "send_names"):
        yield f"trunks.{knob}", partial(lines, knob)
        yield f"trunks.lines[].{knob}", partial(lines, knob)


COMPARED: Final[dict[str, Comparison]] = {
    **{f"{key}.enabled": partial(a_knob, f"{key}.enabled") for key in ("cdr", "cel", "debug_log", "voicemail")},
    **{
        f"{key}.remote": partial(a_knob, f"{key}.remote", where="enabled")
        for key in ("cdr", "cel", "debug_log")
    },
    "queue_log.remote": lambda tenant: (
        {"": tenant.queue_log.remote} if tenant.queue_log.enabled and plain_names(tenant.queues.names)[0] else {}
    ),
    **{
        path: partial(a_knob, path, where="enabled")
        for path in (
            "cdr.masked", "cel.digits", "debug_log.digits", "debug_log.signalling", "voicemail.notice",
            "voicemail.delete_after_mailing", "voicemail.pin_required", "voicemail.remote_access",
            "media_encryption.signalling", "media_encryption.media",
        )
    },
    "voicemail.mailed": lambda tenant: (
        {"": tenant.voicemail.mailed} if tenant.voicemail.enabled and tenant.voicemail.mailed is not Mailed.TEXT else {}
    ),
    "cdr.names": cdr_names,
    "media_encryption.signalling": partial(a_knob, "media_encryption.signalling"),
    "media_encryption.media": partial(a_knob, "media_encryption.media"),
    "media_encryption.key_exchange": key_exchange,
    "queues.names": lambda tenant: {"": set(plain_names(tenant.queues.names)[0])},
    "queue_log.enabled": lambda tenant: {"": tenant.queue_log.enabled and bool(plain_names(tenant.queues.names)[0])},
    # Without a room there is nothing to render, and nothing that a conference could expose.
    "conferencing.enabled": lambda tenant: {"": bool(rooms(tenant))},
    "conferencing.rooms": lambda tenant: {"": set(rooms(tenant))} if rooms(tenant) else {},
    "conferencing.announce_names": lambda tenant: {"": tenant.conferencing.announce_names} if rooms(tenant) else {},
    "extensions.names": lambda tenant: {"": {one.target for one in recorded(tenant) if one.kind is Kind.EXTENSION}},
    "trunks.lines": lambda tenant: {"": set(lines("send_names", tenant))},
    "trunks.lines[].enabled": lambda tenant: dict.fromkeys(lines("send_names", tenant), True),
    **dict(_of_lines()),
    **dict(_of_access()),
    "ami.over_http": lambda tenant: {"": tenant.ami.over_http} if of_ami(tenant) else {},
    "ami.http_tls": http_tls,
    "api.any_origin": lambda tenant: {"": tenant.api.any_origin} if of_api(tenant) else {},
    **dict(_of_recording()),
    "call_recording.encrypted": sealed,
    "call_recording.numbers_in_names": partial(a_knob, "call_recording.numbers_in_names"),
}  # fmt: skip


def said(path: str, tenant: Tenant) -> Facts:
    """What a tenant says of a knob, as far as it is covered; what policies say of one is no value of it."""
    values, of_policy = COVERED[path].values, path in dict(_of_recording())
    found = COMPARED[path](tenant)
    return {name: value for name, value in found.items() if values is None or of_policy or value in values}
