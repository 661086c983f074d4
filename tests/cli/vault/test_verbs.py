"""Each verb of the command line, and its exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pbxprivacy.cli.vault import app
from pbxprivacy.cli.vault.errors import clean
from tests.cli.vault.home import NUMBER, Home, home


@pytest.fixture
def at(tmp_path: Path) -> Home:
    return home(tmp_path)


def spoil(path: Path, where: int) -> None:
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(data)


def test_a_node_seals_with_public_keys_alone_and_the_archive_ingests(at: Home) -> None:
    node = {"PBXPRIVACY_KEYRING": f"file:{at.folder / 'node.json'}", "PBXPRIVACY_ARCHIVE": None}
    done = at.run("seal", at.plain(), "--into", at.sealed, **node)
    assert done.exit_code == 0, done.output
    assert list(at.spool.iterdir()) == []
    sealed = next(at.sealed.glob("*.pbxr"))
    assert at.run("open", sealed, "--call-id", "x", **node).exit_code == 3
    (row,) = at.rows("ingest", at.sealed, "--retention", "P28D", "--erase-by", "recording")
    assert row["recording"] == sealed.stem
    (hit,) = at.rows("find", "--number-from", "-", given=NUMBER)
    assert (hit["recording"], hit["match"], hit["role"]) == (sealed.stem, "exact", "caller")


def test_open_verify_and_inspect_a_recording(at: Home) -> None:
    name = at.add()
    assert at.run("open", name).stdout_bytes == b"voice"
    out = at.folder / "out.wav"
    assert at.run("open", name, "--out", out).exit_code == 0
    assert out.read_bytes() == b"voice"
    assert at.run("open", name, "--out", out).exit_code == 3
    assert [row["result"] for row in at.rows("verify")] == ["good"]
    (row,) = at.rows("inspect", next(at.sealed.glob("*.pbxr")))
    assert (row["recording"], row["plain_bytes"]) == (name, 5)
    assert row["slots"].startswith("shred ")


def test_damage_is_a_finding_and_salvage_gives_back_what_is_left(at: Home) -> None:
    good, bad = at.add("a.wav"), at.add("b.wav", bytes(100_000))
    path = at.sealed / f"{bad}.pbxr"
    spoil(path, 50_000)
    rows = at.rows("verify", code=1)
    assert sorted((row["recording"], row["result"]) for row in rows) == sorted([(good, "good"), (bad, "bad")])
    out = at.folder / "out.wav"
    assert at.run("open", bad, "--out", out).exit_code == 3
    assert not out.exists()
    (row,) = at.rows("salvage", bad, out, code=1)
    assert row["complete"] is False
    assert out.read_bytes() == bytes(row["saved"])
    assert 0 < row["saved"] < 100_000


def test_rotation_and_reseal(at: Home) -> None:
    name = at.add()
    (row,) = at.rows("rotate")
    assert (row["rotated"], row["current"]) == (0, 1)
    assert at.run("keygen", at.folder / "keys.json", "--successor").exit_code == 0
    (row,) = at.rows("rotate")
    assert (row["rotated"], row["key_table_rows"], row["failed"]) == (0, 1, 0)
    (row,) = at.rows("reseal", name)
    assert row["file_id"] != name
    assert at.run("open", name).stdout_bytes == b"voice"


def test_a_successor_of_the_keys_rotates_what_has_no_erasure_scope(at: Home) -> None:
    at.rows("seal", at.plain(), "--retention", "P28D", "--into", at.sealed)
    at.run("keygen", at.folder / "keys.json", "--successor")
    (row,) = at.rows("rotate")
    assert (row["rotated"], row["failed"]) == (1, 0)
    assert [row["result"] for row in at.rows("verify")] == ["good"]


def test_find_exports_and_erases_with_a_certificate(at: Home) -> None:
    name = at.add()
    number = at.folder / "number"
    number.write_text(NUMBER + "\n")
    dry = at.run("find", "--number-from", number, "--export", at.folder / "bundle", "--erase")
    assert dry.exit_code == 0
    assert "nothing was changed" in dry.stderr
    assert (at.folder / "bundle" / "0001.wav").read_bytes() == b"voice"
    certificate = at.folder / "certificate.json"
    done = at.run(
        "find", "--number-from", number, "--erase", "--yes", "--reason", "request Blue", "--backups", "P30D",
        "--certificate", certificate,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert json.loads(certificate.read_text())["by_key"] == [name]
    assert "cannot be opened any more" in done.stdout
    assert at.run("open", name).exit_code == 3


def test_find_asks_nobody_where_nobody_is(at: Home) -> None:
    done = at.run("find")
    assert done.exit_code == 2
    assert "--number-from" in done.stderr


def test_no_verb_has_a_number_or_a_key_among_its_arguments() -> None:
    for verb in ("find", "erase", "hold", "seal", "keygen", "purge", "watch", "open"):
        text = CliRunner().invoke(app, [verb, "--help"], env={"COLUMNS": "200"}).output.lower()
        assert "--number " not in text
        assert "--key " not in text
        assert "--passphrase " not in text


def test_hold_keeps_and_release_lets_go(at: Home) -> None:
    name = at.add()
    assert at.run("hold", name, "--reason", "case Blue").exit_code == 0
    assert at.rows("purge", "--today", "2026-12-01", "--clock-is-right")[0]["held"] == 0
    assert at.run("erase", name, "--yes", "--reason", "x").exit_code == 3
    assert at.run("hold", name).exit_code == 2
    assert at.run("hold", "0" * 32, "--reason", "case Blue").exit_code == 2
    assert at.run("hold", name, "--release").exit_code == 0
    assert at.run("erase", name, "--yes", "--reason", "x").exit_code == 0


def test_purge_is_a_dry_run_until_it_is_told_to_go_on(at: Home) -> None:
    name = at.add()
    later = ("--today", "2099-01-01")
    (row,) = at.rows("purge", *later)
    assert (row["due"], row["destroyed"]) == (1, 0)
    assert at.run("purge", *later, "--yes").exit_code == 3
    (row,) = at.rows("purge", *later, "--yes", "--clock-is-right", "--reason", "retention")
    assert (row["destroyed"], row["keys_destroyed"], row["keys_scrubbed"]) == (1, 1, True)
    assert not (at.sealed / f"{name}.pbxr").exists()


def test_a_certificate_that_cannot_be_written_stops_the_erasure_before_it_begins(at: Home) -> None:
    name = at.add()
    there = at.folder / "there.json"
    there.write_text("older")
    for wrong in (there, at.folder / "missing" / "certificate.json"):
        erase = ("erase", name, "--yes", "--reason", "x", "--certificate", wrong)
        assert at.run(*erase).exit_code == 3
    assert there.read_text() == "older"
    assert at.run("open", name).stdout_bytes == b"voice"
    at.run("hold", name, "--reason", "case Blue")
    held = at.folder / "held.json"
    assert at.run("erase", name, "--yes", "--reason", "x", "--certificate", held).exit_code == 3
    assert not held.exists()


@pytest.mark.parametrize("what", [["--whole-tenant"], ["--period", "PERIOD"]])
def test_erase_takes_a_tenant_or_a_period(at: Home, what: list[str]) -> None:
    at.add()
    at.rows("seal", at.plain("b.wav"), "--retention", "P28D", "--into", at.sealed, "--erase-by", "tenant")
    day = str(at.rows("find", "--number-from", "-", given=NUMBER)[0]["recorded"])[:7]
    what = [day if part == "PERIOD" else part for part in what]
    assert at.rows("erase", *what)[0]["would_destroy"] == 2
    done = at.run("erase", *what, "--yes", "--reason", "contract ended", "--format", "json")
    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    assert len(made["by_key"]) == (2 if what == ["--whole-tenant"] else 1)
    assert at.rows("find", "--number-from", "-", given=NUMBER) == []


def test_a_quarantined_recording_opens_once_it_is_stamped(at: Home) -> None:
    name = at.add("a.wav", b"voice", "--opt-in-only")
    assert at.run("open", name).exit_code == 3
    assert at.run("stamp", name, "--retention", "P28D").exit_code == 2
    (row,) = at.rows("stamp", name, "--retention", "P28D", "--opted-in-by", "remote party")
    assert row["state"] == "sealed"
    assert at.run("open", name).stdout_bytes == b"voice"


def test_a_bulk_job_that_fails_in_part_says_which_and_ends_with_4(at: Home) -> None:
    at.plain("a.wav")
    at.plain("b.wav", call="nonsense\n")
    done = at.run("seal", at.spool, "--retention", "P28D", "--into", at.sealed)
    assert done.exit_code == 4
    assert "1 sealed, 1 failed" in done.stderr
    assert sorted(path.name for path in at.spool.iterdir()) == ["b.wav", "b.wav.call"]


def test_two_processes_share_a_back_catalogue(at: Home) -> None:
    for number in range(8):
        at.plain(f"{number}.wav", bytes([number]))
    rows = at.rows("seal", at.spool, "--retention", "P28D", "--into", at.sealed, "--processes", "2")
    assert len(rows) == 8
    assert len(at.rows("find", "--number-from", "-", given=NUMBER)) == 8


def test_a_call_file_comes_on_standard_input(at: Home) -> None:
    options = ("--retention", "P28D", "--into", at.sealed, "--call-file", "-")
    at.rows("seal", at.plain(call=None), *options, given=f"caller={NUMBER}\n")
    assert len(at.rows("find", "--number-from", "-", given=NUMBER)) == 1


def test_another_suffix_is_an_option(at: Home) -> None:
    name = at.add("a.wav", b"voice", "--suffix", ".wav")
    assert (at.sealed / f"{name}.wav").exists()
    assert at.run("open", name).stdout_bytes == b"voice"
    for wrong in ("wav", "/x", ".pbxm", ".part"):
        assert at.run("seal", at.plain(), "--suffix", wrong, "--retention", "P1D").exit_code == 2


def test_a_keyring_under_a_passphrase_is_opened_by_a_file(at: Home, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("correct horse\n")
    made = at.run("keygen", tmp_path / "boxed.json", "--passphrase-file", secret)
    assert made.exit_code == 0, made.output
    ring = {"PBXPRIVACY_KEYRING": f"file:{tmp_path / 'boxed.json'}", "PBXPRIVACY_ARCHIVE": None}
    assert at.run("seal", at.plain(), "--into", at.sealed, **ring).exit_code == 3
    sealed = at.run("seal", at.spool / "a.wav", "--into", at.sealed, "--passphrase-file", secret, **ring)
    assert sealed.exit_code == 0, sealed.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["seal"], 2),
        (["nonsense"], 2),
        (["seal", "missing.wav", "--retention", "P28D"], 3),
        (["seal", "missing.wav", "--retention", "90"], 2),
        (["seal", "missing.wav"], 2),
        (["inspect", "missing.pbxr"], 3),
        (["inspect", "/dev/null"], 3),
        (["purge", "--today", "tomorrow"], 2),
        (["purge", "--archive", "missing"], 2),
        (["erase"], 2),
        (["open", "0" * 32], 3),
        (["serve", "--authorise", "nothing:here"], 2),
        (["verify", "--keyring", "file:missing"], 3),
        (["verify", "--keyring", "secret"], 3),
    ],
)
def test_an_error_is_one_line_with_its_code_and_no_traceback(at: Home, arguments: list[str], code: int) -> None:
    done = at.run(*arguments)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    if "Usage:" not in done.stderr:
        assert done.stderr.startswith("pbxprivacy: ")
        assert done.stderr.count("\n") == 1


def test_an_archive_that_others_may_write_keys_into_is_refused(at: Home) -> None:
    (at.archive / "pseudonym.key").chmod(0o644)
    done = at.run("verify")
    assert done.exit_code == 3
    assert "chmod 600" in done.stderr
    (at.folder / "keys.json").chmod(0o640)
    assert at.run("verify").exit_code == 3


def test_what_steers_a_terminal_is_taken_out() -> None:
    assert clean("a\x1b[31mb\u202ec\nd\x9b") == "a\ufffd[31mb\ufffdc\ufffdd\ufffd"


def test_a_number_of_bytes_that_are_no_text_finds_nothing_and_shows_no_traceback(at: Home) -> None:
    at.add()
    odd = at.folder / "odd"
    odd.write_bytes(b"\xff\xfe5550100")
    done = at.run("find", "--number-from", odd)
    assert done.exit_code == 0, done.output
    assert "0 recordings" in done.output


def test_a_hook_does_not_get_a_keyring_that_stands_in_the_environment(
    at: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYS", (at.folder / "node.json").read_text())
    hook = at.folder / "hook"
    hook.write_text(f"#!/bin/sh\nenv > {at.folder}/seen\n")
    hook.chmod(0o700)
    done = at.run("seal", at.plain(), "--keyring", "env:KEYS", "--hook", hook, PBXPRIVACY_ARCHIVE=None)
    assert done.exit_code == 0, done.output
    assert "PATH=" in (at.folder / "seen").read_text()
    assert "KEYS=" not in (at.folder / "seen").read_text()


def test_a_truncated_recording_is_told_without_a_key(at: Home) -> None:
    name = at.add("a.wav", bytes(50_000))
    path = at.sealed / f"{name}.pbxr"
    os.truncate(path, 2 * 4096 + 56 + 16_400)
    (row,) = at.rows("inspect", path)
    assert row["truncated"] is True


@pytest.mark.parametrize("arguments", [["--help"], ["seal", "--help"]])
def test_help_is_as_plain_as_that_of_the_other_commands(at: Home, arguments: list[str]) -> None:
    done = at.run(*arguments)
    assert done.exit_code == 0
    assert "Options:" in done.output
    assert not set("╭│╰") & set(done.output)
    assert "--install-completion" not in done.output
    assert "... " not in done.output.partition("Commands:")[2].replace("...\n", "... ")
