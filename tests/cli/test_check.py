from __future__ import annotations

import json
from pathlib import Path

import pytest

from pbxprivacy.cli.run import run

TODAY = ["--today", "2026-11-21"]
WAIVER = {"rule": "legal-basis-missing", "tenant": "t1", "reason": "the lawyers are at it", "expires": "2027-01-01"}


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    settings: list[dict[str, object]] = [{}, {"trunks": {"lines": {"main": {}}}}, {}, {"cdr": {"retention": 90}}]
    lines = [json.dumps({"tenant": f"t{number}", "country": "DE", **each}) for number, each in enumerate(settings)]
    (tmp_path / "fleet.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_fleet_is_summed_up_by_rule(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "fleet.jsonl", "--summary", *TODAY]) == 4
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line] == [
        "Rule Severity Tenants",
        "recipient-unknown medium 1",
        "legal-basis-missing info 3",
        "3 tenants · 1 medium · 3 info · 1 could not be read",
    ]


def test_what_a_person_took_on_is_not_among_the_findings_that_are_summed_up(
    fleet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet / "waivers.json").write_text(json.dumps({"waivers": [WAIVER]}), encoding="utf-8")
    run(["check", "fleet.jsonl", "--summary", "--waivers", "waivers.json", "--format", "json", *TODAY])
    told = json.loads(capsys.readouterr().out)
    assert (told["tenants"], told["waived"], told["unread"]) == (3, 1, 1)
    assert told["findings"] == {"info": 2, "low": 0, "medium": 1, "high": 0}
    assert told["by_rule"][-1] == {"rule": "legal-basis-missing", "severity": "info", "tenants": 2}


def test_a_summary_fails_for_the_same_findings_as_telling_each(fleet: Path) -> None:
    (fleet / "fleet.jsonl").write_text('{"tenant": "t1", "trunks": {"lines": {"main": {}}}}', encoding="utf-8")
    for summary in ([], ["--summary"]):
        assert run(["check", "fleet.jsonl", *summary, *TODAY]) == 1
        assert run(["check", "fleet.jsonl", "--waivers", "none.json", *summary, *TODAY]) == 3
    (fleet / "fleet.jsonl").write_text('{"tenant": "t1"}', encoding="utf-8")
    assert run(["check", "fleet.jsonl", "--summary", *TODAY]) == 0


def test_nothing_is_written_where_nothing_could_be_read(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "none.jsonl", "--summary", "--output", "told", *TODAY]) == 3
    assert not (fleet / "told").exists()
    assert capsys.readouterr().out == ""


def test_a_fleet_that_could_not_be_read_as_a_whole_says_so(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "fleet.jsonl", "--summary", *TODAY]) == 4
    assert "1 could not be read, and are not in this." in capsys.readouterr().out
    run(["inventory", "fleet.jsonl", "--summary", "--format", "json", *TODAY])
    assert json.loads(capsys.readouterr().out)["unread"] == 1


def test_a_finding_about_the_operator_is_told_where_the_operator_is_declared(
    fleet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (fleet / "acme.yaml").write_text(
        "tenant: acme\ncountry: DE\n"
        "organisation:\n  operator: {name: Voco, country: US}\n  controller: {name: Acme}\n"
        "parties:\n  controller: {name: Other, country: US}\n"
        "crm: {enabled: true, vendor: controller}\ntrunks: {lines: {main: {}}}\n",
        encoding="utf-8",
    )
    run(["check", "acme.yaml", "--format", "json", *TODAY])
    found = json.loads(capsys.readouterr().out)["documents"][0]["findings"]
    lines = {
        finding["recipient"]: [evidence["line"] for evidence in finding["evidence"]]
        for finding in found
        if finding["rule"] == "transfer-without-mechanism"
    }
    assert lines == {"operator": [4], "controller": [7]}
