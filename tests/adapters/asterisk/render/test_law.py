"""``read(render(t)) == t`` on what the adapter covers, for any tenant; and reading and rendering again changes nothing.

The site around the rendered files uses everything in them, and adds secrets, boxes and devices.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.importing import import_directory
from pbxprivacy.adapters.asterisk.render import COVERED, Target, render, write
from pbxprivacy.features.media_encryption import KeyExchange
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.recording import Announcement, Mode
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.own.recordings import RECORDINGS
from tests.adapters.asterisk.own.recordings import tenant as recorded_as
from tests.adapters.asterisk.render.compared import COMPARED, said
from tests.adapters.asterisk.render.site_files import site

HERE = Target(folder="/etc/asterisk")
AGAIN = (
    "ami", "api", "cdr", "cel", "debug_log", "queue_log", "media_encryption", "queues", "conferencing", "extensions",
    "voicemail", "call_recording",
)  # fmt: skip


def read_back(tenant: Tenant, folder: Path, only: Collection[str] = ()) -> Tenant:
    write(render(tenant, HERE), folder)
    for name, text in site(tenant, only).items():
        (folder / name).write_text(text, encoding="utf-8")
    return import_directory(folder, tenant=tenant.tenant, version=22).tenant


def test_each_knob_that_is_covered_is_compared() -> None:
    assert set(COMPARED) == set(COVERED)


@settings(max_examples=100, deadline=None)
@given(tenants() | RECORDINGS.map(recorded_as))
def test_what_is_covered_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, tenant: Tenant) -> None:
    known = tenant.assuming(loud=False)
    back = read_back(known, tmp_path_factory.mktemp("asterisk"))
    wanted = {path: said(path, known) for path in COVERED}
    found = {path: COMPARED[path](back) for path in COVERED}
    # Of an extension that no one rule describes, the rule is told to be in doubt.
    doubted = {path.partition(":")[2].partition("]")[0] for path in back.unknown if "rules[extension:" in path}
    for path, facts in wanted.items():
        mine = {name: value for name, value in facts.items() if not any(f"-{one}-" in name for one in doubted)}
        assert {name: found[path].get(name) for name in mine} == mine, path
    assert not {path for path in back.unknown if "rules[extension:" not in path} & set(COVERED)


@settings(max_examples=30, deadline=None)
@given(tenants())
def test_what_was_read_and_is_rendered_reads_the_same(tmp_path_factory: pytest.TempPathFactory, tenant: Tenant) -> None:
    once = read_back(tenant.assuming(loud=False), tmp_path_factory.mktemp("first"))
    once = once.assuming(loud=False)
    twice = read_back(once, tmp_path_factory.mktemp("second")).assuming(loud=False)
    for name in AGAIN:
        assert getattr(twice, name) == getattr(once, name)


@pytest.mark.parametrize(("announcement", "read"), [("none", Announcement.NONE), ("beep", Announcement.BEEP)])
def test_an_announcement_that_is_none_is_read_back(tmp_path: Path, announcement: str, read: Announcement) -> None:
    content = {"tenant": "t", "call_recording": {"mode": "always", "announcement": announcement}}
    assert read_back(Tenant.model_validate(content), tmp_path).call_recording.announcement is read


def test_what_our_own_prompt_says_is_known(tmp_path: Path) -> None:
    back = read_back(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "always"}}), tmp_path)
    assert not {path for path in back.unknown if path.startswith("call_recording.")}
    assert back.call_recording.announcement is Announcement.PROMPT
    assert back.call_recording.announced_to_all


def test_recording_on_demand_is_read_back_as_such(tmp_path: Path) -> None:
    back = read_back(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "on_demand"}}), tmp_path)
    assert back.call_recording.mode is Mode.ON_DEMAND


def test_a_queue_alone_that_is_recorded_is_read_back_as_a_rule(tmp_path: Path) -> None:
    rules = {"queue:sales": {"mode": "always", "announcement": "none"}}
    content = {"tenant": "t", "queues": {"names": ["sales", "support"]}, "call_recording": {"rules": rules}}
    back = read_back(Tenant.model_validate(content), tmp_path)
    assert back.call_recording.mode is Mode.OFF
    assert list(back.call_recording.rules) == ["queue:sales"]
    assert back.call_recording.announcement is Announcement.NONE


def test_a_fresh_tenant_exposes_nothing_after_the_way_through_a_server_either(tmp_path: Path) -> None:
    back = read_back(Tenant(tenant="t"), tmp_path)
    assert not back.call_recording.traced.flows
    assert back.media_encryption.key_exchange is KeyExchange.DTLS
