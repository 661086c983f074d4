from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pbxprivacy.cli.run import run
from pbxprivacy.cli.shipped import EXAMPLES, example, starter
from pbxprivacy.loading import load_text

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = ["--today", "2026-11-21"]
LOUD = """
tenant: acme
country: DE
parties:
  dialer: {name: Dialer Co, role: processor, country: US}
trunks: {lines: {main: {}}}
crm: {enabled: true, vendor: dialer, sync_contacts: true}
database_grant: {enabled: true, application: dialer, permit: [0.0.0.0/0]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    (tmp_path / "loud.yaml").write_text(LOUD, encoding="utf-8")
    (tmp_path / "bare.yaml").write_text("tenant: bare\n", encoding="utf-8")
    return tmp_path


def rows(path: Path, tenants: int, **fields: object) -> Path:
    lines = (json.dumps({"tenant": f"t{number}", **fields}) for number in range(tenants))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_clean_tenant_exits_0_and_one_with_findings_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "bare.yaml", *TODAY]) == 0
    assert "1 tenant" in capsys.readouterr().out
    assert run(["check", "loud.yaml", *TODAY]) == 1
    out = capsys.readouterr().out
    assert "loud.yaml:8:62  high  access-open-in-one-family" in out
    assert "database_grant.permit admits the IPv4 Internet at large" in out


def test_fail_on_sets_the_least_severity_for_which_a_check_exits_1(folder: Path) -> None:
    file = folder / "medium.yaml"
    file.write_text("tenant: m\ntrunks: {lines: {main: {}}}\n", encoding="utf-8")
    assert run(["check", "medium.yaml", "--fail-on", "high"]) == 0
    assert run(["check", "medium.yaml", "--fail-on", "medium"]) == 1
    assert run(["check", "bare.yaml", "--fail-on", "info"]) == 1


def test_wrong_usage_exits_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chek", "bare.yaml"]) == 2
    assert "did you mean check?" in capsys.readouterr().err
    assert run(["check"]) == 2
    assert run(["check", "bare.yaml", "--format", "pdf"]) == 2
    assert "Invalid value for '--format' / '-f': 'pdf' is not one of" in capsys.readouterr().err
    for day in ("tomorrow", "20261231", "2026-W53-1", "2026-02-30"):
        assert run(["check", "bare.yaml", "--today", day]) == 2
    assert run(["explain", "no-such-rule"]) == 2
    assert run(["explain", "loud.yaml", "dailer"]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert run([]) == 2


def test_input_that_cannot_be_read_exits_3(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.yaml").write_text("tenant: bad\ncountry: NOPE\n", encoding="utf-8")
    for verb in ("check", "inventory"):
        assert run([verb, "bad.yaml"]) == 3
        assert "bad.yaml:2:10: bad: country" in capsys.readouterr().err
        assert run([verb, "absent.yaml"]) == 3
        assert "absent.yaml" in capsys.readouterr().err
    assert run(["explain", "bad.yaml", "x"]) == 3
    assert run(["diff", "bad.yaml", "bare.yaml"]) == 3


def test_a_bulk_run_tells_every_fault_does_the_rest_and_exits_4(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text("tenant: bad\ncountry: NOPE\n", encoding="utf-8")
    (folder / "worse.yaml").write_text("tenant: [\n", encoding="utf-8")
    assert run(["check", ".", *TODAY]) == 4
    told = capsys.readouterr()
    assert "bad.yaml:2:10" in told.err
    assert "worse.yaml" in told.err
    assert "2 tenants" in told.out
    assert run(["inventory", ".", *TODAY]) == 4
    assert "What bare exposes" in capsys.readouterr().out


def test_inventory_and_diff_exit_0_unless_the_exit_code_is_asked_for(folder: Path) -> None:
    assert run(["inventory", "loud.yaml"]) == 0
    assert run(["inventory", "loud.yaml", "--exit-code"]) == 1
    assert run(["inventory", "bare.yaml", "--exit-code"]) == 0
    assert run(["diff", "bare.yaml", "loud.yaml"]) == 0
    assert run(["diff", "bare.yaml", "loud.yaml", "--exit-code"]) == 1
    assert run(["diff", "loud.yaml", "bare.yaml", "--exit-code"]) == 0


def test_a_finding_that_a_person_took_on_is_told_apart_and_lets_the_check_pass(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m.yaml").write_text("tenant: m\ntrunks: {lines: {main: {}}}\n", encoding="utf-8")
    (folder / "waivers.yaml").write_text(
        "waivers:\n- {rule: recipient-unknown, tenant: m, reason: asked the carrier, expires: 2026-12-31}\n",
        encoding="utf-8",
    )
    assert run(["check", "m.yaml", "--waivers", "waivers.yaml", *TODAY]) == 0
    out = capsys.readouterr().out
    assert "1 waived" in out
    assert "asked the carrier" in out
    assert run(["check", "m.yaml", "--waivers", "waivers.yaml", "--today", "2027-01-01"]) == 1
    assert "waiver-expired" in capsys.readouterr().out


def test_the_standard_input_is_a_file_named_by_a_dash() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pbxprivacy", "inventory", "-", *TODAY],
        input=LOUD,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "Dialer Co (US)" in done.stdout
    assert "\x1b" not in done.stdout


def test_more_than_some_tens_of_tenants_are_summed_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fleet = rows(folder / "fleet.jsonl", 40, trunks={"lines": {"main": {"carrier": "tenant"}}})
    assert run(["inventory", str(fleet)]) == 0
    assert capsys.readouterr().out.startswith("40 tenants\n")
    assert run(["inventory", str(fleet), "--each"]) == 0
    assert capsys.readouterr().out.count("What t") >= 40
    assert run(["inventory", str(fleet), "--format", "jsonl"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 40
    assert run(["inventory", "loud.yaml", "--summary", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "pbxprivacy.fleet"


def test_a_saved_inventory_is_compared_with_the_tenant_of_today(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["inventory", "loud.yaml", "--format", "json", "-o", "saved.json"]) == 0
    (folder / "loud.yaml").write_text(LOUD.replace("sync_contacts: true", "sync_contacts: false"), encoding="utf-8")
    assert run(["diff", "saved.json", "loud.yaml"]) == 0
    out = capsys.readouterr().out
    assert "No longer exposed" in out
    assert "name of contact" in out
    assert "The configuration changed." in out


def test_another_version_of_the_model_is_told_as_such(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "loud.yaml", "--format", "json", "-o", "saved.json"]) == 0
    saved = json.loads((folder / "saved.json").read_text(encoding="utf-8"))
    (folder / "saved.json").write_text(json.dumps({**saved, "model": "2000.01"}), encoding="utf-8")
    assert run(["diff", "saved.json", "loud.yaml"]) == 0
    assert "another version of the model" in capsys.readouterr().out


def test_two_directories_are_compared_by_tenant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, tenants in (("old", ("a", "b")), ("new", ("b", "c"))):
        (folder / name).mkdir()
        for tenant in tenants:
            (folder / name / f"{tenant}.yaml").write_text(LOUD.replace("acme", tenant), encoding="utf-8")
    assert run(["diff", "old", "new"]) == 0
    out = capsys.readouterr().out
    assert "c is new" in out
    assert "a is gone" in out
    assert "at b" not in out


def test_many_changed_tenants_are_summed_up_by_recipient(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = rows(folder / "old.jsonl", 60)
    new = rows(folder / "new.jsonl", 60, trunks={"lines": {"main": {"carrier": "twilio"}}})
    assert run(["diff", str(old), str(new)]) == 0
    out = capsys.readouterr().out
    assert "60 tenants compared · 60 changed" in out
    assert "Twilio" in out
    assert run(["diff", str(old), str(old)]) == 0
    assert "No recipient gained or lost." in capsys.readouterr().out


def test_what_if_tells_what_a_setting_would_change_and_changes_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["whatif", "loud.yaml", "crm.sync_contacts=false"]) == 0
    assert "No longer exposed" in capsys.readouterr().out
    assert (folder / "loud.yaml").read_text(encoding="utf-8") == LOUD
    assert run(["whatif", "loud.yaml", "database_grant.permit=[192.0.2.1/32]"]) == 0
    assert "gained: address restriction" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("crm.sync=1", "there is no setting 'crm.sync'"),
        ("crm.enabled", "no value for 'crm.enabled'"),
        ("crm.enabled=perhaps", "crm.enabled"),
        ("crm.vendor=nobody", "nobody defined the party nobody"),
        ("crm.vendor=[", "["),
    ],
)
def test_a_setting_that_makes_no_sense_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], setting: str, told: str
) -> None:
    assert run(["whatif", "loud.yaml", setting]) == 2
    assert told in capsys.readouterr().err


def test_what_if_names_the_settings_that_remove_an_exposure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", "loud.yaml", "--remove", "dialer", "-r", "contact.name", "-r", "contact"]) == 0
    out = capsys.readouterr().out
    assert "crm.sync_contacts = false" in out
    assert "or database_grant.permit = []" in out
    assert run(["whatif", "loud.yaml", "crm.enabled=false", "--remove", "dialer"]) == 2


def test_what_if_without_settings_tells_what_one_more_would_expose(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["whatif", "loud.yaml"]) == 0
    assert "crm.tls" in capsys.readouterr().out


def test_explain_says_so_where_nothing_is_exposed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "fresh.yaml").write_text("pbxprivacy: 1\ntenant: acme\n", encoding="utf-8")
    assert run(["explain", "fresh.yaml"]) == 0
    assert "Nothing reaches anybody but the tenant and the operator." in capsys.readouterr().out


def test_explain_tells_an_exposure_in_sentences_and_a_rule_by_its_id(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", "loud.yaml", "Dialer Co", "service/database_grant"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "database_grant.permit admits 0.0.0.0/0" in out
    assert run(["explain", "access-open-in-one-family"]) == 0
    assert "Why:" in capsys.readouterr().out
    assert run(["explain", "rules", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rules"]) > 20


def test_the_demo_writes_three_tenants_and_overwrites_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["demo", *TODAY]) == 0
    out = capsys.readouterr().out
    assert out.count("What this does not say") == 3
    assert sorted(path.name for path in (folder / "demo").iterdir()) == sorted(EXAMPLES)
    assert run(["demo", *TODAY]) == 0
    (folder / "demo" / "loud.yaml").write_text("mine", encoding="utf-8")
    assert run(["demo", *TODAY]) == 2
    assert (folder / "demo" / "loud.yaml").read_text(encoding="utf-8") == "mine"
    assert run(["demo", "--directory", "loud.yaml"]) == 3


def test_init_writes_a_file_that_exposes_nothing_and_never_overwrites(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init"]) == 0
    assert run(["inventory", "tenant.yaml", "--exit-code"]) == 0
    assert run(["check", "tenant.yaml"]) == 0
    capsys.readouterr()
    assert run(["init", "loud.yaml"]) == 2
    assert (folder / "loud.yaml").read_text(encoding="utf-8") == LOUD
    capsys.readouterr()
    assert run(["init", "acme.json"]) == 2
    assert "the file to start from is YAML (name it acme.yaml)" in capsys.readouterr().err
    assert not (folder / "acme.json").exists()


def test_every_setting_that_the_starting_file_offers_is_valid() -> None:
    lines = starter().splitlines()
    offered = "\n".join(line.removeprefix("# ") for line in lines if not line.startswith("# yaml-"))
    (loaded,) = load_text(offered)
    assert loaded.tenant.call_recording.rules
    assert loaded.tenant.unknown


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_in_the_repository_are_those_in_the_package(name: str) -> None:
    assert (ROOT / "examples" / name).read_text(encoding="utf-8") == example(name)


def test_the_quiet_example_has_no_findings_and_the_others_have(folder: Path) -> None:
    assert [run(["check", str(ROOT / "examples" / name), *TODAY]) for name in EXAMPLES] == [0, 1, 1]


def test_the_schemas_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:pbxprivacy:tenant:1"
    assert run(["schema", "report"]) == 0
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:pbxprivacy:report:1"


def test_a_catalogue_of_parties_serves_all_tenants(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "parties.yaml").write_text("parties: {telco: {name: Shared Telco, country: DE}}\n", encoding="utf-8")
    (folder / "t.yaml").write_text("tenant: t\ntrunks: {lines: {main: {carrier: telco}}}\n", encoding="utf-8")
    assert run(["inventory", "t.yaml"]) == 3
    assert run(["inventory", "t.yaml", "--parties", "parties.yaml"]) == 0
    assert "Shared Telco (DE)" in capsys.readouterr().out


def test_the_version_and_the_help_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("pbxprivacy ")
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for verb in ("demo", "init", "check", "inventory", "explain", "diff", "whatif", "schema", "vault"):
        assert f"  {verb} " in out
        assert run([verb, "--help"]) == 0
    assert "Exit codes" in out


def test_an_interrupted_run_exits_130(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pbxprivacy.inventory.inventory.Inventory.of", interrupted)
    assert run(["inventory", "loud.yaml"]) == 130


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    rows(folder / "fleet.jsonl", 400, trunks={"lines": {"main": {}}})
    command = f"{sys.executable} -m pbxprivacy inventory --each fleet.jsonl | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("What t0 exposes")
    assert done.returncode == 0


def test_a_check_of_one_file_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys\nfrom pbxprivacy.cli.run import run\nrun(['check', 'loud.yaml'])\n"
        "print([name for name in ('rich', 'jinja2', 'cryptography', 'hypothesis') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.endswith("[]\n")
