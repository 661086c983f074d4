"""A number that only the calls hold: it must be in no name, byte, line or process argument that stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.vault.home import Home, home

CANARY = "7418529630"
VOICE = b"spoken canary: 7418529630 "


@pytest.fixture
def at(tmp_path: Path) -> Home:
    return home(tmp_path)


def command(at: Home, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pbxprivacy.cli.vault", *map(str, arguments)],
        env=os.environ | at.environment | {"PYTHONPATH": str(Path(__file__).parents[3])},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def spy(at: Home) -> Path:
    """A hook that writes down the arguments of every process, and what it was told."""
    program = at.folder / "hook"
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\n"
        "for process in pathlib.Path('/proc').glob('[0-9]*/cmdline'):\n"
        "    try: line = process.read_bytes()\n"
        "    except OSError: continue\n"
        f"    open({str(at.folder / 'arguments')!r}, 'ab').write(line)\n"
        f"open({str(at.folder.parent / 'heard')!r}, 'a').write(sys.stdin.read())\n"
    )
    program.chmod(0o755)
    return program


def test_a_number_stays_nowhere(at: Home) -> None:
    for number in range(3):
        call = f"call_id=call-{number}\ncaller=+{CANARY}\n"
        at.plain(f"out-{CANARY}-20{number}.wav", VOICE * 2000, call)
    at.plain(f"broken-{CANARY}.wav", VOICE, f"caler={CANARY}\n")
    rules = ("--retention", "P28D", "--erase-by", "recording", "--into", at.sealed)
    said = [
        command(at, "seal", at.spool, *rules, "--hook", spy(at)),
        command(at, "seal", at.spool / f"missing-{CANARY}.wav", *rules),
        command(at, "find", "--number-from", "-", given=f"+{CANARY}\n"),
        command(at, "find", "--number-from", "-", "--export", at.folder / "bundle", given=f"+{CANARY}"),
        command(at, "erase", "--whole-tenant", "--yes", "--reason", f"wish of {CANARY}"),
        command(at, "verify"),
        command(at, "rotate"),
        command(at, "erase", "--whole-tenant", "--yes", "--reason", "request Blue", "--certificate", at.folder / "c"),
    ]
    assert [done.returncode for done in said] == [4, 3, 0, 0, 2, 0, 0, 0], said
    assert "3 recordings" in said[2].stderr
    for done in said:
        assert CANARY not in done.stdout + done.stderr
    assert CANARY in (at.folder.parent / "heard").read_text()
    (broken,) = at.spool.glob("*.wav")
    broken.with_name(broken.name + ".call").unlink()
    broken.unlink()
    for path in at.folder.rglob("*"):
        assert CANARY not in path.name
        if path.is_file() and "bundle" not in path.parts:
            data = path.read_bytes()
            assert CANARY.encode() not in data, path
            assert VOICE not in data, path
    for path in (at.folder / "bundle").glob("index.*"):
        assert CANARY not in path.read_text()


def test_a_watch_seals_what_comes_and_ends_when_it_is_told(at: Home) -> None:
    at.plain("left.wav", VOICE)
    watching = subprocess.Popen(
        [sys.executable, "-m", "pbxprivacy.cli.vault", "watch", at.spool, "--into", at.sealed, "--retention", "P28D",
         "--quiet-seconds", "0.2"],
        env=os.environ | at.environment | {"PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    first = watching.stdout.readline()
    at.plain("new.wav", VOICE, call=None)
    second = watching.stdout.readline()
    watching.send_signal(signal.SIGTERM)
    assert watching.wait(20) == 0
    watching.stdout.close()
    assert "state: sealed" in first
    assert "state: sealed" in second
    assert list(at.spool.iterdir()) == []
    assert [row["result"] for row in at.rows("verify")] == ["good", "good"]


def test_kill_9_of_a_seal_on_the_command_line_loses_nothing(at: Home) -> None:
    content = os.urandom(30_000_000)
    for delay in (0.35, 0.4, 0.45, 0.5, 0.55):
        if not list(at.spool.iterdir()):
            at.plain("big.wav", content)
        sealing = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "pbxprivacy.cli.vault",
                "seal",
                at.spool,
                "--into",
                at.sealed,
                "--retention",
                "P28D",
            ],
            env=os.environ | at.environment | {"PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        sealing.kill()
        sealing.wait()
    if list(at.spool.glob("*.wav")):
        assert at.run("seal", at.spool, "--into", at.sealed, "--retention", "P28D").exit_code == 0
    at.run("ingest", at.sealed, "--retention", "P28D")
    assert list(at.spool.iterdir()) == []
    rows = at.rows("verify")
    assert rows
    assert {(row["result"], row["bytes"]) for row in rows} == {("good", len(content))}
