from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxprivacy.cli.printing import print_bytes, print_text


@pytest.mark.parametrize("print_", [print_text, print_bytes])
def test_what_fails_while_pieces_are_made_is_not_taken_for_a_fault_of_the_output(print_: object) -> None:
    def failing() -> Iterator[str]:
        raise OSError("the disk")
        yield ""

    with pytest.raises(OSError, match="the disk"):
        print_(failing())


def printed(file: Path, redirected: str) -> subprocess.CompletedProcess[str]:
    """Run a check, its output going elsewhere."""
    file.write_text("tenant: acme\ntrunks: {lines: {main: {}}}\n", encoding="utf-8")
    command = " ".join([sys.executable, "-m", "pbxprivacy", "check", str(file), redirected])
    shell = ["bash", "-c", f"set -o pipefail; {command}"]
    return subprocess.run(shell, capture_output=True, text=True, check=False)


def test_a_full_disk_is_told_in_one_line_and_is_no_finding(tmp_path: Path) -> None:
    done = printed(tmp_path / "acme.yaml", "> /dev/full")
    assert done.returncode == 3
    (told,) = done.stderr.splitlines()
    assert told.startswith("pbxprivacy: standard output: cannot be written: No space left on device (make room")


def test_a_closed_output_is_told_in_one_line(tmp_path: Path) -> None:
    done = printed(tmp_path / "acme.yaml", ">&-")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "pbxprivacy: standard output: cannot be written: it is closed (open it, or send it into a file)"
    ]


def test_a_closed_input_is_told_in_one_line(tmp_path: Path) -> None:
    done = printed(tmp_path / "acme.yaml", "- <&-")
    assert done.returncode == 4
    assert done.stderr.splitlines() == [
        "standard input: cannot be read: it is closed (check the path and its rights)",
    ]


def test_findings_are_no_less_where_the_reader_of_them_has_seen_enough(tmp_path: Path) -> None:
    done = printed(tmp_path / "acme.yaml", "| true")
    assert (done.returncode, done.stderr) == (1, "")
