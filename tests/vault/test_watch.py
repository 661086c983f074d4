"""Watching a spool: nothing that is still written, nothing forgotten after a crash."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from pbxprivacy.errors import BusyError, VaultError
from pbxprivacy.vault import callfile
from pbxprivacy.vault.intake import take_in
from pbxprivacy.vault.watch import Spool, still_written
from tests.vault.archives import Place, place


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Taker:
    """Hears which files are taken; fails as it is told."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.told: list[str] = []
        self.fault: Exception | None = None

    def take(self, path: Path) -> None:
        if self.fault:
            raise self.fault
        self.taken.append(path.name)
        path.unlink()

    def failed(self, path: Path, error: VaultError) -> None:
        self.told.append(error.what)


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return place(tmp_path)


def spool(here: Place, taker: Taker, clock: Clock, **options: object) -> Spool:
    return Spool(here.spool, taker.take, taker.failed, quiet=2.0, clock=clock, **options)


def test_a_file_is_taken_once_it_rested(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock)
    file = here.plain("a.wav", b"voice")
    for clock.now in (0.0, 1.0):
        assert watched.sweep() == 0
    file.write_bytes(b"voice and more")
    for clock.now in (2.5, 4.4):
        assert watched.sweep() == 0
    clock.now = 4.5
    assert watched.sweep() == 1
    assert taker.taken == ["a.wav"]


def test_a_file_that_somebody_has_open_for_writing_is_never_taken(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock)
    with here.plain("a.wav", b"voice").open("ab") as recorder:
        assert still_written(here.spool / "a.wav")
        for clock.now in range(0, 100, 3):
            assert watched.sweep() == 0
        recorder.write(b"x")
    assert still_written(here.spool / "a.wav") is False
    for clock.now in (200.0, 203.0):
        watched.sweep()
    assert taker.taken == ["a.wav"]


def test_a_writer_that_comes_while_it_is_asked_ends_nobody(here: Place) -> None:
    file = here.plain("a.wav", b"voice")
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with file.open("ab"):
                pass

    writer = threading.Thread(target=write)
    writer.start()
    answers = {still_written(file) for _ in range(2000)}
    stop.set()
    writer.join()
    assert answers <= {True, False}


def test_hidden_sealed_and_call_files_stay_where_they_are(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock)
    for name in (".a.wav", "a.pbxr", "a.pbxm", "a.wav.call", "b.wav"):
        here.plain(name, b"x")
    for clock.now in (0.0, 3.0):
        watched.sweep()
    assert taker.taken == ["b.wav"]


def test_folders_below_are_swept_and_other_suffixes_left(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock, suffixes=frozenset({".wav"}))
    (here.spool / "2026").mkdir()
    here.plain("2026/a.wav", b"x")
    here.plain("a.txt", b"x")
    for clock.now in (0.0, 3.0):
        watched.sweep()
    assert taker.taken == ["a.wav"]


def test_a_failure_is_told_and_tried_again_after_a_minute(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock)
    taker.fault = VaultError("the disk is full")
    here.plain("a.wav", b"x")
    for clock.now in (0.0, 3.0, 10.0, 20.0):
        watched.sweep()
    assert taker.told == ["the disk is full"]
    taker.fault = None
    clock.now = 64.0
    assert watched.sweep() == 1


def test_a_file_that_another_process_takes_is_no_failure(here: Place) -> None:
    taker, clock = Taker(), Clock()
    watched = spool(here, taker, clock)
    taker.fault = BusyError("another")
    here.plain("a.wav", b"x")
    for clock.now in (0.0, 3.0):
        watched.sweep()
    assert taker.told == []
    (here.spool / "a.wav").unlink()
    assert watched.sweep() == 0


def test_a_running_watch_takes_old_and_new_files_and_stops_when_told(here: Place) -> None:
    here.plain("left-by-a-crash.wav", b"old")

    def take(path: Path) -> None:
        take_in(here.node, path, here.sealed, callfile.read(path))

    watched = Spool(here.spool, take, lambda path, error: None, quiet=0.1)
    stop = threading.Event()
    runner = threading.Thread(target=watched.watch, args=(stop,))
    runner.start()
    try:
        with here.plain("new.wav", b"").open("wb") as recorder:
            for _ in range(5):
                recorder.write(os.urandom(100))
                recorder.flush()
                time.sleep(0.15)
            assert (here.spool / "new.wav").exists()
        deadline = time.monotonic() + 20
        while list(here.spool.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        runner.join(20)
    assert not runner.is_alive()
    sealed = [here.node.inspect(path).plain_size for path in here.sealed.glob("*.pbxr")]
    assert sorted(sealed) == [3, 500]
