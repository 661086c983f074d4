"""The vault on top of its files: a catalogue of a million rows, purge and rotation of many, two processes against one.

    python benchmarks/vault_catalogue.py [--rows 1000000] [--many 100000] [--files 300]

Ratios are of medians of interleaved runs in this one process and on this one machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import attrs

from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault
from pbxprivacy.vault.archive import Archive
from pbxprivacy.vault.bulk import over
from pbxprivacy.vault.catalogue import Catalogue
from pbxprivacy.vault.destruction import Ground
from pbxprivacy.vault.entry import COLUMNS, Entry
from pbxprivacy.vault.intake import take_in
from pbxprivacy.vault.journal import Journal
from pbxprivacy.vault.keytable import KeyTable, ScopeKind
from pbxprivacy.vault.manifest import Manifest
from pbxprivacy.vault.providers import load_keyring, write_keyring
from pbxprivacy.vault.pseudonym import PseudonymKey, Pseudonyms
from pbxprivacy.vault.purge import purge
from pbxprivacy.vault.rotation import rotate_all

KEY = PseudonymKey(bytes(range(32)))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
GOAL_FIND = 3.0
GOAL_PROCESSES = 1.8
GOAL_PROCESSES_SHORT = 1.4


def number(index: int) -> str:
    """One of 100 000 numbers, so that each is in twenty recordings of a million."""
    return f"+4930{index % 100_000:07d}"


def entry(index: int, path: str = "/vault/x", kept_until: date = TODAY) -> Entry:
    return Entry(
        name=f"{index:032x}",
        tenant="acme",
        call_id=f"1763719200.{index}",
        path=path,
        recorded=NOON + timedelta(seconds=index),
        size=2_900_000,
        media_type="audio/wav",
        kept_until=kept_until,
    )


def fill(catalogue: Catalogue, rows: int) -> None:
    """Put rows in the way `Catalogue.add` does, without its checks."""
    marks = ", ".join("?" * (COLUMNS.count(",") + 1))
    pseudonyms = [KEY.of(number(index)) for index in range(100_000)]
    with catalogue.database.writing() as connection:
        connection.executemany(
            f"INSERT INTO recording (id, {COLUMNS}) VALUES (?, {marks})",  # noqa: S608 - constants
            ((index + 1, *entry(index).row()) for index in range(rows)),
        )
        for role, shift in (("caller", 0), ("callee", 54_321)):
            for exact in (1, 0):
                connection.executemany(
                    "INSERT INTO party (pseudonym, recording, role, exact) VALUES (?, ?, ?, ?)",
                    (
                        (pseudonym.exact if exact else pseudonym.tail, index + 1, role, exact)
                        for index in range(rows)
                        for pseudonym in (pseudonyms[(index + shift) % 100_000],)
                    ),
                )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def answered(catalogue: Catalogue, query: str, pseudonyms: Pseudonyms) -> None:
    """Ask the bare query for both pseudonyms of a number."""
    for pseudonym, exact in ((pseudonyms.exact, 1), (pseudonyms.tail, 0)):
        catalogue.database.connection.execute(query, (pseudonym, exact)).fetchall()


def hits_into(found: list[object], catalogue: Catalogue, wanted: str) -> None:
    """Find a number as the library does."""
    found.extend(catalogue.find("acme", KEY, wanted))


def find(folder: Path, rows: int) -> bool:
    catalogue = Catalogue(folder / "million.db")
    filled = timed(lambda: fill(catalogue, rows))
    print(f"catalogue: {rows:,} rows in {filled:.1f} s, {catalogue.database.path.stat().st_size / 1e6:.0f} MB")
    # what finding means, said in SQL: both pseudonyms of a number, all that is shown of each recording
    bare = (
        f"SELECT {COLUMNS}, party.role FROM party CROSS JOIN recording ON recording.id = party.recording"  # noqa: S608 - constants
        " WHERE party.pseudonym = ? AND party.exact = ?"
    )
    ours, theirs = [], []
    for round_ in range(300):
        wanted = number(round_ * 37)
        found: list[object] = []
        query = partial(answered, catalogue, bare, KEY.of(wanted))
        query()  # both find the pages in memory
        theirs.append(timed(query))
        ours.append(timed(partial(hits_into, found, catalogue, wanted)))
        assert len(found) >= rows // 50_000
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(
        f"find by number: {statistics.median(ours) * 1e6:.0f} µs for {len(found)} hits, "
        f"bare query {statistics.median(theirs) * 1e6:.0f} µs, ratio {ratio:.2f} (goal at most {GOAL_FIND})"
    )
    catalogue.close()
    return ratio <= GOAL_FIND


def purge_many(folder: Path, many: int) -> None:
    keyring = local_keyring()
    catalogue, journal = Catalogue(folder / "purge.db"), Journal(folder / "purge.jsonl")
    keys = KeyTable(folder / "purge-keys.db", keyring)
    sealed = folder / "purge"
    sealed.mkdir()
    small = Vault(keyring).seal([b"voice"], folder / "one.pbxr", AssociatedData("acme", "call")).path.read_bytes()
    with catalogue.together(), keys.database.writing():
        for index in range(many):
            path = sealed / f"{index:032x}.pbxr"
            path.write_bytes(small)
            key = keys.key(ScopeKind.RECORDING, f"{index:032x}", NOON.date(), NOON)
            catalogue.add(attrs.evolve(entry(index, str(path)), scope=key.key_id))
    os.sync()
    ground = Ground(catalogue, journal, keys)
    took = timed(lambda: purge(ground, TODAY + timedelta(days=1), yes=True, clock_is_right=True))
    assert not any(sealed.iterdir())
    print(f"purge: {many:,} recordings with a key of their own in {took:.1f} s, {many / took:,.0f} a second")


def rotate_many(folder: Path, many: int) -> None:
    old = LocalKey.generate()
    new = LocalKey.generate(key_id=old.key_id, version=2)
    vault = Vault(Keyring("acme", [old], [old]))
    catalogue, journal = Catalogue(folder / "rotate.db"), Journal(folder / "rotate.jsonl")
    sealed = folder / "rotate"
    sealed.mkdir()
    with catalogue.together():
        for index in range(many):
            path = sealed / f"{index:032x}.pbxr"
            vault.seal([b"voice"], path, AssociatedData("acme", f"1763719200.{index}"), durable=False)
            catalogue.add(entry(index, str(path)))
    os.sync()
    archive = Archive.of(Keyring("acme", [new], [old, new]), catalogue, journal)
    took = timed(lambda: rotate_all(archive))
    print(f"rotate: {many:,} headers, each copy flushed to the disk, in {took:.1f} s, {many / took:,.0f} a second")
    again = timed(lambda: rotate_all(archive))
    print(f"rotate again, nothing to do: {again:.1f} s, {many / again:,.0f} a second")
    keys = KeyTable(folder / "rotate-keys.db", Keyring("acme", [old], [old]))
    with keys.database.writing():
        for index in range(many):
            keys.key(ScopeKind.RECORDING, f"{index:032x}", NOON.date(), NOON)
    took = timed(lambda: keys.rewrap(Keyring("acme", [new], [old, new])))
    print(f"rotate the key table of {many:,} recordings: {took * 1e3:.1f} ms, one row rewritten, no recording touched")


def start(folder: Path, target: Path) -> Callable[[Path], object]:
    vault = Vault(load_keyring(f"file:{folder / 'keys.json'}", "acme"))
    return lambda path: take_in(vault, path, target, Manifest(path.stem))


def two_processes(folder: Path, files: int, size: int, goal: float) -> bool:
    """Seal many files; timed from the first that is done, since starting processes is paid once for millions."""
    write_keyring(folder / "keys.json", local_keyring(), replace=True)
    content = os.urandom(size)
    rates: dict[int, list[float]] = {1: [], 2: []}
    for round_ in range(3):
        for processes in (1, 2):
            mark = f"{size}-{round_}-{processes}"
            spool, target = folder / f"spool-{mark}", folder / f"to-{mark}"
            spool.mkdir()
            target.mkdir()
            for index in range(files):
                (spool / f"{index}.wav").write_bytes(content)
            os.sync()
            outcomes = over(sorted(spool.iterdir()), partial(start, folder, target), processes=processes)
            next(outcomes)
            done = len(list(target.glob("*.pbxr")))
            took = timed(partial(deque, outcomes, maxlen=0))
            rates[processes].append((files - done) / took)
            assert len(list(target.glob("*.pbxr"))) == files
            for path in target.iterdir():
                path.unlink()
    one, two = (statistics.median(rates[processes]) for processes in (1, 2))
    print(
        f"bulk: {files} files of {size:,} bytes, durable, each with a manifest: one process {one:,.0f} a second, "
        f"two {two:,.0f}, ratio {two / one:.2f} (goal at least {goal})"
    )
    return two / one >= goal


def local_keyring() -> Keyring:
    key = LocalKey.generate()
    return Keyring("acme", [key], [key])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--many", type=int, default=100_000)
    arguments.add_argument("--files", type=int, default=300)
    arguments.add_argument("--folder", type=Path, default=None, help="on the disk to measure")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        kept = [
            find(folder, chosen.rows),
            two_processes(folder, chosen.files, 2_900_000, GOAL_PROCESSES),
            # short files leave more to what cannot be shared: names in one folder, results sent back
            two_processes(folder, chosen.files * 5, 200 * 1024, GOAL_PROCESSES_SHORT),
        ]
        purge_many(folder, chosen.many)
        rotate_many(folder, chosen.many)
    if not all(kept):
        sys.exit("a goal was missed")


if __name__ == "__main__":
    main()
