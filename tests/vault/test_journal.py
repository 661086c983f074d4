"""The journal: closed fields, appended lines, no numbers."""

from __future__ import annotations

import json
import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pbxprivacy.errors import StorageError, UsageError
from pbxprivacy.vault.journal import Journal

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def write_many(path: Path, who: str) -> None:
    journal = Journal(path)
    for _ in range(50):
        journal.write("purge", actor=who, reason="x" * 500)


def test_a_line_says_when_what_and_which(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", clock=lambda: AT)
    journal.write("purge", tenant="Grüße\n\x1b[2J", recording="0" * 32, actor=None)
    (line,) = (tmp_path / "journal.jsonl").read_text().splitlines()
    assert line.isascii()
    assert json.loads(line) == {
        "at": "2026-11-21T12:00:00.000+00:00",
        "event": "purge",
        "tenant": "Grüße\n\x1b[2J",
        "recording": "0" * 32,
    }
    assert list(journal) == [json.loads(line)]


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no field number"):
        Journal(tmp_path / "journal.jsonl").write("find", number="x")
    assert not (tmp_path / "journal.jsonl").exists()


@pytest.mark.parametrize("field", ["actor", "reason", "result"])
def test_a_typed_number_is_refused_and_not_repeated(tmp_path: Path, field: str) -> None:
    with pytest.raises(UsageError) as refused:
        Journal(tmp_path / "journal.jsonl").write("purge", **{field: "on request of (030) 5550-100"})
    assert "5550" not in str(refused.value)


def test_lines_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(path, who)) for who in ("one", "two")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(str(line["actor"]) for line in Journal(path)) == ["one"] * 50 + ["two"] * 50


def test_a_line_cut_short_by_a_crash_is_left_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.write("purge")
    with journal.path.open("a") as file:
        file.write('{"at": "2026')
    assert [line["event"] for line in journal] == ["purge"]


def test_a_line_after_one_that_was_cut_short_stands_on_its_own(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text('{"at": "2026')
    journal.write("purge")
    assert [line["event"] for line in journal] == ["purge"]


def test_a_journal_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Journal(tmp_path / "missing" / "journal.jsonl").write("purge")


def test_a_journal_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert list(Journal(tmp_path / "journal.jsonl")) == []


def test_a_wide_umask_opens_no_line_to_others_and_each_line_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    before = os.umask(0)
    try:
        Journal(tmp_path / "journal.jsonl").write("find", count=1)
    finally:
        os.umask(before)
    assert (tmp_path / "journal.jsonl").stat().st_mode & 0o777 == 0o600
    assert len(flushed) == 1
