"""An archive whose disk is full, or of two processes: told, and nothing is lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from pbxprivacy.errors import StorageError, VaultError
from pbxprivacy.vault import SlotType
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.entry import State
from pbxprivacy.vault.erasure import erase_recordings
from pbxprivacy.vault.ingest import ingest
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.purge import purge
from tests.vault.archives import RULES, TODAY, Place, place


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Place]:
    """An archive on a disk of its own."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)], check=True)
    try:
        here = place(tmp_path)
        yield here
        here.archive.catalogue.close()
        here.archive.keys.close()
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(folder: Path) -> Path:
    """Take what is left of the disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return ballast


@pytest.mark.outside("root, who may mount a tmpfs")
def test_an_ingest_on_a_full_disk_is_told_and_done_again_when_there_is_room(small: Place) -> None:
    path = small.seal()
    ballast = fill(small.folder)
    with pytest.raises(StorageError):
        ingest(small.archive, path, RULES, TODAY)
    ballast.unlink()
    entry = ingest(small.archive, path, RULES, TODAY).entry
    assert small.read(entry) == b"voice"
    assert [slot.slot_type for slot in small.archive.vault.inspect(path).slots] == [SlotType.SHRED]


@pytest.mark.outside("root, who may mount a tmpfs")
def test_an_erasure_on_a_full_disk_is_told_and_finished_when_there_is_room(small: Place) -> None:
    entry = small.add()
    ballast = fill(small.folder)
    said = {"actor": "dpo", "reason": "request Blue"}
    with pytest.raises(StorageError):
        erase_recordings(small.archive, [entry.name], **said)
    ballast.unlink()
    certificate = erase_recordings(small.archive, [entry.name], **said)
    assert certificate.by_key == (entry.name,)
    assert small.archive.entry(entry.name).state is State.DESTROYED


@pytest.mark.outside("root, who may mount a tmpfs")
def test_a_purge_on_a_full_disk_is_told_and_finished_when_there_is_room(small: Place) -> None:
    entry = small.add()
    ballast = fill(small.folder)
    with pytest.raises(StorageError):
        purge(small.ground, date(2027, 3, 1), yes=True, clock_is_right=True)
    ballast.unlink()
    purge(small.ground, date(2027, 3, 1), yes=True, clock_is_right=True)
    assert small.archive.entry(entry.name).state is State.DESTROYED
    assert not Path(entry.path).exists()


def made(folder: Path) -> int:
    """Open a new catalogue, as two processes do at once."""
    with Catalogue(folder / "catalogue.db") as catalogue:
        catalogue.saw(TODAY)
        Journal(folder / "journal.jsonl").write("made")
        return sum(catalogue.counts().values())


def test_several_processes_may_make_one_catalogue_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(made, [tmp_path] * 8)) == [0] * 8
    assert len(list(Journal(tmp_path / "journal.jsonl"))) == 8


@pytest.mark.parametrize("text", ["acme'; DROP TABLE recording; --", 'x" OR 1=1', "a\0b", "%", "a\nb", "ünïcode\u202e"])
def test_a_hostile_tenant_or_call_is_a_value_and_never_a_statement(tmp_path: Path, text: str) -> None:
    here = place(tmp_path)
    entry = here.add(call_id=text)
    other = place(tmp_path).archive.catalogue
    assert other.of_call("acme", text) == [entry]
    assert other.of_call(text, "call") == list(other.of_tenant(text)) == []
    assert other.get(text) is None
    with pytest.raises(VaultError):
        here.archive.entry(text)
