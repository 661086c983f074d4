"""The JSON Schema agrees with the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from pbxprivacy.kit.strategies import tenants
from pbxprivacy.loading import load, plain
from pbxprivacy.loading.schema import SCHEMA_ID, tenant_schema, tenant_schema_text
from pbxprivacy.tenant import Tenant

_SCHEMA = tenant_schema()
_VALIDATOR = Draft202012Validator(_SCHEMA)


def test_it_is_a_valid_schema_with_a_versioned_id() -> None:
    Draft202012Validator.check_schema(_SCHEMA)
    assert _SCHEMA["$id"] == SCHEMA_ID == "urn:pbxprivacy:tenant:1"
    assert json.loads(tenant_schema_text()) == _SCHEMA


@given(tenants())
@settings(max_examples=60, deadline=None)
def test_every_tenant_that_is_written_is_valid(tenant: Tenant) -> None:
    _VALIDATOR.validate(plain(tenant))


def test_every_example_is_valid() -> None:
    examples = Path(__file__).parents[2] / "examples"
    for loaded in load(examples) if list(examples.rglob("*.yaml")) else []:
        _VALIDATOR.validate(loaded.document.data)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"tenant": 3},
        {"tenant": "a", "crm": {"vendr": "zoho"}},
        {"tenant": "a", "crms": {}},
        {"tenant": "a", "crm": {"enabled": "yes"}},
        {"tenant": "a", "country": "UK"},
        {"tenant": "a", "country": False},
        {"tenant": "a", "call_recording": {"retention": 90}},
        {"tenant": "a", "call_recording": {"retention": "P6M"}},
        {"tenant": "a", "call_recording": {"mode": "x"}},
        {"tenant": "a", "call_recording": {"rules": {"b d": {}}}},
        {"tenant": "a", "call_recording": {"rules": {"queue": {"mod": "off"}}}},
        {"tenant": "a", "parties": {"b d": {"name": "X"}}},
        {"tenant": "a", "parties": {"x": {}}},
        {"tenant": "a", "unknown": {"crm.vendor": 3}},
        {"tenant": "a", "pbxprivacy": 2},
    ],
)
def test_what_is_wrong_is_refused(wrong: dict[str, Any]) -> None:
    assert not _VALIDATOR.is_valid(wrong)


def test_an_unknown_may_have_its_reason_as_a_text_or_with_evidence() -> None:
    _VALIDATOR.validate({"tenant": "a", "unknown": {"crm.vendor": "x"}})
    _VALIDATOR.validate({"tenant": "a", "unknown": {"crm.vendor": {"reason": "x", "evidence": [{"file": "f"}]}}})


def test_every_knob_tells_what_it_does_and_ordered_ones_their_quiet_and_loud_value() -> None:
    for kind in Tenant.feature_types().values():
        properties = _SCHEMA["$defs"][kind.__name__]["properties"]
        for name, knob in kind.knobs().items():
            assert properties[name]["description"]
            assert ("x-quiet" in properties[name]) == ("x-loud" in properties[name]) == knob.is_ordered


def test_editors_are_offered_countries_and_known_parties() -> None:
    assert "NO" in _SCHEMA["$defs"]["Country"]["enum"]
    assert _SCHEMA["$defs"]["Crm"]["properties"]["vendor"]["examples"]
