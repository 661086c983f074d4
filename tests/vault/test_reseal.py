import os
import stat
from pathlib import Path

import pytest

from pbxprivacy.errors import DamagedError, MismatchError, NoKeyError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

CALL = AssociatedData("acme", "call-1")
PLAIN = os.urandom(300_000)
KEY, OTHER = LocalKey.generate(), LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY, OTHER]))


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = VAULT.seal([PLAIN], tmp_path / "sealed", CALL, header_size=8192, mtime_ns=10**18 + 9).path
    path.chmod(0o640)
    return path


def test_it_has_a_new_data_key_and_file_id_and_the_dropped_key_opens_nothing(sealed: Path) -> None:
    before = sealed.read_bytes()
    resealed = VAULT.reseal(sealed, CALL, recipients=[OTHER])
    after = sealed.read_bytes()
    assert resealed.path == sealed
    assert after[16:32] != before[16:32]
    assert after[16384:] != before[16384:]
    assert (resealed.header_size, resealed.generation) == (8192, 0)
    with pytest.raises(NoKeyError):
        Vault(Keyring("acme", [], [KEY])).open(sealed, CALL)
    assert VAULT.read_range(sealed, CALL, 0, 10**6) == PLAIN


def test_time_and_rights_stay(sealed: Path) -> None:
    VAULT.reseal(sealed, CALL)
    assert sealed.stat().st_mtime_ns == 10**18 + 9
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o640
    assert list(sealed.parent.iterdir()) == [sealed]


def test_it_can_be_bound_to_another_call(sealed: Path) -> None:
    other = AssociatedData("acme", "call-2")
    VAULT.reseal(sealed, CALL, to=other)
    with pytest.raises(MismatchError):
        VAULT.open(sealed, CALL)
    assert VAULT.verify(sealed, other)
    with pytest.raises(MismatchError):
        VAULT.reseal(sealed, other, to=AssociatedData("another tenant", "call-2"))


def test_a_damaged_recording_is_not_resealed_and_stays(sealed: Path) -> None:
    data = bytearray(sealed.read_bytes())
    data[16384 + 56 + 16_400 * 3 + 5] ^= 1
    sealed.write_bytes(data)
    with pytest.raises(DamagedError):
        VAULT.reseal(sealed, CALL)
    assert sealed.read_bytes() == data
    assert list(sealed.parent.iterdir()) == [sealed]
