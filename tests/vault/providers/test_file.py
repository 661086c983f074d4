import os
from pathlib import Path

import pytest

from pbxprivacy.errors import ExistsError, KeyringError, StorageError
from pbxprivacy.vault.disk import Disk
from pbxprivacy.vault.keys import Keyring, LocalKey, Secret, XWingIdentity
from pbxprivacy.vault.providers import file, load_keyring, write_keyring
from pbxprivacy.vault.providers.document import encode

KEY, PAIR = LocalKey.generate(), XWingIdentity.generate()
RING = Keyring("acme", [KEY, PAIR.recipient], [KEY, PAIR])
PASSPHRASE = Secret(b"correct horse")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_keyring(tmp_path / "acme.keyring", RING)
    return tmp_path / "acme.keyring"


def test_a_keyring_file_is_for_its_owner_alone_and_is_read_again(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keyring(f"file:{path}", "acme") == RING
    assert list(path.parent.iterdir()) == [path]


def test_a_keyring_file_under_a_passphrase_is_read_with_it(tmp_path: Path) -> None:
    path = tmp_path / "ring"
    write_keyring(path, RING, passphrase=PASSPHRASE)
    assert load_keyring(f"file:{path}", "acme", passphrase=PASSPHRASE) == RING
    with pytest.raises(KeyringError):
        load_keyring(f"file:{path}", "acme")


def test_a_keyring_file_is_never_overwritten_unasked(path: Path) -> None:
    with pytest.raises(ExistsError):
        write_keyring(path, RING)
    write_keyring(path, Keyring("acme"), replace=True)
    assert load_keyring(f"file:{path}", "acme") == Keyring("acme")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666, 0o610, 0o601])
def test_a_keyring_file_that_others_can_touch_is_refused(mode: int, path: Path) -> None:
    path.chmod(mode)
    with pytest.raises(KeyringError, match="others"):
        load_keyring(f"file:{path}", "acme")


@pytest.mark.parametrize(("mode", "fine"), [(0o644, True), (0o600, True), (0o664, False), (0o646, False)])
def test_a_public_keyring_may_be_read_by_others_and_never_written(mode: int, fine: bool, tmp_path: Path) -> None:
    path = tmp_path / "public"
    write_keyring(path, RING.sealing_only())
    path.chmod(mode)
    if fine:
        assert load_keyring(f"file:{path}", "acme") == RING.sealing_only()
    else:
        with pytest.raises(KeyringError):
            load_keyring(f"file:{path}", "acme")


def test_a_keyring_file_of_another_user_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Foreign(Disk):
        def stat(self, descriptor: int) -> os.stat_result:
            found = list(super().stat(descriptor))
            found[4] = 4_321
            return os.stat_result(found)

    monkeypatch.setattr(file, "Disk", Foreign)
    with pytest.raises(KeyringError, match="another user"):
        load_keyring(f"file:{path}", "acme")


def test_a_keyring_of_another_tenant_is_refused(path: Path) -> None:
    with pytest.raises(KeyringError, match="another tenant"):
        load_keyring(f"file:{path}", "other")


def test_a_keyring_that_is_absent_or_not_a_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(StorageError):
            load_keyring(f"file:{path}", "acme")


def test_a_keyring_that_is_not_text_is_told(path: Path) -> None:
    path.write_bytes(os.urandom(500))
    with pytest.raises(KeyringError):
        load_keyring(f"file:{path}", "acme")


def test_a_credential_of_systemd_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(path.parent))
    assert load_keyring("credential:acme.keyring", "acme") == RING
    for name in ("../acme.keyring", "", ".", ".."):
        with pytest.raises(KeyringError):
            load_keyring(f"credential:{name}", "acme")


def test_a_credential_that_was_not_handed_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(KeyringError, match="handed"):
        load_keyring("credential:acme.keyring", "acme")


def test_an_environment_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_KEYRING", encode(RING))
    assert load_keyring("env:ACME_KEYRING", "acme") == RING
    with pytest.raises(KeyringError):
        load_keyring("env:ABSENT_KEYRING", "acme")


@pytest.mark.parametrize("uri", ["aws-kms://key", "gcp-kms://key", "hcvault://transit/key"])
def test_what_is_not_built_yet_is_refused_and_says_so(uri: str) -> None:
    with pytest.raises(KeyringError, match="not built yet"):
        load_keyring(uri, "acme")


@pytest.mark.parametrize("uri", ["", "acme.keyring", "https://example.com/key", "FILE:x"])
def test_an_unknown_scheme_is_refused(uri: str) -> None:
    with pytest.raises(KeyringError):
        load_keyring(uri, "acme")


def test_a_disk_that_refuses_leaves_no_half_written_keyring(tmp_path: Path) -> None:
    (tmp_path / "ring").mkdir()
    with pytest.raises(StorageError):
        write_keyring(tmp_path / "ring", RING, replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["ring"]
