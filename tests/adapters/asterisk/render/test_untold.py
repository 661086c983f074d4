"""Nothing is dropped in silence: whatever the files do not hold is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.render import COVERED, RenderReport, Untold, render
from pbxprivacy.adapters.asterisk.render.covered import generic
from pbxprivacy.adapters.asterisk.render.told import shown
from pbxprivacy.adapters.asterisk.render.untold import reason
from pbxprivacy.feature import Feature
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.recording import Direction
from pbxprivacy.setting import Setting
from pbxprivacy.tenant import Tenant


def names(kind: type[Feature]) -> list[str]:
    found = []
    for name, knob in kind.knobs().items():
        found.append(f"{kind.key}.{name}")
        if knob.is_entries:
            found += [f"{kind.key}.{name}[].{inner}" for inner in kind.entry_type(name).knobs()]
    return found


EVERY = [name for kind in Tenant.feature_types().values() for name in names(kind)]


def test_each_covered_name_is_that_of_a_knob() -> None:
    assert set(COVERED) <= set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_each_knob_is_covered_or_has_a_reason(name: str) -> None:
    assert name in COVERED or reason(name)


def is_on(tenant: Tenant, key: str) -> bool:
    effects = getattr(tenant, key).traced
    return bool(effects.places or effects.origins or effects.flows)


def matters(tenant: Tenant, setting: Setting) -> bool:
    """Whether a setting that is not covered should be told: its feature is on, and it was said."""
    key = setting.path.partition(".")[0]
    if setting.value is None or setting.value in ((), {}) or not is_on(tenant, key):
        return False
    covered = COVERED.get(generic(setting.path))
    if covered is not None:
        return covered.values is not None and setting.value not in covered.values
    feature: Any = getattr(tenant, key)
    name = setting.path.partition(".")[2]
    sort = name.partition("[")[0]
    if sort in {"tls", "collector", "collectors"} and hasattr(feature, "remote") and not feature.remote:
        return False
    if setting.path == "call_recording.upload_tls" and feature.upload is None:
        return False
    rendered = key in {path.partition(".")[0] for path in COVERED}
    return rendered or "[" in name or setting.value != getattr(type(feature).default(), name)


@settings(max_examples=40)
@given(tenants())
def test_every_setting_that_matters_and_is_not_expressed_is_told(tenant: Tenant) -> None:
    told = {(one.setting, one.value) for one in render(tenant).report}
    known = tenant.assuming(loud=False)
    wanted = {(one.path, shown(one.value)) for one in known.settings() if matters(known, one)}
    assert wanted <= told


@settings(max_examples=30)
@given(tenants())
def test_what_is_unknown_is_told_as_unknown_and_rendered_as_its_quietest_value(tenant: Tenant) -> None:
    rendering = render(tenant)
    assert {(path, "unknown") for path in tenant.unknown} <= {(one.setting, one.value) for one in rendering.report}
    assert rendering.files == render(tenant.assuming(loud=False)).files


def test_a_setting_is_told_once_and_the_report_is_sorted() -> None:
    report = render(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "always"}})).report
    assert list(report) == sorted(set(report))


@pytest.mark.parametrize(
    ("settings_", "setting"),
    [
        ({"voicemail": {"mailed": "text"}}, "voicemail.mailed"),
        ({"voicemail": {"delete_after_mailing": True}}, "voicemail.delete_after_mailing"),
        ({"voicemail": {"pin_required": False}}, "voicemail.pin_required"),
        ({"voicemail": {"remote_access": True}}, "voicemail.remote_access"),
        ({"call_recording": {"mode": "always", "numbers_in_names": True}}, "call_recording.numbers_in_names"),
        ({"call_recording": {"mode": "on_demand", "beep_seconds": 9}}, "call_recording.beep_seconds"),
        ({"call_recording": {"mode": "on_demand", "announcement": "none"}}, "call_recording.announcement"),
        ({"cdr": {"remote": True}}, "cdr.remote"),
        ({"cdr": {"remote": True, "tls": False}}, "cdr.tls"),
        ({"cdr": {}}, "cdr.retention"),
        ({"debug_log": {"enabled": True, "until": "2026-12-01"}}, "debug_log.until"),
        ({"trunks": {"lines": {"a": {"enabled": False}, "b": {}}}}, "trunks.lines[a].enabled"),
        ({"listening_in": {"enabled": True}}, "listening_in.enabled"),
        ({"web_calls": {"enabled": True}, "call_recording": {"mode": "always"}}, "call_recording.scopes"),
    ],
)
def test_what_asterisk_cannot_do_is_told_by_name(settings_: dict[str, object], setting: str) -> None:
    tenant = Tenant.model_validate({"tenant": "t", **settings_})
    assert setting in {one.setting for one in render(tenant).report}


def test_a_rule_for_some_directions_of_a_queue_is_told_and_the_queue_not_recorded() -> None:
    rule = {"mode": "always", "directions": ["inbound.external"]}
    content = {"queues": {"names": ["sales"]}, "call_recording": {"rules": {"queue": rule}}}
    rendering = render(Tenant.model_validate({"tenant": "t", **content}))
    assert "monitor-format" not in rendering.files["queues.conf"]
    assert "call_recording.rules[queue].directions" in {one.setting for one in rendering.report}


def test_a_value_is_told_as_a_word_or_a_list_of_words() -> None:
    values = (True, (Direction.INBOUND_EXTERNAL, Direction.OUTBOUND_INTERNAL), {"a": 1, "b": 2}, 7)
    assert [shown(value) for value in values] == ["true", "inbound.external, outbound.internal", "a, b", "7"]
    one = Untold("cdr.masked", "true", "why")
    assert str(one) == "cdr.masked = true: why"
    assert list(RenderReport((one,))) == [one]
