"""How fast recordings are sealed, read and rotated: ratios of one run on one machine, against goals.

``python benchmarks/vault_seal.py [--mebibytes 1024] [--rounds 5] [--folder DIR] [--only NAME ...]``

Things that are compared do the same work, are run in turns, and medians of the time on the wall are compared; the
fastest runs are told beside them, and come closer to a machine that does nothing else. Rows that depend on the disk say
so. Where a goal is bounded by what the library or the machine gives, that bound is measured in the same turns. Other
libraries (tink, aws-encryption-sdk, pyrage) are measured where they can be imported; those that cannot are named.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from vault_peers import FORGOTTEN, KEPT, PEERS, Work

from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, Vault, XWingIdentity
from pbxprivacy.vault.body import CHUNK, SEALED_CHUNK
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.seal import Draft, Sealing
from pbxprivacy.vault.source import BUFFER, PlainStream

MIB = 1 << 20
CALL = AssociatedData("acme", "call-1")
KEY = LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY]))
DISK = "(depends on the disk)"
CORES = "(depends on the cores that are free)"
SHORT = 6  # times the rounds, for works that take milliseconds


class Times:
    """Seconds that each work took, round by round: on the wall, and on the processor in this process alone."""

    def __init__(self, taken: dict[str, list[float]], busy: dict[str, list[float]]) -> None:
        self.taken = taken
        self.busy = busy

    def each(self, name: str, count: int = 1) -> str:
        """Return the median time of one of ``count``, as text."""
        return f"{statistics.median(self.taken[name]) / count * 1e6:.0f} us"

    def row(self, what: str, over: str, under: str, goal: str, note: str = "") -> None:
        """Print how often ``under`` goes into ``over``: by medians; beside them, by other measures."""
        fastest = min(self.taken[over]) / min(self.taken[under])
        told = f"fastest {fastest:.2f}"
        if note not in (DISK, CORES):
            told += f", processor {statistics.median(self.busy[over]) / statistics.median(self.busy[under]):.2f}"
        ratio = statistics.median(self.taken[over]) / statistics.median(self.taken[under])
        row(what, ratio, goal, f"{told}  {note}")


def turns(rounds: int, works: Mapping[str, Work], between: Work = lambda: None) -> Times:
    """Run everything in turns, once before it counts, by the time on the wall."""
    for work in works.values():
        between()
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    busy: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        # in another order each time: what one leaves behind (memory to be taken back, a disk that tidies up) must not
        # always meet the same next one
        for name, work in random.sample(list(works.items()), len(works)):
            between()
            start, started = time.perf_counter(), time.process_time()
            work()
            taken[name].append(time.perf_counter() - start)
            busy[name].append(time.process_time() - started)
    return Times(taken, busy)


def row(what: str, ratio: float, goal: str, note: str = "") -> None:
    """Print a ratio, and whether it holds; one without a goal is told for what it explains."""
    if not goal:
        print(f"{'':6} {what:58} {ratio:8.2f}  {goal:8} {note}", flush=True)
        return
    holds = ratio >= float(goal[2:]) if goal.startswith(">=") else ratio <= float(goal[2:])
    print(f"{'holds' if holds else 'FAILS':6} {what:58} {ratio:8.2f}  {goal:8} {note}", flush=True)


class Nowhere(Disk):
    """Takes what is written, and forgets it."""

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        """Forget it."""


def in_memory(size: int, rounds: int) -> None:
    plain = os.urandom(MIB) * (size // MIB)
    view = memoryview(plain)
    aead, out = AESGCM(os.urandom(32)), bytearray(MIB + 16)
    sealed_out = bytearray(2 * BUFFER)

    def raw() -> None:
        for at in range(0, size, MIB):
            aead.encrypt_into(at.to_bytes(12), view[at : at + MIB], None, out)

    def native() -> None:
        encryptor = Cobblestone256Encryptor(KEY.secret.reveal(), b"")
        for at in range(0, size, BUFFER):
            encryptor.update_into(view[at : at + BUFFER], sealed_out)
        encryptor.finalize()

    def forgotten() -> None:
        Draft.new(Nowhere(), CALL, Sealing((KEY,))).write(-1, PlainStream([view]))

    took = turns(rounds, {"raw": raw, "native": native, FORGOTTEN: forgotten})
    rate = size / MIB / statistics.median(took.taken[FORGOTTEN])
    took.row("seal in memory / raw AES-256-GCM, output forgotten", "raw", FORGOTTEN, ">=0.90", f"{rate:.0f} MiB/s")
    took.row("  of which the library's Cobblestone-256 / raw", "raw", "native", ">=0.90")
    took.row("  and we / the library's Cobblestone-256", "native", FORGOTTEN, ">=0.97")

    ours: dict[str, Work] = {KEPT: lambda: VAULT.seal_bytes(plain, CALL), FORGOTTEN: forgotten}
    took = turns(rounds, {"raw": lambda: aead.encrypt(bytes(12), plain, None), "ours": ours[KEPT]})
    took.row("seal in memory / raw AES-256-GCM, output kept by both", "raw", "ours", "")
    for name, (make, goal) in PEERS.items():
        try:
            theirs = make(plain)
        except ImportError as error:
            print(f"absent {name}: {error}")
            continue
        for how, against in ((KEPT, goal), (FORGOTTEN, "")):
            took = turns(rounds, {name: theirs[how], "ours": ours[how]})
            took.row(f"seal in memory / {name}, output {how} by both", name, "ours", against)


def file_to_file(size: int, rounds: int, folder: Path) -> None:
    plain, copied, sealed = folder / "plain", folder / "copied", folder / "sealed"
    block = os.urandom(MIB)
    with plain.open("wb") as file:
        for _ in range(size // MIB):
            file.write(block)

    def copy() -> None:
        subprocess.run(["cp", plain, copied], check=True)

    def copy_and_flush() -> None:
        copy()
        with copied.open("rb+") as file:
            os.fsync(file.fileno())

    def settle() -> None:
        copied.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
        os.sync()

    works: dict[str, Work] = {
        "cp": copy,
        "seal": lambda: VAULT.seal(plain, sealed, CALL, durable=False, keep_source=True),
        "cp and fsync": copy_and_flush,
        "seal, durable": lambda: VAULT.seal(plain, sealed, CALL, keep_source=True),
    }
    plain.read_bytes()
    took = turns(rounds, works, settle)
    took.row("file to file, durable and read back / cp and fsync", "cp and fsync", "seal, durable", ">=0.70", DISK)
    took.row("file to file without either / cp", "cp", "seal", ">=0.70", DISK)
    print("       seconds:", {name: round(statistics.median(times), 2) for name, times in took.taken.items()})
    settle()
    grown = subprocess.run(
        [sys.executable, __file__, "--peak", plain, sealed], check=True, capture_output=True, text=True
    )
    row("peak memory above the imports, MiB", int(grown.stdout) / 1024, "<=4")
    plain.unlink()


def highest() -> int:
    """Return the most memory this process ever held, in KiB (`getrusage` would tell of its parent as well)."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def peak(plain: Path, sealed: Path) -> None:
    before = highest()
    VAULT.seal(plain, sealed, CALL, keep_source=True)
    VAULT.verify(sealed, CALL)
    print(highest() - before)


