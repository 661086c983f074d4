"""No text of a tenant becomes a section, a key or a value: the files are the same as for a harmless tenant."""

from __future__ import annotations

import shlex
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.language import Tree, load, parse
from pbxprivacy.adapters.asterisk.language.lexer import Kind
from pbxprivacy.adapters.asterisk.render import render, write
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.test_text import hostile

Lines = list[tuple[Kind, str, str]]


def meaning(text: str) -> Lines:
    document = parse(text.encode("utf-8", "surrogatepass"))
    assert document.open_comments == 0
    return [(node.kind, node.name, node.value) for node in document.nodes if node.kind is not Kind.NOTHING]


texts = hostile.filter(lambda text: bool(text) and len(text) <= 20_000)


@settings(max_examples=40)
@given(tenants(), texts, texts, texts)
def test_whatever_a_tenant_writes_the_files_mean_the_same(tenant: Tenant, name: str, party: str, line: str) -> None:
    fields: dict[str, Any] = {field: getattr(tenant, field) for field in type(tenant).model_fields}
    fields["unknown"] = {path: why for path, why in tenant.unknown.items() if path[:4] not in ("ami.", "trun")}
    parties = {**tenant.parties, "dialer": {"name": "harmless"}}
    ami = {"enabled": True, "applications": {"dialer": {"permit": ["192.0.2.1/32"]}}}
    trunks = {"lines": {"main": {}}}
    harmless = Tenant.model_validate({**fields, "tenant": "t", "parties": parties, "ami": ami, "trunks": trunks})
    parties = {**parties, "dialer": {"name": party}}
    trunks = {"lines": {"main": {}, f"{line}!": {}}}
    evil = Tenant.model_validate({**fields, "tenant": name, "parties": parties, "ami": ami, "trunks": trunks})
    if "\0" in name and tenant.call_recording.encrypted:
        return  # such a tenant is not recorded: see test_seal.py
    for file, text in render(evil).files.items():
        if file.endswith(".conf"):
            assert meaning(text) == meaning(render(harmless).files[file])


@settings(max_examples=20)
@given(texts.filter(lambda text: "\0" not in text))
def test_the_script_has_the_tenants_name_as_one_word_for_the_shell(name: str) -> None:
    text = render(Tenant(tenant=name)).files["seal.sh"]
    words = shlex.split(text[text.index("exec ") :])
    assert [word for word in words if word.startswith("--tenant=")] == [f"--tenant={name}"]
    assert words[-2:] == ["--", "$1"]


@settings(max_examples=25)
@given(tenants())
def test_every_file_of_any_tenant_is_taken_by_the_server_without_a_fault(tmp_path_factory: Any, tenant: Tenant) -> None:
    folder = tmp_path_factory.mktemp("rendered")
    write(render(tenant), folder)
    for path in folder.glob("*.conf"):
        read = load(Tree(folder), path.name)
        assert read.rejected is None
        assert [fault for fault in read.faults if "included file" not in fault.what] == []
        assert all(node.kind not in (Kind.BROKEN, Kind.IGNORED) for node in parse(path.read_bytes()).nodes)


@given(st.sampled_from(["general", "Dialer", "a" * 60]))
def test_an_application_that_no_user_can_be_called_after_is_told(name: str) -> None:
    applications = {"dialer": {"permit": ["192.0.2.1/32"]}, name: {"permit": ["0.0.0.0/0"]}}
    content = {"tenant": "t", "parties": {one: {"name": one} for one in applications}}
    tenant = Tenant.model_validate({**content, "ami": {"enabled": True, "applications": applications}})
    rendering = render(tenant)
    assert "permit = 0.0.0.0/0" not in rendering.files["manager.conf"]
    assert name in {one.value for one in rendering.report if one.setting == "ami.applications"}
