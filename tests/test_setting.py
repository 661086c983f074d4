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


def test_an_unknown_identity_without_a_stand_in_leaves_nothing_of_the_feature_to_rely_on() -> None:
    assert assume(TENANT.call_recording, "format", loud=True) == TENANT.call_recording.all_loud()
    assert assume(TENANT.ami, "", loud=False) == TENANT.ami.all_quiet()


def test_an_unknown_knob_of_an_entry_is_told_as_possible() -> None:
    unknown = {"trunks.lines[main].enabled": "kept in a database"}
    tenant = Tenant.model_validate({**TENANT.model_dump(exclude={"unknown"}), "unknown": unknown})
    assert not tenant.assuming(loud=False).trunks.lines["main"].enabled
    assert tenant.assuming(loud=True).trunks.lines["main"].enabled


def test_a_party_that_is_named_stays_known_where_another_identity_of_its_feature_is_unknown() -> None:
    hooks = Webhooks.model_validate({"hooks": {"a": {"recipient": "crm"}, "b": {}}, "recipient": "desk"})
    for loud in (True, False):
        unsure = assume(hooks, "url", loud=loud)
        assert unsure.enabled is loud
        assert unsure.recipient == "desk"
        assert unsure.hooks["a"].recipient == "crm"
        assert assume(hooks, "", loud=loud).recipient == "unknown"
    assert assume(hooks, "url", loud=True).hooks["b"].recipient == "unknown"
