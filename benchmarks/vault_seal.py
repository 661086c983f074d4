"""How fast recordings are sealed, read and rotated: ratios of one run on one machine, against goals.

``python benchmarks/vault_seal.py [--mebibytes 1024] [--rounds 5] [--folder DIR]``

Things that are compared are run in turns, and medians are compared: of the time on the processor where nothing else
has a part, of the time on the wall where the disk or several processes have. Other libraries (tink,
aws-encryption-sdk, pyrage) are measured where they can be imported; those that cannot are named.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, Vault, XWingIdentity
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.seal import Draft, Sealing
from pbxprivacy.vault.source import BUFFER, PlainStream

MIB = 1 << 20
CALL = AssociatedData("acme", "call-1")
KEY = LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY]))
Work = Callable[[], object]


class Times:
    """Seconds that each work took, round by round."""

    def __init__(self, taken: dict[str, list[float]]) -> None:
        self.taken = taken

    def __contains__(self, name: str) -> bool:
        return name in self.taken

    def each(self, name: str, count: int = 1) -> str:
        """Return the median time of one of ``count``, as text."""
        return f"{statistics.median(self.taken[name]) / count * 1e6:.0f} us"

    def row(self, what: str, over: str, under: str, goal: str, note: str = "") -> None:
        """Print how often ``under`` goes into ``over``: by medians, and by the fastest runs."""
        fastest = min(self.taken[over]) / min(self.taken[under])
        ratio = statistics.median(self.taken[over]) / statistics.median(self.taken[under])
        row(what, ratio, goal, f"fastest {fastest:.2f}  {note}")


def turns(
    rounds: int,
    works: dict[str, Work],
    between: Work = lambda: None,
    clock: Callable[[], float] = time.process_time,
) -> Times:
    """Run everything in turns; by the processor's time, unless the disk or other processes have a part in it."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            between()
            start = clock()
            work()
            taken[name].append(clock() - start)
    return Times(taken)


def row(what: str, ratio: float, goal: str, note: str = "") -> None:
    holds = ratio >= float(goal[2:]) if goal.startswith(">=") else ratio <= float(goal[2:])
    print(f"{'holds' if holds else 'FAILS':6} {what:58} {ratio:8.2f}  {goal:8} {note}", flush=True)


class Nowhere(Disk):
    """Takes what is written, and forgets it."""

    def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
        """Forget it."""


