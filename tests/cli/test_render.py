from __future__ import annotations

from pathlib import Path

import pytest

from pbxprivacy.cli.run import run

QUIET = """
tenant: quiet
cdr: {enabled: false}
voicemail: {enabled: false}
operation_log: {enabled: false}
"""
LOUD = "tenant: loud\ncdr: {retention: P90D}\nvoicemail: {mailed: text}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quiet.yaml").write_text(QUIET)
    (tmp_path / "loud.yaml").write_text(LOUD)
    return tmp_path


def test_files_are_written_and_what_they_cannot_say_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "asterisk", "loud.yaml", "-o", "out"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "not rendered: voicemail.mailed = text: " in said.err
    assert "15 written, 0 unchanged in out" in said.err
    assert (folder / "out" / "manager.conf").exists()


def test_strict_exits_1_if_anything_was_told(folder: Path) -> None:
    assert run(["render", "asterisk", "loud.yaml", "-o", "out", "--strict", "--quiet"]) == 1


def test_a_second_time_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["render", "asterisk", "quiet.yaml", "-o", "out"])
    capsys.readouterr()
    assert run(["render", "asterisk", "quiet.yaml", "-o", "out"]) == 0
    assert "0 written, 15 unchanged" in capsys.readouterr().err


def test_the_version_and_the_place_on_the_server_are_options(folder: Path) -> None:
    (folder / "loud.yaml").write_text("tenant: l\nqueues: {names: [sales]}\ncall_recording: {mode: always}\n")
    run(["render", "asterisk", "loud.yaml", "-o", "out", "--asterisk", "20", "--installed", "/opt/acme"])
    assert "monitor-type" in (folder / "out" / "queues.conf").read_text()
    assert "/bin/sh /opt/acme/seal.sh" in (folder / "out" / "extensions.conf").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["loud.yaml", "-o", "out", "--asterisk", "18"],
        ["loud.yaml", "-o", "out", "--installed", "here; rm -rf"],
        ["loud.yaml"],
        ["."],
    ],
)
def test_wrong_usage_exits_2_and_writes_nothing(folder: Path, arguments: list[str]) -> None:
    assert run(["render", "asterisk", *arguments]) == 2
    assert not (folder / "out").exists()


def test_two_tenants_are_refused(folder: Path) -> None:
    (folder / "two.yaml").write_text("tenant: a\n---\ntenant: b\n")
    assert run(["render", "asterisk", "two.yaml", "-o", "out"]) == 2


def test_somebody_elses_files_are_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "cdr.conf").write_text("[general]\n")
    assert run(["render", "asterisk", "loud.yaml", "-o", "out"]) == 2
    assert (folder / "out" / "cdr.conf").read_text() == "[general]\n"
    assert "cdr.conf: somebody else's file" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_exits_3(folder: Path) -> None:
    assert run(["render", "asterisk", "nothing.yaml", "-o", "out"]) == 3


def test_hostile_values_do_not_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loud.yaml").write_text('tenant: l\ntrunks: {lines: {"a\\e[31m\\nb": {}}}\n')
    run(["render", "asterisk", "loud.yaml", "-o", "out"])
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "trunks.lines = a\\x1b[31m\\nb" in err
