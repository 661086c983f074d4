"""What is said about recordings that a number is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.vault.home import NUMBER, Home, home


@pytest.fixture
def at(tmp_path: Path) -> Home:
    return home(tmp_path)


def test_a_recording_with_one_number_on_both_sides_is_one_recording(at: Home) -> None:
    kept = ("--retention", "P28D", "--erase-by", "recording", "--into", at.sealed)
    at.rows("seal", at.plain(call=f"caller={NUMBER}\ncallee={NUMBER}\n"), *kept)
    done = at.run("find", "--number-from", "-", "--erase", given=NUMBER)
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.splitlines() == [
        "1 recording, 1 exact",
        "would destroy 1 recording; nothing was changed: say --yes to go on",
    ]


def test_several_are_counted_as_several(at: Home) -> None:
    for name in "ab":
        at.add(f"{name}.wav")
    done = at.run("find", "--number-from", "-", "--erase", given=NUMBER)
    assert done.stderr.splitlines() == [
        "2 recordings, 2 exact",
        "would destroy 2 recordings; nothing was changed: say --yes to go on",
    ]