def in_memory(size: int, rounds: int) -> None:
    plain = memoryview(bytearray(os.urandom(MIB) * (size // MIB)))
    aead, out = AESGCM(os.urandom(32)), bytearray(MIB + 16)
    sealed_out = bytearray(2 * BUFFER)

    def raw() -> None:
        for at in range(0, size, MIB):
            aead.encrypt_into(at.to_bytes(12), plain[at : at + MIB], None, out)

    def native() -> None:
        encryptor = Cobblestone256Encryptor(KEY.secret.reveal(), b"")
        for at in range(0, size, BUFFER):
            encryptor.update_into(plain[at : at + BUFFER], sealed_out)
        encryptor.finalize()

    def ours() -> None:
        Draft.new(Nowhere(), CALL, Sealing((KEY,))).write(-1, PlainStream([plain]))

    peers = {name: peer for name, make in PEERS.items() if (peer := found(name, make, plain))}
    took = turns(rounds, {"raw": raw, "native": native, "ours": ours, **peers})
    rate = size / MIB / statistics.median(took.taken["ours"])
    took.row("seal in memory / raw AES-256-GCM", "raw", "ours", ">=0.90", f"{rate:.0f} MiB/s")
    took.row("  of which the library's Cobblestone-256 / raw", "raw", "native", ">=0.90")
    took.row("  and we / the library's Cobblestone-256", "native", "ours", ">=0.95")
    for name, goal in {"tink": ">=2.8", "aws-encryption-sdk": ">=7", "pyrage": ">=15"}.items():
        if name in took:
            took.row(f"seal in memory / {name}", name, "ours", goal)


def found(name: str, make: Callable[[memoryview], Work], plain: memoryview) -> Work | None:
    try:
        return make(plain)
    except ImportError as error:
        print(f"absent {name}: {error}")
        return None


def tink_peer(plain: memoryview) -> Work:
    import tink  # noqa: PLC0415 - measured where it is installed
    from tink import streaming_aead  # noqa: PLC0415

    streaming_aead.register()
    template = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
    primitive = tink.new_keyset_handle(template).primitive(streaming_aead.StreamingAead)

    class Sink(io.BytesIO):
        def close(self) -> None:
            """Keep what was written."""

    def work() -> None:
        with primitive.new_encrypting_stream(Sink(), b"aad") as stream:
            for at in range(0, len(plain), MIB):
                stream.write(plain[at : at + MIB])

    return work


def aws_peer(plain: memoryview) -> Work:
    import aws_encryption_sdk as esdk  # noqa: PLC0415 - measured where it is installed
    from aws_encryption_sdk.identifiers import (  # noqa: PLC0415
        Algorithm,
        CommitmentPolicy,
        EncryptionKeyType,
        WrappingAlgorithm,
    )
    from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey  # noqa: PLC0415
    from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider  # noqa: PLC0415

    class Provider(RawMasterKeyProvider):
        provider_id = "bench"

        def _get_raw_key(self, key_id: bytes) -> WrappingKey:  # noqa: ARG002 - the signature is theirs
            return WrappingKey(
                wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
                wrapping_key=bytes(32),
                wrapping_key_type=EncryptionKeyType.SYMMETRIC,
            )

    provider = Provider()
    provider.add_master_key(b"key")
    client = esdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)

    def work() -> None:
        with client.stream(
            mode="e",
            source=io.BytesIO(plain),
            key_provider=provider,
            frame_length=MIB,
            algorithm=Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY,
        ) as stream:
            while stream.read(MIB):
                pass

    return work


def pyrage_peer(plain: memoryview) -> Work:
    import pyrage  # noqa: PLC0415 - measured where it is installed

    recipient = pyrage.x25519.Identity.generate().to_public()
    data = bytes(plain)
    return lambda: pyrage.encrypt(data, [recipient])


PEERS = {"tink": tink_peer, "aws-encryption-sdk": aws_peer, "pyrage": pyrage_peer}


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
        "cp, fsync": copy_and_flush,
        "seal, durable": lambda: VAULT.seal(plain, sealed, CALL, keep_source=True),
    }
    plain.read_bytes()
    took = turns(rounds, works, settle, time.perf_counter)
    took.row("file to file, durable and read back / cp and fsync", "cp, fsync", "seal, durable", ">=0.70")
    took.row("file to file without either / cp", "cp", "seal", ">=0.70")
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
        rounds,
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


def ranges(rounds: int, folder: Path) -> None:
    disk = Counting()
    vault = Vault(VAULT.keyring, disk=disk)
    length, count, total = 64 * 1024, 200, 64 * MIB
    sealed = vault.seal([os.urandom(total)], folder / "sealed", CALL).path
    starts = [int.from_bytes(os.urandom(4)) % (total - length) for _ in range(count)]
    descriptor = os.open(sealed, os.O_RDONLY)
    recording = vault.open(sealed, CALL)
    disk.fetched = 0

    def pread() -> None:
        for start in starts:
            os.pread(descriptor, length, start)

    def read() -> None:
        for start in starts:
            recording.seek(start)
            recording.read(length)

    def open_and_read() -> None:
        for start in starts:
            vault.read_range(sealed, CALL, start, start + length)

    read()
    fetched = disk.fetched / count / length
    took = turns(rounds, {"pread": pread, "read": read, "open": open_and_read})
    took.row("a 64 KiB range of an open recording x pread", "read", "pread", "<=4", took.each("read", count))
    row("bytes fetched for it", fetched, "<=1.3")
    print(f"       opening, and then the range: {took.each('open', count)}")
    recording.close()
    os.close(descriptor)


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

    took = turns(rounds, {"bare": bare, "ours": ours}, renew)
    name = old.slot_type.name.lower().replace("_", "-")
    took.row(f"rotation without fsync ({name}) x its work done bare", "ours", "bare", "<=3", took.each("ours", count))


def seal_many(folder: Path, count: int) -> None:
    vault = Vault(Keyring("acme", [KEY], [KEY]))
    data = bytes(MIB)
    for _ in range(count):
        vault.seal([data], folder, CALL, durable=False)


def processes(rounds: int, folder: Path) -> None:
    kept = folder / "many"

    def anew() -> None:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(seal_many, [folder / "many"] * 0, []))
        anew()
        list(pool.map(seal_many, [kept] * 2, [20] * 2))
        one = lambda: pool.submit(seal_many, kept, 400).result()  # noqa: E731 - a pair of works
        two = lambda: list(pool.map(seal_many, [kept] * 2, [200] * 2))  # noqa: E731
        took = turns(rounds, {"one": one, "two": two}, anew, time.perf_counter)
    took.row("many files of 1 MiB, two processes x one", "one", "two", ">=1.8")
    shutil.rmtree(kept)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--mebibytes", type=int, default=1024)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--peak", type=Path, nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.peak:
        peak(*given.peak)
        return
    size, rounds = given.mebibytes * MIB, given.rounds
    print(f"{given.mebibytes} MiB, {rounds} rounds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        voicemail(rounds)
        ranges(rounds, folder)
        rotation(rounds, folder, KEY)
        rotation(rounds, folder, XWingIdentity.generate())
        processes(rounds, folder)
        file_to_file(size, rounds, folder)
        in_memory(size, rounds)


if __name__ == "__main__":
    main()
