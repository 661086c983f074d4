"""Files and streams into tenants."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import model_validator

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.loading import iter_tenants, load, load_text, loads_mapping, plain
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.read import Reader
from pbxprivacy.tenant import Tenant


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(paths: Any) -> list[str]:
    return [loaded.tenant.tenant for loaded in load(paths)]


def test_all_formats_give_the_same_tenant(tmp_path: Path) -> None:
    data = {"tenant": "acme", "country": "NO", "crm": {"enabled": True, "vendor": "zoho"}}
    write(tmp_path / "a.json", json.dumps(data, indent=1))
    write(tmp_path / "b.jsonl", json.dumps(data | {"tenant": "b"}) + "\n")
    write(tmp_path / "c.yaml", "tenant: c\ncountry: NO\ncrm: {enabled: true, vendor: zoho}\n")
    write(tmp_path / "d.toml", 'tenant = "d"\ncountry = "NO"\n[crm]\nenabled = true\nvendor = "zoho"\n')
    found = [loaded.tenant for loaded in load(tmp_path)]
    assert [tenant.tenant for tenant in found] == ["acme", "b", "c", "d"]
    assert {tenant.model_copy(update={"tenant": "acme"}) == found[0] for tenant in found} == {True}


def test_a_list_of_tenants_is_several_tenants() -> None:
    found = load_text('[{"tenant": "a"},\n {"tenant": "b"}]', "json")
    assert [(loaded.tenant.tenant, loaded.line) for loaded in found] == [("a", 1), ("b", 2)]


def test_a_tenant_that_appears_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "tenant: x\n---\ntenant: acme\n")
    write(tmp_path / "b.jsonl", '{"tenant": "y"}\n{"crm": {}, "tenant": "acme"}\n')
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == (str(tmp_path / "b.jsonl"), 2, 23)
    assert fault.what == f"the tenant acme appears twice, first at {tmp_path / 'a.yaml'}:3"


def test_a_tenant_that_appears_twice_in_one_line_is_refused() -> None:
    with pytest.raises(InputError, match="the tenant a appears twice"):
        load_text('[{"tenant": "a"}, {"tenant": "a"}]', "json")


def test_a_file_that_is_named_twice_has_its_tenants_twice(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", "tenant: a\n")
    with pytest.raises(InputError, match="the tenant a appears twice"):
        load([file, file])
    with pytest.raises(InputError, match="the tenant a appears twice"):
        load([tmp_path, file])


def test_faults_come_in_the_order_of_the_input_and_spare_what_is_right(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", '{"tenant": "a"}\n{"tenant"}\n\n{"tenant": "b", "z": 1}\n{"tenant": "c"}\n[]\n')
    told: list[Fault] = []
    found = [loaded.tenant.tenant for loaded in iter_tenants(file, on_faults=told.extend)]
    assert found == ["a", "c"]
    assert [fault.line for fault in told] == [2, 4, 6]
    with pytest.raises(InputError) as caught:
        load(file)
    assert list(caught.value.faults) == told


def test_a_stream_yields_what_it_has_and_then_tells_what_is_wrong(tmp_path: Path) -> None:
    file = write(tmp_path / "a.yaml", "tenant: a\n---\ntenant: 3\n---\ntenant: b\n---\n[\n")
    stream = iter_tenants(file)
    assert [next(stream).tenant.tenant, next(stream).tenant.tenant] == ["a", "b"]
    with pytest.raises(InputError) as caught:
        next(stream)
    assert [fault.line for fault in caught.value.faults] == [3, 8]


def test_reading_stops_after_a_thousand_faults(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", "x\n" * 3000)
    with pytest.raises(InputError) as caught:
        load(file)
    assert len(caught.value.faults) == 1000


@given(
    st.lists(tenants(), min_size=1, max_size=3), st.lists(st.text(max_size=3), min_size=2, max_size=6), st.booleans()
)
@settings(max_examples=25, deadline=None)
def test_remembering_changes_no_result(configurations: list[Tenant], some: list[Any], spoiled: bool) -> None:
    rows = []
    for configuration in configurations:
        row = plain(configuration)
        if spoiled:
            row["zzz"] = 1
        rows += [row | {"tenant": name} for name in (*some, 3)] + [row]
    remembering, forgetting = Reader(Tenant), Reader(Tenant, remember=False)
    for row in rows:
        document = Document(row, "a.jsonl", 1)
        assert outcome(remembering, document) == outcome(forgetting, document)


def outcome(reader: Reader[Tenant], document: Document) -> Any:
    try:
        tenant = reader.read(document).tenant
    except InputError as error:
        return error.faults
    return tenant, tenant.model_fields_set, tenant.model_dump_json()


@pytest.mark.parametrize(("one", "other"), [(True, 1), (1, 1.0), ("1", 1), (None, "null"), ([], {})])
def test_what_is_equal_but_not_the_same_is_not_mistaken_for_what_was_seen(one: Any, other: Any) -> None:
    reader = Reader(Tenant)
    results = []
    for number, value in enumerate([one, other]):
        data = {"tenant": f"t{number}", "crm": {"enabled": value}}
        results.append(outcome(reader, Document(data)) == outcome(Reader(Tenant, remember=False), Document(data)))
    assert results == [True, True]


def test_repeated_configurations_share_their_features(tmp_path: Path) -> None:
    rows = [{"crm": {"enabled": True, "vendor": "zoho"}, "tenant": name} for name in "ab"]
    file = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    first, second = (loaded.tenant for loaded in load(file))
    assert first.crm is second.crm
    assert (first.tenant, second.tenant) == ("a", "b")


def test_what_was_worked_out_for_one_name_is_not_handed_to_another() -> None:
    reader = Reader(Tenant)
    first = reader.read(Document({"tenant": "a"})).tenant
    first.__dict__["cached"] = "about a"
    assert "cached" not in reader.read(Document({"tenant": "b"})).tenant.__dict__


def test_a_day_of_toml_is_a_day() -> None:
    (loaded,) = load_text('tenant = "a"\n[parties.x]\nname = "X"\nsince = 2026-01-31\n', "toml")
    assert str(loaded.tenant.parties["x"].since) == "2026-01-31"


class _Odd(Tenant):
    @model_validator(mode="after")
    def _no_b(self) -> _Odd:
        if self.tenant == "b":
            raise ValueError("b is taken: use another")
        return self


def test_a_vendors_tenant_with_rules_about_the_name_is_never_remembered() -> None:
    found = load_text('{"tenant": "a"}', "json", kind=_Odd)
    assert isinstance(found[0].tenant, _Odd)
    with pytest.raises(InputError, match="b is taken"):
        load_text('{"tenant": "a"}\n{"tenant": "b"}\n', "jsonl", kind=_Odd)


def test_many_distinct_configurations_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pbxprivacy.loading.read._MOST_REMEMBERED", 2)
    text = "\n".join(json.dumps({"tenant": f"t{day}", "cdr": {"retention": f"P{day}D"}}) for day in range(1, 9))
    assert [loaded.tenant.cdr.retention.days for loaded in load_text(text, "jsonl")] == list(range(1, 9))


def test_a_stream_of_tenants_does_not_grow(tmp_path: Path) -> None:
    row = {"crm": {"enabled": True, "vendor": "zoho"}, "extensions": {"names": [f"x{n}" for n in range(100)]}}
    with (tmp_path / "a.jsonl").open("w") as file:
        for number in range(4000):
            file.write(json.dumps({"tenant": f"t{number}", **row}) + "\n")
    stream = iter_tenants(tmp_path / "a.jsonl")
    for _ in range(1000):
        next(stream)
    tracemalloc.start()
    for loaded in stream:
        assert loaded.line
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_500_000  # three thousand rows of 1 kB would be over three million


def test_a_mapping_is_a_tenant_and_has_no_evidence() -> None:
    loaded = loads_mapping({"tenant": "a"})
    assert loaded.tenant == Tenant(tenant="a")
    assert loaded.evidence == {}


def test_half_a_character_is_refused_in_a_text() -> None:
    with pytest.raises(InputError, match="is not UTF-8"):
        load_text("tenant: \ud800\n")
