from __future__ import annotations

import json
from pathlib import Path

import pytest

from pbxprivacy.cli.run import run

TODAY = ["--today", "2026-11-21"]
LOUD = """
tenant: acme
parties: {dialer: {name: Dialer Co, country: US}}
crm: {enabled: true, vendor: dialer}
trunks: {lines: {main: {}}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "acme.yaml").write_text(LOUD, encoding="utf-8")
        (tmp_path / side / "bare.yaml").write_text("tenant: bare\n", encoding="utf-8")
    return tmp_path


def test_a_tenant_that_cannot_be_read_any_more_is_not_told_as_gone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new" / "acme.yaml").write_text(LOUD.replace("true", "yes"), encoding="utf-8")
    assert run(["diff", "old", "new", *TODAY]) == 4
    told = capsys.readouterr()
    assert "yes is neither true nor false" in told.err
    assert "1 tenant not compared: a part of the other side could not be read" in told.err
    assert "1 tenant compared · 0 changed · 1 not compared, since a part could not be read" in told.out
    assert "gone" not in told.out


def test_a_tenant_that_could_not_be_read_before_is_not_told_as_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old" / "acme.yaml").write_text("tenant: [\n", encoding="utf-8")
    assert run(["diff", "old", "new", "--exit-code", *TODAY]) == 4
    told = capsys.readouterr()
    assert "1 tenant not compared" in told.err
    assert "is new" not in told.out


@pytest.mark.parametrize("sides", [("old/acme.yaml", "empty.yaml"), ("empty.yaml", "old/acme.yaml")])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_that_cannot_be_read_is_compared_with_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], sides: tuple[str, str], form: str
) -> None:
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    assert run(["diff", *sides, "--format", form, "--output", "told", *TODAY]) == 3
    assert "nothing in it" in capsys.readouterr().err
    assert not (folder / "told").exists()


def test_two_tenants_of_other_names_are_no_pair_where_others_could_not_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old" / "bare.yaml").write_text("tenant: [\n", encoding="utf-8")
    (folder / "new" / "acme.yaml").write_text("tenant: [\n", encoding="utf-8")
    assert run(["diff", "old", "new", *TODAY]) == 4
    told = capsys.readouterr()
    assert "2 tenants not compared" in told.err
    assert "→" not in told.out


def test_where_all_could_be_read_a_tenant_is_told_as_gone_or_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old" / "bare.yaml").unlink()
    (folder / "new" / "acme.yaml").write_text("tenant: other\n", encoding="utf-8")
    assert run(["diff", "old", "new", "--format", "jsonl", *TODAY]) == 0
    told = capsys.readouterr()
    assert sorted(json.loads(line)["subject"] for line in told.out.splitlines()) == [
        "acme is gone",
        "bare is new",
        "other is new",
    ]
    assert not told.err
