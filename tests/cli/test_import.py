"""A PBX's own directory on the command line: imported, told, checked and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pbxprivacy.adapters import ADAPTERS
from pbxprivacy.cli.options import Product
from pbxprivacy.cli.run import run
from pbxprivacy.loading import load
from pbxprivacy.reports.schema import report_schema

TODAY = ["--today", "2026-11-21"]
CANARY = "Kanarie9vogel"
MANAGER = f"[general]\nenabled=yes\nbindaddr=0.0.0.0\n[dialer]\nsecret={CANARY}\nread=call\n"
PHONE = f"[100]\ntype=endpoint\ncontext=in\nauth=100\n[100]\ntype=auth\npassword={CANARY}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, rules in (("before", "deny=0.0.0.0/0\npermit=192.0.2.7\n"), ("after", "")):
        directory = tmp_path / name
        directory.mkdir()
        for file, text in {
            "modules.conf": "[modules]\nautoload=yes\n",
            "extensions.conf": "[in]\nexten => 1,1,Hangup()\n",
            "manager.conf": MANAGER + rules,
            "pjsip.conf": PHONE,
        }.items():
            (directory / file).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_adapter_can_be_named() -> None:
    assert {product.value for product in Product} == set(ADAPTERS)


def test_import_writes_a_tenant_file_with_the_places_of_its_values(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", "asterisk", "before", "--tenant", "acme", "-o", "acme.yaml"]) == 0
    text = (folder / "acme.yaml").read_text(encoding="utf-8")
    assert 'permit: ["192.0.2.7/32"]  # manager.conf:8: permit = 192.0.2.7' in text
    assert text.startswith("# Read from Asterisk 16 to 22: ")
    assert CANARY not in text
    (loaded,) = load("acme.yaml")
    assert loaded.tenant.tenant == "acme"
    assert run(["import", "asterisk", "before"]) == 0
    assert "tenant: before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["import", "asterisk", "nowhere"], 3, "not a directory"),
        (["import", "fax", "before"], 2, "fax"),
        (["import", "asterisk", "before", "--version", "3"], 2, "not known"),
        (["inventory", "--from", "asterisk", "nowhere", *TODAY], 3, "cannot be read"),
        (["inventory", "before", "before/../before", *TODAY], 4, "second tenant"),
        (["inventory", "before", "before", *TODAY], 4, "second tenant"),
        (["inventory", "before.yaml", "before", *TODAY], 4, "before.yaml: a second tenant of this name, after before"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    (folder / "before.yaml").write_text("tenant: before\n", encoding="utf-8")
    assert run(arguments) == code
    assert said in capsys.readouterr().err


def test_inventory_of_a_directory_tells_what_it_was_read_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inventory", "--from", "asterisk", "after", *TODAY]) == 0
    out = capsys.readouterr().out
    assert "anyone who can connect" in out
    assert "What this was read from" in out
    assert "IN EFFECT listener: ami: address 0.0.0.0; port 5038" in out
    assert CANARY not in out


def test_its_json_is_what_the_schema_promises_and_lists_everything(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "after" / "queues.conf").write_text("#include gone.conf\n", encoding="utf-8")
    assert run(["inventory", "after", "--format", "json", *TODAY]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(report_schema()).validate(document)
    sources = document["sources"]
    assert "manager.conf" in sources["read"]
    assert [each["evidence"] for each in sources["rejected"]] == [["queues.conf:1"]]
    assert {each["state"] for each in sources["ineffective"]} <= {"inert", "unreachable"}
    assert "queues.names" in document["unknown"]


def test_a_tenant_file_has_no_such_part(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.yaml").write_text("tenant: plain\n", encoding="utf-8")
    assert run(["inventory", "plain.yaml", "--format", "json", *TODAY]) == 0
    assert "sources" not in json.loads(capsys.readouterr().out)


def test_findings_point_at_the_lines_of_the_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "after", *TODAY]) == 1
    out = capsys.readouterr().out
    assert "manager.conf:6  high  access-open-in-one-family" in out or "manager.conf:5  high  access-open" in out
    assert CANARY not in out


def test_diff_of_two_directories_gates_what_a_change_newly_exposes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "before", "after", "--exit-code", *TODAY]) == 1
    out = capsys.readouterr().out
    assert "Newly exposed" in out
    assert "anyone who can connect" in out
    assert CANARY not in out
    assert run(["diff", "after", "before", "--exit-code", *TODAY]) == 0
    assert run(["diff", "before", "before", "--exit-code", *TODAY]) == 0


def test_directories_and_files_are_told_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.yaml").write_text("tenant: plain\n", encoding="utf-8")
    assert run(["inventory", "before", "plain.yaml", "after", *TODAY]) == 0
    out = capsys.readouterr().out
    assert all(f"What {name} exposes" in out for name in ("before", "plain", "after"))
    assert run(["inventory", "before", "plain.yaml", "after", "--summary", *TODAY]) == 0


def test_what_a_catalogue_declares_of_a_party_that_turned_up_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = "parties: {ami-dialer: {name: Dialer Co, country: US, role: processor}}\n"
    (folder / "parties.yaml").write_text(catalogue, encoding="utf-8")
    assert run(["inventory", "before", "--parties", "parties.yaml", *TODAY]) == 0
    assert "Dialer Co (US)" in capsys.readouterr().out


def test_explain_and_whatif_take_a_directory_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", "after", "--remove", "anyone", *TODAY]) == 0
    assert "ami.applications[ami-dialer].permit" in capsys.readouterr().out


def test_a_directory_of_tenant_files_stays_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tenants").mkdir()
    (folder / "tenants" / "plain.yaml").write_text("tenant: plain\n", encoding="utf-8")
    assert run(["inventory", "tenants", *TODAY]) == 0
    assert "What plain exposes" in capsys.readouterr().out
