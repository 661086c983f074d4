"""Against a real token: SoftHSM. Where it is missing these tests fail; they are never skipped."""

import os
import subprocess
import threading
from pathlib import Path

import attrs
import pytest
from pkcs11 import KeyType, MechanismFlag

from pbxprivacy.errors import KeyringError, StorageError, UnwrapError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, Vault
from pbxprivacy.vault.providers import load_keyring
from pbxprivacy.vault.providers.pkcs11 import Pkcs11Provider

MODULES = [
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
]
pytestmark = pytest.mark.outside("softhsm2")

CALL = AssociatedData("acme", "call-1")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Pkcs11Provider:
    found = [path for path in MODULES if path.exists()]
    assert found, "SoftHSM is not installed: apt-get install softhsm2"
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(
        f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    (folder / "pin").write_text("1234\n")
    command = ["softhsm2-util", "--init-token", "--free", "--label", "pbx", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(command, check=True, capture_output=True)
    provider = Pkcs11Provider(found[0], "pbx", "acme", folder / "pin")
    provider.generate()
    return provider


def uri(provider: Pkcs11Provider) -> str:
    return (
        f"pkcs11:token={provider.token};object={provider.label}"
        f"?module-path={provider.module}&pin-source=file:{provider.pin_file}&version={provider.version}"
    )


def test_a_recording_is_sealed_and_opened_with_a_key_that_never_leaves_the_token(
    provider: Pkcs11Provider, tmp_path: Path
) -> None:
    vault = Vault(load_keyring(uri(provider), "acme"))
    sealed = vault.seal([b"spoken"], tmp_path, CALL)
    assert [slot.kind for slot in sealed.slots] == ["pkcs11"]
    assert vault.read_range(sealed.path, CALL, 0, 100) == b"spoken"
    assert vault.verify(sealed.path, CALL)


def test_a_slot_is_bound_to_its_file_and_to_its_bytes(provider: Pkcs11Provider) -> None:
    key = provider.key()
    payload = key.wrap(Secret(bytes(32)), b"aad")
    assert len(payload) == key.payload_length == 60
    assert key.unwrap(payload, b"aad") == Secret(bytes(32))
    for bad, aad in ((payload, b"other"), (payload[:-1], b"aad"), (b"", b"aad"), (bytes(60), b"aad")):
        with pytest.raises(UnwrapError):
            key.unwrap(bad, aad)


def test_a_token_key_is_rotated_to_its_next_version_and_to_a_local_key(
    provider: Pkcs11Provider, tmp_path: Path
) -> None:
    old = provider.key()
    new = attrs.evolve(provider, version=2).generate(old.key_id)
    path = Vault(Keyring("acme", [old], [old])).seal([b"spoken"], tmp_path, CALL).path
    vault = Vault(Keyring("acme", [new], [old, new]))
    assert [slot.version for slot in vault.rotate(path).slots] == [2]
    local = LocalKey.generate()
    vault.change_slots(path, add=[local], drop=[(new.slot_type, new.key_id)])
    assert Vault(Keyring("acme", [], [local])).read_range(path, CALL, 0, 100) == b"spoken"


def test_threads_do_not_disturb_each_other(provider: Pkcs11Provider) -> None:
    key = provider.key()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for number in range(20):
                secret = Secret(bytes([number]) * 32)
                assert key.unwrap(key.wrap(secret, b""), b"") == secret
        except BaseException as error:  # noqa: BLE001 - the thread must tell
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_no_pin_is_shown(provider: Pkcs11Provider) -> None:
    assert "1234" not in repr(provider) + repr(provider.key())
    with pytest.raises(KeyringError, match="PIN"):
        load_keyring("pkcs11:token=t;object=o?module-path=/m&pin-value=1234", "acme")


@pytest.mark.parametrize(
    "text",
    [
        "pkcs11:",
        "pkcs11:token=t?module-path=/m&pin-source=file:/p",
        "pkcs11:token=t;object=o?pin-source=file:/p",
        "pkcs11:token=t;object=o?module-path=/m",
        "pkcs11:token=t;object=o?module-path=/m&pin-source=|cat",
        "pkcs11:token=t;object=o?module-path=/m&pin-source=file:/p&version=x",
        "pkcs11:token=t;object=o?module-path=/m&pin-source=file:/p&more=1",
    ],
)
def test_a_uri_that_lacks_a_part_is_refused(text: str) -> None:
    with pytest.raises(KeyringError):
        load_keyring(text, "acme")


@pytest.mark.parametrize(
    ("name", "value"), [("module", Path("/nowhere.so")), ("token", "absent"), ("label", "absent"), ("version", 9)]
)
def test_a_token_or_a_key_that_is_not_there_is_told(provider: Pkcs11Provider, name: str, value: object) -> None:
    with pytest.raises(KeyringError):
        attrs.evolve(provider, **{name: value}).keyring("acme")


@pytest.mark.parametrize("may", [MechanismFlag.ENCRYPT, MechanismFlag.DECRYPT], ids=["encrypt", "decrypt"])
def test_a_key_that_may_not_do_it_says_so(may: MechanismFlag, provider: Pkcs11Provider) -> None:
    half = attrs.evolve(provider, label=f"may-only-{may.name}")
    half._session(write=True).generate_key(
        KeyType.AES, 256, id=os.urandom(16), label=half.label, store=True, capabilities=may
    )
    key = half.key()
    with pytest.raises(KeyringError, match="refused"):
        key.unwrap(key.wrap(Secret(bytes(32)), b"aad"), b"aad")


def test_a_pin_file_that_is_not_there_is_told(provider: Pkcs11Provider, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        attrs.evolve(provider, pin_file=tmp_path / "absent").keyring("acme")
