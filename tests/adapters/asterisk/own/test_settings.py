"""Policies turned back into settings: of these come the same policies, for any recording that a tenant can have."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.own.settings import Settings, is_recorded, settings_of
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, policies
from pbxprivacy.recording import Announcement, Control, Mode
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.own.recordings import EXTENSIONS, PLACES, RECORDINGS, tenant
from tests.adapters.asterisk.render.compared import COMPARED


def of(one: Tenant) -> list[Policy]:
    return [policy for policy in policies(one) if isinstance(policy, Policy) and is_recorded(policy)]


def again(found: Settings, policies_: list[Policy]) -> Tenant:
    """The tenant of these settings; of extensions only those are known that have routines."""
    named = dict.fromkeys(one.target for one in policies_ if one.kind is Kind.EXTENSION)
    return tenant({**found.own, "rules": found.rules}, tuple(named))


def differing(one: Tenant, other: Tenant) -> dict[str, set[str]]:
    """By knob, the policies that say something else of it."""
    found = {}
    for path, told in COMPARED.items():
        if path.startswith("call_recording.") and "[]" not in path and path != "call_recording.encrypted":
            mine, others = told(one), told(other)
            found[path] = {name for name in {*mine, *others} if name and mine.get(name) != others.get(name)}
    return {path: names for path, names in found.items() if names}


@settings(max_examples=400, deadline=None)
@given(RECORDINGS)
def test_of_the_settings_come_the_same_policies(recording: dict[str, Any]) -> None:
    known = tenant(recording)
    found = settings_of(of(known), PLACES)
    doubted = {name for name in EXTENSIONS if f"extension:{name}" in found.doubtful}
    left = {path: {n for n in names if not any(f"extension-{one}-" in n for one in doubted)}
            for path, names in differing(known, again(found, of(known))).items()}  # fmt: skip
    assert not any(left.values()), (left, found)


@settings(max_examples=200, deadline=None)
@given(RECORDINGS)
def test_the_settings_are_the_same_once_and_again(recording: dict[str, Any]) -> None:
    known = of(tenant(recording))
    once = settings_of(known, PLACES)
    if not once.doubtful:
        assert settings_of(of(again(once, known)), PLACES) == once


def test_what_is_the_same_everywhere_needs_no_rule() -> None:
    recording = {"mode": "opt_in", "opt_in": "extension", "stop": "nobody", "format": "gsm", "beep_seconds": 9}
    found = settings_of([one for one in of(tenant(recording)) if one.kind is not Kind.QUEUE], PLACES)
    assert {knob: found.own[knob] for knob in recording} == recording
    assert found.rules == {place: {"mode": Mode.OFF} for place in PLACES}


def test_of_values_that_a_routine_does_not_tell_apart_the_one_of_the_others_is_taken() -> None:
    internal = {"rules": {"internal": {"mode": "opt_in", "opt_in": "extension"}}}
    assert settings_of(of(tenant(internal))).own["opt_in"] is Control.EVERYONE
    assert settings_of(of(tenant({"mode": "opt_in", "opt_in": "extension"}))).own["opt_in"] is Control.EXTENSION


def test_a_policy_that_is_only_possible_has_a_rule_of_its_own() -> None:
    found = settings_of(of(tenant({"mode": "always"})), apart={"inbound"})
    assert found.rules["inbound.external"]["mode"] is Mode.ALWAYS
    assert found.own["scopes"] == ["outbound.external", "internal"]


def test_web_calls_go_the_ways_that_all_calls_go() -> None:
    inbound = {"rules": {"inbound.external": {"mode": "always"}}}
    assert settings_of(of(tenant(inbound)), web=True).own["scopes"] == ["inbound.external", "web"]


def test_an_extension_whose_routines_no_one_rule_gives_is_told_at_its_loudest_and_in_doubt() -> None:
    policies_ = of(tenant({"rules": {"extension:201": {"mode": "always"}}}))
    first, second, third = (one for one in policies_ if one.target == "201")
    silent = attrs.evolve(second, announcement=Announcement.NONE)
    changed = [first, silent, attrs.evolve(third, mode=Mode.OPT_IN)]
    found = settings_of(changed)
    assert {"mode", "announcement"} <= set(found.doubtful["extension:201"])
    assert found.rules["extension:201"]["mode"] is Mode.ALWAYS


def test_on_demand_without_a_key_to_start_is_no_recording() -> None:
    (one, *_) = of(tenant({"mode": "on_demand"}))
    assert is_recorded(one)
    assert not is_recorded(attrs.evolve(one, starts=frozenset()))
