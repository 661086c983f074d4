"""A knob that is unknown is assumed at its best or its worst; the others stay what they are."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.features.webhooks import Webhooks
from pbxprivacy.setting import assume
from pbxprivacy.tenant import Tenant

APPLICATIONS = {"dialer": {"permit": ["192.0.2.1"], "tls": True}, "wallboard": {"permit": ["192.0.2.2"]}}
TENANT = Tenant.model_validate({
    "tenant": "acme",
    "parties": {"dialer": {"name": "Dialer"}, "wallboard": {"name": "Wallboard"}, "telco": {"name": "Telco"}},
    "trunks": {"lines": {"main": {"carrier": "telco"}}},
    "ami": {"enabled": True, "applications": APPLICATIONS},
})  # fmt: skip


@pytest.mark.parametrize(("loud", "permit"), [(True, ("0.0.0.0/0", "::/0")), (False, ())])
def test_an_unknown_knob_of_an_entry_is_assumed_and_nothing_else(loud: bool, permit: tuple[str, ...]) -> None:
    assumed: Any = assume(TENANT.ami, "applications[dialer].permit", loud=loud)
    assert assumed.applications["dialer"].permit == permit
    assert assumed.applications["dialer"].tls is True
    assert assumed.applications["wallboard"] == TENANT.ami.applications["wallboard"]
    assert assumed.enabled is True


def test_an_unknown_party_of_an_entry_is_the_party_unknown_either_way() -> None:
    for loud in (True, False):
        assumed: Any = assume(TENANT.trunks, "lines[main].carrier", loud=loud)
        assert assumed.lines["main"].carrier == "unknown"


def test_where_rules_are_unknown_nothing_of_the_feature_can_be_relied_on() -> None:
    assert assume(TENANT.call_recording, "rules", loud=True) == TENANT.call_recording.all_loud()
    assert assume(TENANT.call_recording, "rules", loud=False) == TENANT.call_recording.all_quiet()
    assert assume(TENANT.ami, "", loud=False) == TENANT.ami.all_quiet()


def test_an_unknown_identity_may_be_as_if_nobody_had_set_it_and_nothing_else_changes() -> None:
    hooks = Webhooks.model_validate({"url": "https://desk.example/", "hooks": {"a": {"url": "https://crm.example/"}}})
    assert assume(hooks, "url", loud=True) == hooks.turned(url=None)
    assert assume(hooks, "url", loud=False) == hooks
    entry: Any = assume(hooks, "hooks[a].url", loud=True)
    assert (entry.hooks["a"].url, entry.url) == (None, "https://desk.example/")


def test_an_unknown_knob_that_changes_no_flow_changes_nothing() -> None:
    recording = TENANT.call_recording.turned(format="wav")
    assert assume(recording, "format", loud=True) == recording


def test_an_unknown_knob_of_an_entry_is_told_as_possible() -> None:
    unknown = {"trunks.lines[main].enabled": "kept in a database"}
    tenant = Tenant.model_validate({**TENANT.model_dump(exclude={"unknown"}), "unknown": unknown})
    assert not tenant.assuming(loud=False).trunks.lines["main"].enabled
    assert tenant.assuming(loud=True).trunks.lines["main"].enabled


def test_a_party_that_is_named_stays_known_where_the_rules_are_unknown() -> None:
    recording = TENANT.call_recording.turned(upload="dialer")
    for loud in (True, False):
        assert assume(recording, "rules", loud=loud).upload == "dialer"
        assert assume(recording, "", loud=loud).upload == "unknown"


def test_of_a_feature_that_was_unknown_as_a_whole_all_but_the_turned_knob_stays_unknown() -> None:
    lines = {"main": {"carrier": "telco", "enabled": False}, "spare": {"carrier": "telco", "enabled": False}}
    content = {**TENANT.model_dump(exclude={"unknown"}), "trunks": {"lines": lines}, "unknown": {"trunks": "unread"}}
    turned = Tenant.model_validate(content).turned({"trunks.lines[main].enabled": False})
    assert not turned.is_unknown("trunks.lines[main].enabled")
    assert turned.is_unknown("trunks.lines[spare].enabled")
    loud = turned.assuming(loud=True).trunks.lines
    assert not loud["main"].enabled
    assert loud["spare"].enabled
    assert "UNKNOWN" in loud
