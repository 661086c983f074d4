from pathlib import Path

import pytest

from pbxprivacy.errors import StorageError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault
from pbxprivacy.vault.disk import Disk
from tests.vault.faulty import Crash, FaultyDisk

CALL = AssociatedData("acme", "call-1")
KEY = LocalKey.generate()
VAULT = Vault(Keyring("acme", [KEY], [KEY]))


def test_what_a_crash_left_half_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    sealed = VAULT.seal([b"spoken"], tmp_path, CALL).path
    (tmp_path / "notes.partial").write_text("mine")
    with pytest.raises(Crash):
        Vault(VAULT.keyring, disk=FaultyDisk(2)).seal([b"spoken"], tmp_path, CALL)
    assert len(list(tmp_path.iterdir())) == 3
    assert VAULT.tidy(tmp_path) == 1
    assert {path.name for path in tmp_path.iterdir()} == {sealed.name, "notes.partial"}
    assert VAULT.tidy(tmp_path) == 0


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    class Tidying(Disk):
        def write(self, descriptor: int, data: bytes | memoryview, offset: int) -> None:
            assert VAULT.tidy(tmp_path) == 0
            super().write(descriptor, data, offset)

    assert Vault(VAULT.keyring, disk=Tidying()).seal([b"spoken"], tmp_path, CALL).path.exists()


def test_something_else_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / f".{'0' * 32}.partial").mkdir()
    with pytest.raises(StorageError):
        VAULT.tidy(tmp_path)


def test_a_link_of_such_a_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / ".link.partial").symlink_to(tmp_path / "mine")
    assert VAULT.tidy(tmp_path) == 0
    assert (tmp_path / "mine").read_text() == "mine"
