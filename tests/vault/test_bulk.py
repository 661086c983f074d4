"""The same work over many files, in several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pbxprivacy.errors import VaultError
from pbxprivacy.vault.bulk import over
from pbxprivacy.vault.ingest import ingest
from tests.vault.archives import RULES, TODAY, place


def start() -> Callable[[int], tuple[int, int]]:
    def work(item: int) -> tuple[int, int]:
        if item % 10 == 7:
            raise VaultError("seven", where="here", mend="take another")
        return item * item, os.getpid()

    return work


@pytest.mark.parametrize("processes", [1, 2])
def test_every_item_has_its_outcome_and_a_failure_concerns_it_alone(processes: int) -> None:
    done = {outcome.item: outcome for outcome in over(range(100), start, processes=processes, chunk=7)}
    assert sorted(done) == list(range(100))
    for item, outcome in done.items():
        if item % 10 == 7:
            assert (outcome.error.what, outcome.error.where, outcome.error.mend) == ("seven", "here", "take another")
        else:
            assert outcome.result[0] == item * item
    workers = {outcome.result[1] for outcome in done.values() if outcome.result}
    assert (os.getpid() in workers) is (processes == 1)


def test_items_are_fetched_only_as_they_are_needed() -> None:
    fetched: list[int] = []

    def items() -> object:
        for item in range(10_000):
            fetched.append(item)
            yield item

    outcomes = over(items(), start, processes=2, chunk=2)
    next(outcomes)
    assert len(fetched) < 100
    outcomes.close()


def test_kill_9_of_a_bulk_seal_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    here = place(tmp_path)
    for number in range(60):
        here.plain(f"{number}.wav", number.to_bytes(4) * 5000)
    program = (
        "import sys; from pathlib import Path\n"
        "from pbxprivacy.vault import *; from pbxprivacy.vault.bulk import over\n"
        "from pbxprivacy.vault.intake import take_in; from pbxprivacy.vault.manifest import Manifest\n"
        "folder = Path(sys.argv[1])\n"
        "def start():\n"
        "    key = XWingRecipient(bytes(16), 1, bytes.fromhex(sys.argv[2]))\n"
        "    vault = Vault(Keyring('acme', recipients=[key]))\n"
        "    return lambda p: take_in(vault, p, folder / 'sealed', Manifest(p.stem))\n"
        "if __name__ == '__main__':\n"
        "    for done in over(sorted((folder / 'spool').iterdir()), start, processes=2, chunk=4):\n"
        "        print(done.error or 'sealed', flush=True)\n"
    )
    script = tmp_path / "bulk.py"
    script.write_text(program)
    (recipient,) = here.node.keyring.recipients
    program_arguments = [sys.executable, script, tmp_path, recipient.public.hex()]
    script.write_text(program.replace("bytes(16)", f"bytes.fromhex('{recipient.key_id.hex()}')"))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for lines in (1, 12):
        running = subprocess.Popen(
            program_arguments, stdout=subprocess.PIPE, env=environment, stderr=subprocess.DEVNULL
        )
        for _ in range(lines):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
    time.sleep(1)  # the processes of the killed ones notice, and end
    left = len(list(here.spool.iterdir()))
    assert left
    done = subprocess.run(program_arguments, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["sealed"] * left
    assert list(here.spool.iterdir()) == []
    entries = [ingest(here.archive, path, RULES, TODAY).entry for path in here.sealed.glob("*.pbxr")]
    assert sorted(int.from_bytes(here.read(entry)[:4]) for entry in entries) == list(range(60))
    assert sorted(int(entry.call_id) for entry in entries) == list(range(60))
