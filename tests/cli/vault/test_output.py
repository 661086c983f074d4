"""Where the results of the verbs go: to a reader who stops, to a full disk, nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.vault.home import Home, home


@pytest.fixture
def at(tmp_path: Path) -> Home:
    return home(tmp_path)


def shell(at: Home, verb: str, redirected: str) -> subprocess.CompletedProcess[str]:
    """Run a verb in a shell, its output going elsewhere."""
    command = f"set -o pipefail; {sys.executable} -m pbxprivacy.cli.vault {verb} {redirected}"
    return subprocess.run(
        ["bash", "-c", command],
        env=os.environ | at.environment | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("verb", ["verify --quiet", "verify --quiet --format json", "rotate --quiet", "open {}"])
def test_a_reader_that_has_seen_enough_is_no_error(at: Home, verb: str) -> None:
    names = [at.add(f"{number}.wav", bytes(300_000)) for number in range(3)]
    done = shell(at, verb.format(names[0]), "| true")
    assert (done.returncode, done.stderr) == (0, "")


def test_damage_is_no_less_where_nobody_reads_any_more(at: Home) -> None:
    names = [at.add(f"{number}.wav") for number in range(2)]
    for name in names:
        (at.sealed / f"{name}.pbxr").write_bytes(b"spoiled")
    done = shell(at, "verify", "| true")
    assert (done.returncode, done.stderr.splitlines()) == (1, ["0 good, 2 bad"])


def test_what_was_begun_is_finished_where_nobody_reads_any_more(at: Home) -> None:
    for number in range(3):
        at.plain(f"{number}.wav")
    done = shell(at, f"seal {at.spool} --into {at.sealed} --retention P28D --erase-by recording --quiet", "| true")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(at.sealed.glob("*.pbxr"))) == 3
    assert list(at.spool.iterdir()) == []


def test_a_closed_error_output_does_not_change_what_is_done(at: Home) -> None:
    at.add()
    assert shell(at, "verify", "2>&1 | true").returncode == 0


@pytest.mark.parametrize("verb", ["verify", "open {}"])
def test_a_full_disk_is_told_in_one_line(at: Home, verb: str) -> None:
    name = at.add()
    done = shell(at, verb.format(name), "> /dev/full")
    assert done.returncode == 3
    (told,) = done.stderr.splitlines()
    assert told.startswith("pbxprivacy: standard output: cannot be written: No space left on device")


def test_with_a_closed_output_nothing_is_done(at: Home) -> None:
    plain = at.plain()
    done = shell(at, f"seal {plain} --into {at.sealed} --retention P28D --erase-by recording", ">&-")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "pbxprivacy: standard output: cannot be written: it is closed (open it, or send it into a file)"
    ]
    assert plain.exists()