def voicemail(rounds: int) -> None:
    data = os.urandom(200 * 1024)
    aead = AESGCM(os.urandom(32))
    count = 200
    took = turns(
        SHORT * rounds,
        {
            "raw": lambda: [aead.encrypt(bytes(12), data, None) for _ in range(count)],
            "ours": lambda: [VAULT.seal_bytes(data, CALL) for _ in range(count)],
        },
    )
    took.row("a 200 KiB voicemail, local slot, in memory x raw", "ours", "raw", "<=3", took.each("ours", count))


class Counting(Disk):
    """Counts the bytes that are fetched."""

    fetched = 0

    def read(self, descriptor: int, into: memoryview, offset: int) -> int:
        """Read, and count."""
        got = super().read(descriptor, into, offset)
        self.fetched += got
        return got


def fetched(sealed: Path, starts: list[int], length: int) -> float:
    """Return the bytes fetched for each byte read; counted apart from what is timed."""
    disk = Counting()
    with Vault(VAULT.keyring, disk=disk).open(sealed, CALL) as recording:
        disk.fetched = 0
        for start in starts:
            recording.seek(start)
            recording.read(length)
    return disk.fetched / len(starts) / length


def bare_chunks(path: Path, count: int) -> tuple[AESGCM, int]:
    """Write as many chunks as a recording has, under a key that is at hand here; return the cipher and the file."""
    aead, chunk = AESGCM(bytes(32)), os.urandom(CHUNK)
    # at once, so that the kernel keeps the file in large folios, as it does a sealed one
    path.write_bytes(b"".join(aead.encrypt(number.to_bytes(12), chunk, None) for number in range(count)))
    return aead, os.open(path, os.O_RDONLY)


