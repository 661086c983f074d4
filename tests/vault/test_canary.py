"""What was said is nowhere in the clear once sealing ended, and no number is in any name."""

import os
import subprocess
import sys
import time
from pathlib import Path

from pbxprivacy.errors import VaultError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault, XWingIdentity

CANARY = b"the-canary-sang-at-midnight"
NUMBER = "4930123456789"
KEY, PAIR = LocalKey.generate(), XWingIdentity.generate()
VAULT = Vault(Keyring("acme", [KEY, PAIR.recipient], [KEY, PAIR]))


def in_the_clear(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and CANARY in path.read_bytes()]


def test_nothing_is_in_the_clear_and_no_number_in_a_name_after_all_the_work(tmp_path: Path) -> None:
    call = AssociatedData("acme", f"call-{NUMBER}", extra={"from": NUMBER})
    spool, kept = tmp_path / "spool", tmp_path / "kept"
    spool.mkdir()
    kept.mkdir()
    for size in (10, 20_000, 400_000):
        plain = spool / f"out-{NUMBER}.wav"
        plain.write_bytes(CANARY * (size // len(CANARY) + 1))
        sealed = VAULT.seal(plain, kept, call)
        VAULT.rotate(sealed.path)
        VAULT.change_slots(sealed.path, drop=[(PAIR.slot_type, PAIR.key_id)])
        VAULT.reseal(sealed.path, call)
        with VAULT.open(sealed.path, call) as recording:
            assert recording.read().startswith(CANARY)
    assert not in_the_clear(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if NUMBER in path.name]
    assert not [path for path in kept.iterdir() if NUMBER.encode() in path.read_bytes()]


def test_nothing_is_in_the_clear_beside_the_target_when_sealing_is_killed(tmp_path: Path) -> None:
    spool, kept = tmp_path / "spool", tmp_path / "kept"
    spool.mkdir()
    kept.mkdir()
    plain = spool / "call.wav"
    plain.write_bytes(CANARY * 1_000_000)
    script = f"""
from pathlib import Path
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault
key = LocalKey.generate()
print("ready", flush=True)
Vault(Keyring("acme", [key], [key])).seal(Path({str(plain)!r}), Path({str(kept)!r}), AssociatedData("acme", "c"))
"""
    for wait in (0.0, 0.005, 0.01, 0.02, 0.03):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(wait)
            process.kill()
        assert not in_the_clear(kept)
        assert plain.exists() or list(kept.iterdir())
        plain.write_bytes(CANARY * 1_000_000)


def test_a_failed_sealing_leaves_the_plain_file_alone_in_the_clear(tmp_path: Path) -> None:
    plain = tmp_path / "call.wav"
    plain.write_bytes(CANARY)
    os.utime(plain, (1, 1))
    try:
        VAULT.seal(plain, tmp_path / "absent" / "x", AssociatedData("acme", "c"))
    except VaultError:
        assert in_the_clear(tmp_path) == [plain]
    assert plain.stat().st_mtime == 1
