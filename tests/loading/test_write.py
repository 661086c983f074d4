"""Law 8, for files: writing a tenant and reading it gives the same tenant."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
import yaml
from hypothesis import given, settings

from pbxprivacy.evidence import Evidence, Unknown
from pbxprivacy.feature import Settings
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.kit.values import HOSTILE_TEXTS
from pbxprivacy.loading import dump_json, dump_yaml, load_text, plain
from pbxprivacy.loading.write import _differing
from pbxprivacy.retention import Retention
from pbxprivacy.tenant import Tenant


@given(tenants())
@settings(max_examples=80, deadline=None)
def test_writing_a_tenant_and_reading_it_gives_the_same_tenant(tenant: Tenant) -> None:
    (from_yaml,) = load_text(dump_yaml(tenant))
    (from_json,) = load_text(dump_json(tenant), "json")
    (from_line,) = load_text(dump_json(tenant), "jsonl")
    assert from_yaml.tenant == from_json.tenant == from_line.tenant == tenant


@given(tenants())
@settings(max_examples=40, deadline=None)
def test_other_readers_of_yaml_read_the_same(tenant: Tenant) -> None:
    assert yaml.load(dump_yaml(tenant), Loader=yaml.CSafeLoader) == plain(tenant)


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
def test_hostile_names_survive_and_add_nothing(hostile: str) -> None:
    tenant = Tenant.model_validate({"tenant": hostile, "unknown": {"crm.vendor": hostile}})
    text = dump_yaml(tenant)
    assert load_text(text)[0].tenant == tenant
    assert len(text.splitlines()) == 5
    assert text.replace("\n", "").isprintable()
    assert dump_json(tenant).isprintable()
    assert load_text(dump_json(tenant), "json")[0].tenant == tenant


def test_only_what_differs_is_written_in_the_models_order() -> None:
    tenant = Tenant.model_validate(
        {
            "unknown": {
                "crm.vendor": "nobody knows",
                "cdr.retention": Unknown(reason="in a database", evidence=(Evidence(file="x.conf", line=3),)),
            },
            "call_recording": {
                "scopes": ["any", "web"],
                "retention": "P2W",
                "mode": "off",
                "rules": {"web": {"mode": "always", "stop": None}, "queue": {}},
            },
            "crm": {"enabled": False},
            "parties": {"dialer": {"name": "No", "kind": "application", "since": date(2026, 1, 1), "country": "NO"}},
            "tenant": "acme",
        }
    )
    assert dump_yaml(tenant) == (
        "# yaml-language-server: $schema=tenant.schema.json\n"
        "pbxprivacy: 1\n"
        "tenant: acme\n"
        "parties:\n"
        "  dialer:\n"
        '    name: "No"\n'
        '    country: "NO"\n'
        '    since: "2026-01-01"\n'
        "call_recording:\n"
        "  scopes: [any, web]\n"
        "  rules:\n"
        "    web:\n"
        "      mode: always\n"
        "    queue: {}\n"
        "  retention: P14D\n"
        "unknown:\n"
        "  crm.vendor: nobody knows\n"
        "  cdr.retention:\n"
        "    reason: in a database\n"
        "    evidence: [{file: x.conf, line: 3}]\n"
    )


def test_a_tenant_with_nothing_but_a_name_is_two_lines() -> None:
    assert dump_yaml(Tenant(tenant="0555567"), schema="") == 'pbxprivacy: 1\ntenant: "0555567"\n'
    assert dump_json(Tenant(tenant="é"), indent=1) == json.dumps(
        {"pbxprivacy": 1, "tenant": "é"}, indent=1, ensure_ascii=False
    )


class _Odd(Settings):
    words: frozenset[str] = frozenset()
    length: Retention = Retention(1)
    thing: object = None


def test_sets_are_written_in_order_and_what_no_file_can_hold_is_refused() -> None:
    assert _differing(_Odd(words=frozenset("bac"), length=Retention(7))) == {"words": ["a", "b", "c"], "length": "P7D"}
    with pytest.raises(TypeError, match="cannot be written into a file"):
        _differing(_Odd(thing=attrs))


def test_evidence_stands_as_a_comment_beside_each_setting_and_changes_nothing() -> None:
    tenant = Tenant.model_validate({
        "tenant": "acme",
        "parties": {"dialer": {"name": "Dialer Co"}},
        "ami": {"enabled": True, "applications": {"dialer": {"permit": ["192.0.2.1"]}}},
    })  # fmt: skip
    evidence = {
        "ami.enabled": Evidence(file="manager.conf", line=2, raw="enabled = yes"),
        "ami.applications[dialer].permit": Evidence(file="m.conf", line=9, raw="permit = x\ntenant: evil #\u2028"),
        "parties.dialer": Evidence(file="manager.conf", line=7),
    }
    text = dump_yaml(tenant, evidence=evidence)
    assert "  enabled: true  # manager.conf:2: enabled = yes\n" in text
    assert "  dialer:  # manager.conf:7\n" in text
    assert "# m.conf:9: permit = x·tenant: evil #·\n" in text
    assert load_text(text)[0].tenant == tenant
