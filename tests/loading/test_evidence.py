"""Where each setting stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings

from pbxprivacy.evidence import Evidence
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.loading import dump_json, dump_yaml, load_text
from pbxprivacy.loading.evidence import evidence_of
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.yaml_text import yaml_documents
from pbxprivacy.tenant import Tenant

_TEXT = """\
tenant: acme
call_recording:
  scopes: [queue, web]
  rules:
    queue:sales: {mode: always}
queues: {names: [sales]}
popup_url: {url: "https://x.example/?token=abc"}
"""


def test_each_setting_is_found_by_its_full_name() -> None:
    (loaded,) = load_text(_TEXT, file="a.yaml")
    assert loaded.evidence["tenant"] == Evidence(file="a.yaml", line=1, column=9, raw="acme")
    assert loaded.evidence["call_recording.scopes"] == Evidence(file="a.yaml", line=3, column=11, raw="queue, web")
    assert loaded.evidence["call_recording.rules[queue:sales].mode"].line == 5
    assert loaded.evidence["popup_url.url"].raw == "https://x.example/?token=…"
    assert str(loaded.evidence["call_recording"]) == "a.yaml:3:3"


def test_what_looks_like_a_secret_is_no_evidence() -> None:
    text = 'password: x\npopup_url: {url: "https://u:p@x.example/?token=abc"}'
    (document,) = [Document.of(node, "a.yaml") for node in _nodes(text)]
    found = evidence_of(document, Tenant)
    assert found["password"].raw == ""
    assert found["popup_url.url"].raw == "https://…@x.example/?token=…"


def _nodes(text: str) -> list[Any]:
    return [part.located() for part in yaml_documents(text, "a.yaml") if isinstance(part, Document)]


@given(tenants())
@settings(max_examples=25, deadline=None)
def test_each_knob_that_was_written_has_evidence_and_its_text_stands_there(tenant: Tenant) -> None:
    for text, format_ in ((dump_yaml(tenant), "yaml"), (dump_json(tenant, indent=2), "json")):
        lines = text.split("\n")
        (loaded,) = load_text(text, format_)
        defaults = {setting.path: setting.value for setting in Tenant(tenant="x").settings()}
        for setting in loaded.tenant.settings():
            if "[" not in setting.path and setting.value != defaults[setting.path]:
                found = loaded.evidence[setting.path]
                name = setting.path.rpartition(".")[2]
                assert any(f"{name}:" in line or f'"{name}":' in line for line in lines[: found.line])
                if isinstance(setting.value, bool):
                    assert lines[found.line - 1][found.column - 1 :].startswith(str(setting.value).lower())


def test_a_line_of_many_has_its_own_evidence(tmp_path: Path) -> None:
    row = '{"crm": {"enabled": true, "vendor": "zoho"}, "tenant": "%s"}\n'
    found = load_text(row % "a" + row % "b", "jsonl")
    assert [(loaded.line, loaded.evidence["crm.enabled"].line) for loaded in found] == [(1, 1), (2, 2)]
