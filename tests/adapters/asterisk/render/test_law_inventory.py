"""What is exposed is not less for having gone the way through a server: over any tenant, as far as it is covered.

A tenant is reduced to what is rendered of it: what the rendering tells as left out is turned quiet first. Whatever it
renders quieter and does not tell would be missing after the way.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.render import COVERED, render
from pbxprivacy.feature import Feature
from pbxprivacy.inventory.exposure import Exposure, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.setting import Setting
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.own.recordings import RECORDINGS
from tests.adapters.asterisk.own.recordings import tenant as recorded_as
from tests.adapters.asterisk.render.compared import USERS
from tests.adapters.asterisk.render.test_law import read_back

TODAY = date(2026, 11, 21)
RENDERED = frozenset(path.partition(".")[0] for path in COVERED)
ROUNDS = 6
SCOPED = {"queues.names": "queue", "conferencing.rooms": "conference", "extensions.names": "extension"}


def quiet(feature: Feature) -> dict[str, Any]:
    knobs = type(feature).knobs()
    return {f"{feature.key}.{name}": knob.quiet for name, knob in knobs.items() if knob.is_ordered} | {
        f"{feature.key}.{name}": {} for name, knob in knobs.items() if knob.is_entries
    }


def reduced(tenant: Tenant) -> Tenant:
    """A tenant without what the rendering leaves out, as it tells."""
    for feature in tenant.features():
        if feature.key not in RENDERED:
            tenant = tenant.turned(quiet(feature))
    if "\0" in tenant.tenant:
        tenant = tenant.turned({"call_recording.mode": "off", "call_recording.rules": {}})
    for _ in range(ROUNDS):
        turns = dict(_turns(tenant))
        tenant = tenant.turned(turns) if turns else tenant
    return tenant


def _turns(tenant: Tenant) -> dict[str, Any]:
    turns: dict[str, Any] = {}
    known = {setting.path: setting for setting in tenant.settings()}
    for one in render(tenant).report:
        setting = known.get(one.setting)
        if setting is None:
            continue
        if one.setting in SCOPED:
            turns |= _without(tenant, one.setting, set(one.value.split(", ")))
        elif setting.knob.is_entries:
            left = {name: entry for name, entry in setting.value.items() if name != one.value}
            turns[one.setting] = left
        elif setting.knob.is_ordered and _is_louder(setting):
            turns[one.setting] = setting.knob.quiet
        elif setting.knob.is_party:
            turns[one.setting] = None
    for key, named in USERS.items():
        turns |= _without_users(tenant, key, {user.application for user in named(tenant)})
    # A rule that is taken away as a whole is not turned as well.
    whole = [path for path, value in turns.items() if isinstance(value, dict)]
    return {path: value for path, value in turns.items() if not any(path.startswith(f"{one}[") for one in whole)}


def _without_users(tenant: Tenant, key: str, named: set[str]) -> dict[str, Any]:
    """Take the applications of an interface away that cannot be its users; "" is the feature's own."""
    feature = getattr(tenant, key)
    if not feature.enabled:
        return {}
    left = {name: entry for name, entry in feature.applications.items() if name in named}
    turns = {} if named else {f"{key}.enabled": False}
    turns |= {} if left == feature.applications else {f"{key}.applications": left}
    return turns | ({} if "" in named or feature.application is None else {f"{key}.application": None})


def _is_louder(setting: Setting) -> bool:
    return setting.value is not None and setting.value != setting.knob.quiet


def _without(tenant: Tenant, path: str, names: set[str]) -> dict[str, Any]:
    """Take queues, rooms or extensions away, and what recording says of them."""
    key, knob = path.split(".")
    gone = {f"{SCOPED[path]}:{name}" for name in names}
    left = tuple(name for name in getattr(getattr(tenant, key), knob) if name not in names)
    recording = tenant.call_recording
    if not left and path == "extensions.names":
        gone.add("extension")
    return {
        path: left,
        "call_recording.rules": {scope: rule for scope, rule in recording.rules.items() if scope not in gone},
        "call_recording.scopes": tuple(scope for scope in recording.scopes if scope not in gone),
    }


def key(entry: Holding) -> tuple[str, str]:
    """The item and its place; a user of an interface is called by its interface too when it was read."""
    return re.sub(r":(ami|ari)-", ":", entry.place), str(entry.item)


@settings(max_examples=100, deadline=None)
@given(tenants() | RECORDINGS.map(recorded_as))
def test_no_exposure_and_no_missing_safeguard_is_lost_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, tenant: Tenant
) -> None:
    known = reduced(tenant.assuming(loud=False))
    back = read_back(known, tmp_path_factory.mktemp("asterisk"))
    found = {key(entry): entry for entry in Inventory.of(back, today=TODAY).entries}
    for entry in Inventory.of(known, today=TODAY).entries:
        other = found.get(key(entry))
        assert other is not None, key(entry)
        assert entry.missing <= other.missing, (key(entry), entry.missing, other.missing)
        # How long others keep what they get is declared, not configured.
        assert entry.retention <= other.retention or isinstance(entry, Exposure)
