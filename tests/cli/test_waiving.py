"""What is odd about waivers themselves is told on standard error, and changes no exit code."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from pbxprivacy.cli.run import run
from pbxprivacy.cli.waiving import Waiving
from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Waiver

TODAY = ["--today", "2026-11-21"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet.jsonl").write_text('{"tenant": "acme"}\n{"tenant": "voco"}\n', encoding="utf-8")
    return tmp_path


def waivers(folder: Path, *entries: str) -> None:
    lines = (f"- {{{entry}, reason: known, expires: 2026-12-31}}\n" for entry in entries)
    (folder / "waivers.yaml").write_text(f"waivers:\n{''.join(lines)}", encoding="utf-8")


def given(tenant: str, rule: str = "recipient-unknown") -> Waiver:
    return Waiver.model_validate({"rule": rule, "tenant": tenant, "reason": "known", "expires": "2026-12-31"})


@pytest.mark.parametrize("summary", [[], ["--summary"]])
def test_a_waiver_of_a_tenant_that_did_not_occur_is_told_with_the_nearest_name(
    folder: Path, capsys: pytest.CaptureFixture[str], summary: list[str]
) -> None:
    waivers(folder, "tenant: acme, rule: legal-basis-missing", "tenant: vocco, rule: legal-basis-missing")
    assert run(["check", "fleet.jsonl", "--waivers", "waivers.yaml", *summary, *TODAY]) == 0
    assert capsys.readouterr().err == (
        "warning: waivers.yaml:3:3: vocco: this waiver is of a tenant that was not read"
        " (did you mean voco? Mend its name, or take the waiver out)\n"
    )


def test_waivers_of_tenants_that_occur_are_told_nothing_about(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waivers(folder, "tenant: acme, rule: legal-basis-missing", "tenant: voco, rule: recipient-unknown")
    assert run(["check", "fleet.jsonl", "--waivers", "waivers.yaml", *TODAY]) == 0
    assert capsys.readouterr().err == ""


def test_a_tenant_that_could_not_be_read_may_be_the_one_that_is_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "fleet.jsonl").write_text('{"tenant": "acme"}\n{"tenant": "voco", "x": 1}\n', encoding="utf-8")
    waivers(folder, "tenant: voco, rule: legal-basis-missing")
    assert run(["check", "fleet.jsonl", "--waivers", "waivers.yaml", *TODAY]) == 4
    told = capsys.readouterr().err.splitlines()[-1]
    assert told == (
        "warning: waivers.yaml:2:3: voco: this waiver is of a tenant that was not read"
        " (it may be among the 1 that could not be read)"
    )


def test_a_waiver_of_a_rule_that_does_not_exist_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waivers(folder, "tenant: acme, rule: legal-basis-mising", "tenant: acme, rule: waiver-expired")
    assert run(["check", "fleet.jsonl", "--waivers", "waivers.yaml", *TODAY]) == 0
    first, second = capsys.readouterr().err.splitlines()
    assert first == (
        "warning: waivers.yaml:2:3: acme: there is no rule legal-basis-mising"
        " (did you mean legal-basis-missing? `pbxprivacy explain rules` lists them)"
    )
    assert second == (
        "warning: waivers.yaml:3:3: acme: what is found about waivers cannot be waived"
        " (mend the waiver that waiver-expired is about)"
    )


def test_of_many_waivers_of_other_tenants_the_first_are_told_and_the_rest_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waivers(
        folder, *(f"tenant: other{number:02}, rule: recipient-unknown" for number in range(30)), "tenant: acm, rule: x"
    )
    run(["check", "fleet.jsonl", "--waivers", "waivers.yaml", *TODAY])
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 11
    assert "there is no rule x" in told[0]
    assert "did you mean acme?" in told[1]
    assert told[-1] == "warning: 22 more about waivers"


@pytest.mark.parametrize(
    "meant", ["Tenant-099999", "tenant-09999", "tenant-0999990", "tenant_099999", "tennant-099999"]
)
def test_among_many_tenants_one_whose_name_differs_in_one_sign_is_found(meant: str) -> None:
    waiving = Waiving({given(meant): Evidence()})
    for number in range(100_000):
        waiving.of(f"tenant-{number:06}")
    (warning, *_) = waiving.warnings(0)
    assert "did you mean tenant-099999?" in warning


def test_of_many_tenants_only_few_names_are_kept() -> None:
    waiving = Waiving({given(f"tenant-{number:06}x"): Evidence() for number in range(0, 20_000, 200)})
    tracemalloc.start()
    for number in range(20_000):
        waiving.of(f"tenant-{number:06}")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000
