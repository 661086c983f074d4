"""Files, directories, the standard input."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading import iter_tenants, load
from pbxprivacy.loading import sources as module
from pbxprivacy.loading.sources import sources


def refused(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        load(path)
    return str(caught.value)


def test_a_directory_is_all_tenant_files_below_it_by_name(tmp_path: Path) -> None:
    for name in (
        "b/x.yml",
        "a.YAML",
        "c.toml",
        "notes.txt",
        ".hidden.yaml",
        ".git/x.yaml",
        "b/y.ndjson",
        "b/.z/q.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("")
    (tmp_path / "d.yaml").mkdir()
    found = [(Path(source.file).relative_to(tmp_path).as_posix(), source.format) for source in sources(tmp_path)]
    assert found == [("a.YAML", "yaml"), ("b/x.yml", "yaml"), ("b/y.ndjson", "jsonl"), ("c.toml", "toml")]


def test_a_directory_without_tenant_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("tenant: a")
    assert refused(tmp_path).startswith(
        f"{tmp_path}: a directory without tenant files (put files there that end in .yaml"
    )


def test_a_directory_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(directory: Path, onerror: object) -> object:
        assert callable(onerror)
        onerror(PermissionError(13, "Permission denied", f"{directory}/secret"))
        return ()

    monkeypatch.setattr(os, "walk", walk)
    assert refused(tmp_path) == f"{tmp_path}/secret: cannot be read: Permission denied (check its rights)"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path / "a.yaml")
    assert said == f"{tmp_path}/a.yaml: cannot be read: No such file or directory (check the path and its rights)"


def test_a_file_that_vanishes_between_listing_and_reading_spares_the_others(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(f"tenant: {name}\n")
    found = []
    stream = iter_tenants(tmp_path)
    found.append(next(stream).tenant.tenant)
    (tmp_path / "b.yaml").unlink()
    found.append(next(stream).tenant.tenant)
    with pytest.raises(InputError, match=r"b\.yaml: cannot be read"):
        next(stream)
    assert found == ["a", "c"]


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl", "a.toml"])
@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert refused(tmp_path / name) == f"{tmp_path}/{name}: nothing in it (write at least tenant: NAME)"


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl", "a.toml"])
def test_a_binary_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(256)))
    assert "a binary file, not a configuration" in refused(tmp_path / name)


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.toml", "a.jsonl"])
def test_a_hundred_megabytes_of_brackets_are_refused_at_once(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with file.open("wb") as stream:
        for _ in range(100):
            stream.write(b"[" * 1024 * 1024)
    started = time.monotonic()
    said = refused(file)
    assert "which no configuration needs" in said
    assert len(said) < 200
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('{"tenant": "a"}\n{"tenant": "b"}\n', ["a", "b"]),
        ('{\n"tenant": "a"\n}\n', ["a"]),
        ('[{"tenant": "a"}, {"tenant": "b"}]', ["a", "b"]),
        ("tenant: a\n---\ntenant: b\n", ["a", "b"]),
        ('\ufeff{"tenant": "a"}', ["a"]),
    ],
)
def test_the_standard_input_tells_its_format_by_its_first_line(
    monkeypatch: pytest.MonkeyPatch, content: str, expected: list[str]
) -> None:
    monkeypatch.setattr(module.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
    found = load("-")
    assert [loaded.tenant.tenant for loaded in found] == expected
    assert {loaded.file for loaded in found} == {"standard input"}


def test_a_file_without_a_telling_name_tells_its_format_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "tenant").write_text('{"tenant": "a"}')
    (loaded,) = load(tmp_path / "tenant")
    assert loaded.tenant.tenant == "a"


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 100)
    (tmp_path / "a.jsonl").write_text('{"tenant": "a"}\n' + "x" * 200)
    assert f"{tmp_path}/a.jsonl:2: over" in refused(tmp_path)


@pytest.mark.parametrize("text", ['{\n "tenant": "acme"\n}\n', '[{"tenant": "a"},\n{"tenant": "b"}]\n', "[\n]\n"])
def test_json_over_several_lines_is_no_json_lines_and_told_so_once(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    mend = "name the file .json, or write one tenant a line, as {...}"
    assert refused(tmp_path) == f"{tmp_path}/a.jsonl:1: JSON over several lines, or a list ({mend})"


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX", "a.ini"])
def test_a_file_of_another_sort_is_told_how_its_rows_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("tenant,country\nacme,DE\n")
    assert "not a tenant file" in refused(tmp_path / name)
    assert "RowMapping" in refused(tmp_path / name)
