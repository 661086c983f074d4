import os
from pathlib import Path

import pytest

from pbxprivacy.errors import NotSealedError, StorageError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, ShredKey, Vault, XWingIdentity

CALL = AssociatedData("acme", "call-4930555")
KEY, PAIR = LocalKey.generate(), XWingIdentity.generate()
VAULT = Vault(Keyring("acme", [KEY, PAIR.recipient], [KEY]))
NOBODY = Vault(Keyring("nobody"))


def test_it_tells_what_can_be_told_without_a_key(tmp_path: Path) -> None:
    path = VAULT.seal([bytes(20_000)], tmp_path, CALL).path
    found = NOBODY.inspect(path)
    assert found.file_id.hex() in path.name
    assert (found.plain_size, found.size, found.truncated) == (20_000, path.stat().st_size, False)
    assert [(slot.kind, slot.key_id) for slot in found.slots] == [("local", KEY.key_id), ("x-wing", PAIR.key_id)]
    assert "4930555" not in repr(found)
    assert "acme" not in repr(found)


@pytest.mark.parametrize(("left", "plain"), [(8_192, 0), (8_192 + 56 + 16_400, 16_384), (8_192 + 56 + 16_410, 16_384)])
def test_a_missing_end_is_told(left: int, plain: int, tmp_path: Path) -> None:
    path = VAULT.seal([bytes(50_000)], tmp_path, CALL).path
    os.truncate(path, left)
    found = NOBODY.inspect(path)
    assert (found.truncated, found.plain_size) == (True, plain)


def test_an_unknown_kind_of_slot_has_a_name_too(tmp_path: Path) -> None:
    class Future(ShredKey):
        slot_type = 0x55  # type: ignore[assignment] # a kind of slot that does not exist yet

    key = Future(bytes(16), 1, ShredKey.generate().secret)
    path = VAULT.seal([b"x"], tmp_path, CALL, recipients=[key, KEY]).path
    assert [slot.kind for slot in NOBODY.inspect(path).slots] == ["unknown-55", "local"]
    assert VAULT.verify(path, CALL)


def test_neither_tenant_nor_call_stand_in_the_file(tmp_path: Path) -> None:
    data = VAULT.seal([b"x"], tmp_path, CALL).path.read_bytes()
    assert b"4930555" not in data
    assert b"acme" not in data


def test_a_foreign_or_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        NOBODY.inspect(tmp_path / "absent")
    (tmp_path / "foreign").write_bytes(b"RIFF")
    with pytest.raises(NotSealedError):
        NOBODY.inspect(tmp_path / "foreign")