def ranges(rounds: int, folder: Path) -> None:
    length, count, total = 64 * 1024, 200, 64 * MIB
    sealed = VAULT.seal([os.urandom(total)], folder / "sealed", CALL).path
    starts = [int.from_bytes(os.urandom(4)) % (total - length) for _ in range(count)]
    descriptor = os.open(sealed, os.O_RDONLY)
    recording = VAULT.open(sealed, CALL)

    def pread() -> None:
        for start in starts:
            os.pread(descriptor, length, start)

    def read() -> None:
        for start in starts:
            recording.seek(start)
            recording.read(length)

    def open_and_read() -> None:
        for start in starts:
            VAULT.read_range(sealed, CALL, start, start + length)

    aead, chunks = bare_chunks(folder / "chunks", total // CHUNK)
    part, room = memoryview(bytearray(5 * SEALED_CHUNK)), memoryview(bytearray(5 * CHUNK))

    def bare() -> None:
        for start in starts:
            first, at = divmod(start, CHUNK)
            os.preadv(chunks, [part], first * SEALED_CHUNK)
            for each in range(5):
                sealed_chunk = part[each * SEALED_CHUNK : (each + 1) * SEALED_CHUNK]
                nonce = (first + each).to_bytes(12)
                aead.decrypt_into(nonce, sealed_chunk, None, room[each * CHUNK : (each + 1) * CHUNK])
            bytes(room[at : at + length])

    took = turns(SHORT * rounds, {"pread": pread, "read": read, "bare": bare, "open": open_and_read})
    took.row("a 64 KiB range of an open recording x pread", "read", "pread", "<=4", took.each("read", count))
    took.row(
        "  of which fetching and decrypting 5 chunks bare x pread", "bare", "pread", "<=4", took.each("bare", count)
    )
    row("bytes fetched for it", fetched(sealed, starts, length), "<=1.3")
    print(f"       opening, and then the range: {took.each('open', count)}")
    recording.close()
    os.close(descriptor)
    os.close(chunks)


def rotation(rounds: int, folder: Path, old: LocalKey | XWingIdentity) -> None:
    new = type(old).generate(key_id=old.key_id, version=2)
    to_old, to_new = (key if isinstance(key, LocalKey) else key.recipient for key in (old, new))
    count, paths = 100, [folder / f"rotating-{number}" for number in range(100)]
    for path in paths:
        Vault(Keyring("acme", [to_old])).seal([bytes(100_000)], path, CALL, durable=False, replace=True)
    fresh = {path: path.read_bytes()[:8192] for path in paths}
    vault = Vault(Keyring("acme", [to_new], [old, new]))
    key, aad = Secret(bytes(32)), b"aad" * 34
    wrapped = to_old.wrap(key, aad)

    def renew() -> None:
        for path, headers in fresh.items():
            with path.open("rb+") as file:
                file.write(headers)

    def bare() -> None:
        for path in paths:
            descriptor = os.open(path, os.O_RDWR)
            header = os.pread(descriptor, 8192, 0)
            payload = to_new.wrap(old.unwrap(wrapped, aad), aad)
            os.pwrite(descriptor, header[:4096], 0)
            os.pread(descriptor, 4096, 0)
            new.unwrap(payload, aad)
            os.pwrite(descriptor, header[:4096], 4096)
            os.close(descriptor)

    def ours() -> None:
        for path in paths:
            vault.rotate(path, durable=False)

    took = turns(SHORT * rounds, {"bare": bare, "ours": ours}, renew)
    name = old.slot_type.name.lower().replace("_", "-")
    took.row(f"rotation without fsync ({name}) x its work done bare", "ours", "bare", "<=3", took.each("ours", count))


def rotations(rounds: int, folder: Path) -> None:
    for key in (KEY, XWingIdentity.generate()):
        rotation(rounds, folder, key)


def seal_many(folder: Path, count: int) -> None:
    vault = Vault(Keyring("acme", [KEY], [KEY]))
    data = bytes(MIB)
    for _ in range(count):
        vault.seal([data], folder, CALL, durable=False)


def only_encrypt(mebibytes: int) -> None:
    plain, out = bytes(MIB), bytearray(MIB + 16)
    for number in range(mebibytes):
        AESGCM(bytes(32)).encrypt_into(number.to_bytes(12), plain, None, out)


def processes(rounds: int, folder: Path) -> None:
    kept = folder / "many"

    def anew() -> None:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(seal_many, [folder / "many"] * 0, []))
        anew()
        list(pool.map(seal_many, [kept] * 2, [20] * 2))
        works = {
            "one": lambda: pool.submit(seal_many, kept, 400).result(),
            "two": lambda: list(pool.map(seal_many, [kept] * 2, [200] * 2)),
            "bare one": lambda: pool.submit(only_encrypt, 2000).result(),
            "bare two": lambda: list(pool.map(only_encrypt, [1000] * 2)),
        }
        took = turns(rounds, works, anew)
    took.row("many files of 1 MiB, two processes x one", "one", "two", ">=1.8", DISK)
    took.row("  of which this machine gives two that only encrypt", "bare one", "bare two", ">=1.8", CORES)
    shutil.rmtree(kept)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--mebibytes", type=int, default=1024)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--only", nargs="+", help="voicemail, range, rotation, processes, files, memory")
    arguments.add_argument("--peak", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.peak:
        peak(*given.peak)
        return
    size, rounds = given.mebibytes * MIB, given.rounds
    print(f"{given.mebibytes} MiB, {rounds} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        measures: dict[str, Work] = {
            "voicemail": lambda: voicemail(rounds),
            "range": lambda: ranges(rounds, folder),
            "rotation": lambda: rotations(rounds, folder),
            "processes": lambda: processes(rounds, folder),
            "files": lambda: file_to_file(size, rounds, folder),
            "memory": lambda: in_memory(size, rounds),
        }
        for what, measure in measures.items():
            if what in (given.only or measures):
                measure()
    print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
