from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxprivacy.cli.output import OutputError, look_of, write, write_new
from pbxprivacy.errors import UsageError


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("before", encoding="utf-8")

    def failing() -> Iterator[str]:
        yield "half"
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        write(failing(), file)
    assert file.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    write(["a", "b"], file)
    assert file.read_text(encoding="utf-8") == "ab"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_a_file_too(tmp_path: Path) -> None:
    write([], tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b""


def test_a_file_keeps_its_rights_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.touch()
    file.chmod(0o640)
    write(["x"], file)
    assert file.stat().st_mode & 0o777 == 0o640
    umask = os.umask(0o022)
    try:
        write(["x"], tmp_path / "new")
    finally:
        os.umask(umask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write(["x"], tmp_path / "absent" / "out")


def test_a_terminal_of_few_letters_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    write(["naïve → x\n"], None)
    assert raw.getvalue() == b"na\\xefve \\u2192 x\n"


def test_pipes_and_files_get_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert not look_of(None).is_terminal
    assert look_of(None).width == 100
    monkeypatch.setenv("COLUMNS", "70")
    assert look_of(tmp_path / "out").width == 70
    monkeypatch.setenv("COLUMNS", "wide")
    assert look_of(None).width == 100


@pytest.mark.parametrize(
    ("environment", "has_colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_terminals_get_colours_unless_somebody_said_no(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], has_colour: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    look = look_of(None)
    assert look.is_terminal
    assert look.has_colour is has_colour


def test_a_new_file_replaces_nothing_but_itself(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "new"
    write_new(file, "text")
    write_new(file, "text")
    with pytest.raises(UsageError, match="not overwritten"):
        write_new(file, "other")
    assert file.read_text(encoding="utf-8") == "text"
    with pytest.raises(OutputError, match="cannot be written"):
        write_new(file / "below", "text")
