"""``read(render(t)) == t`` on what the adapter covers, for any tenant; and reading and rendering again changes nothing.

The site around the rendered files uses everything in them, and adds secrets, boxes and devices.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import collapse_addresses, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.importing import import_directory
from pbxprivacy.adapters.asterisk.render import render, write
from pbxprivacy.adapters.asterisk.render.access import User, users
from pbxprivacy.adapters.asterisk.render.ari import ari_users
from pbxprivacy.adapters.asterisk.render.files import plain_names
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, policies
from pbxprivacy.features.media_encryption import Encryption, KeyExchange
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.grant import is_on_this_machine
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.site_files import site

Facts = dict[str, Any]


def read_back(tenant: Tenant, folder: Path) -> Tenant:
    write(render(tenant), folder)
    for name, text in site(tenant).items():
        (folder / name).write_text(text, encoding="utf-8")
    return import_directory(folder, tenant=tenant.tenant, version=22).tenant


def networks(permit: tuple[str, ...]) -> frozenset[str]:
    parsed = [ip_network(text, strict=False) for text in permit]
    return frozenset(
        str(one) for family in (4, 6) for one in collapse_addresses([net for net in parsed if net.version == family])
    )


def covered(tenant: Tenant) -> Facts:
    """What a tenant says of the knobs that are rendered and read back, one value each."""
    found: Facts = {}
    for feature in (tenant.cdr, tenant.cel, tenant.queue_log, tenant.debug_log, tenant.voicemail, tenant.conferencing):
        found[f"{feature.key}.enabled"] = feature.enabled
    if tenant.cdr.enabled:
        found["cdr.names"] = tenant.cdr.names and not tenant.cdr.masked
    if tenant.cel.enabled:
        found["cel.digits"] = tenant.cel.digits
    if tenant.debug_log.enabled:
        found |= {f"debug_log.{knob}": getattr(tenant.debug_log, knob) for knob in ("digits", "signalling")}
    if tenant.voicemail.enabled:
        text = tenant.voicemail.mailed is Mailed.TEXT  # which nothing writes
        found["voicemail.mailed"] = Mailed.NOTICE if text else tenant.voicemail.mailed
    # Without a room there is nothing to render, and nothing that a conference could expose.
    found["conferencing.enabled"] = tenant.conferencing.enabled and bool(plain_names(tenant.conferencing.rooms)[0])
    if found["conferencing.enabled"]:
        found["conferencing.announce_names"] = tenant.conferencing.announce_names
    found["queues.names"] = frozenset(plain_names(tenant.queues.names)[0])
    found["queue_log.enabled"] = tenant.queue_log.enabled and bool(found["queues.names"])
    return {**found, **dict(_media(tenant)), **dict(_access(tenant)), **dict(_recording(tenant))}


def _media(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    media = tenant.media_encryption
    yield "media_encryption.signalling", media.signalling
    yield "media_encryption.media", media.media
    if media.media is not Encryption.NONE:
        yield "media_encryption.key_exchange", media.key_exchange
    for name in plain_names(name for name, trunk in tenant.trunks.lines.items() if trunk.enabled)[0]:
        for knob in ("signalling_encrypted", "media_encrypted"):
            yield f"trunks.lines[{name}].{knob}", tenant.trunks.resolve("lines", name, knob)[0]


def _access(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    of_ami = [one for one in users(tenant.ami) if isinstance(one, User)] if tenant.ami.enabled else []
    of_ari = [one for one in ari_users(tenant) if isinstance(one, User)]
    yield "ami.enabled", bool(of_ami)
    yield "api.enabled", bool(of_ari)
    for found, feature in ((of_ami, "ami"), (of_ari, "api")):
        web = bool(of_ami) and tenant.ami.over_http and tenant.ami.http_tls and feature == "api"
        tls = any(user.asked("tls") for user in found) or web
        for user in found:
            at = f"{feature}[{user.name}]"
            yield f"{at}.permit", networks(user.asked("permit"))
            if user.asked("permit") and not is_on_this_machine(user.asked("permit")):
                yield f"{at}.tls", tls
            knobs = ("reads", "commands") if feature == "ami" else ("call_control",)
            yield from ((f"{at}.{knob}", user.asked(knob)) for knob in knobs)
    if of_ami:
        yield "ami.over_http", tenant.ami.over_http
    if of_ami and tenant.ami.over_http:
        yield "ami.http_tls", tenant.ami.http_tls or any(user.asked("tls") for user in of_ari)
    if of_ari:
        yield "api.any_origin", tenant.api.any_origin


def _recording(tenant: Tenant) -> Iterator[tuple[str, Any]]:
    found = [one for one in policies(tenant) if isinstance(one, Policy)]
    if tenant.call_recording.encrypted and "\0" in tenant.tenant:
        found = []  # nothing could seal it: see test_seal.py
    calls = [one for one in found if one.kind in (Kind.DIRECTION, Kind.EXTENSION)]
    yield (
        "recorded.calls",
        any(one.mode is not Mode.OFF and (one.mode is not Mode.ON_DEMAND or one.starts) for one in calls),
    )
    for one in found:
        if one.kind is Kind.QUEUE:
            yield f"recorded.queue:{one.target}", one.mode is Mode.ALWAYS


def told(tenant: Tenant) -> Facts:
    """The same of a tenant that was read."""
    found = {**covered(tenant)}
    recording = tenant.call_recording
    for name in tenant.queues.names:
        rule = recording.rules.get(f"queue:{name}")
        found[f"recorded.queue:{name}"] = rule is not None and rule.mode is Mode.ALWAYS
    found["recorded.calls"] = recording.mode is not Mode.OFF
    return found


@settings(max_examples=60)
@given(tenants())
def test_what_is_covered_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, tenant: Tenant) -> None:
    known = tenant.assuming(loud=False)
    back = read_back(known, tmp_path_factory.mktemp("asterisk"))
    wanted, found = covered(known), told(back)
    assert {knob: found.get(knob) for knob in wanted} == wanted
    assert not set(back.unknown) & set(wanted)


@settings(max_examples=30)
@given(tenants())
def test_what_was_read_and_is_rendered_reads_the_same(tmp_path_factory: pytest.TempPathFactory, tenant: Tenant) -> None:
    once = read_back(tenant.assuming(loud=False), tmp_path_factory.mktemp("first"))
    once = once.assuming(loud=False)
    twice = read_back(once, tmp_path_factory.mktemp("second")).assuming(loud=False)
    for name in ("ami", "api", "cdr", "cel", "debug_log", "queue_log", "media_encryption", "queues", "conferencing"):
        assert getattr(twice, name) == getattr(once, name)


@pytest.mark.parametrize(("announcement", "read"), [("none", Announcement.NONE), ("beep", Announcement.BEEP)])
def test_an_announcement_that_is_none_is_read_back(tmp_path: Path, announcement: str, read: Announcement) -> None:
    content = {"tenant": "t", "call_recording": {"mode": "always", "announcement": announcement}}
    assert read_back(Tenant.model_validate(content), tmp_path).call_recording.announcement is read


def test_a_prompt_is_read_back_as_one_of_which_nobody_knows_what_it_says(tmp_path: Path) -> None:
    back = read_back(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "always"}}), tmp_path)
    assert "call_recording.announcement" in back.unknown
    assert back.call_recording.announcement is Announcement.PROMPT


def test_recording_on_demand_is_read_back_as_such(tmp_path: Path) -> None:
    back = read_back(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "on_demand"}}), tmp_path)
    assert back.call_recording.mode is Mode.ON_DEMAND


def test_a_queue_alone_that_is_recorded_is_read_back_as_a_rule(tmp_path: Path) -> None:
    rules = {"queue:sales": {"mode": "always", "announcement": "none"}}
    content = {"tenant": "t", "queues": {"names": ["sales", "support"]}, "call_recording": {"rules": rules}}
    back = read_back(Tenant.model_validate(content), tmp_path)
    assert back.call_recording.mode is Mode.OFF
    assert list(back.call_recording.rules) == ["queue:sales"]
    assert back.call_recording.rules["queue:sales"].announcement is Announcement.NONE


def test_a_fresh_tenant_exposes_nothing_after_the_way_through_a_server_either(tmp_path: Path) -> None:
    back = read_back(Tenant(tenant="t"), tmp_path)
    assert covered(back) == covered(Tenant(tenant="t"))
    assert back.media_encryption.key_exchange is KeyExchange.DTLS
