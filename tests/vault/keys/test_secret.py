import copy
import logging
import pickle
import traceback
from pathlib import Path

import attrs
import pytest

from pbxprivacy.errors import VaultError
from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Secret, Vault, XWingIdentity

LOCAL, PAIR = LocalKey.generate(), XWingIdentity.generate()
RING = Keyring("acme", [LOCAL, PAIR.recipient], [LOCAL, PAIR])


def forms(secret: Secret) -> list[str]:
    value = secret.reveal()
    return [value.hex(), repr(value), repr(bytearray(value)), str(list(value))]


def assert_nothing_told(text: str) -> None:
    for secret in (LOCAL.secret, PAIR.private):
        assert not [form for form in forms(secret) if form in text]


def test_no_repr_or_log_line_tells_a_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").warning("%r %s %r %s %r", RING, LOCAL, PAIR, LOCAL.secret, Vault(RING))
    assert_nothing_told(caplog.text + repr(attrs.asdict(LOCAL)) + f"{RING}")


@pytest.mark.parametrize("thing", [LOCAL.secret, LOCAL, PAIR, RING], ids=["secret", "local", "pair", "keyring"])
def test_no_key_is_pickled_or_deeply_copied(thing: object) -> None:
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(thing)
    with pytest.raises(TypeError, match="never pickled"):
        copy.deepcopy(thing)


def test_no_traceback_tells_a_key_even_with_its_local_variables(tmp_path: Path) -> None:
    vault, call = Vault(RING), AssociatedData("acme", "call-1")
    sealed = vault.seal([b"spoken"], tmp_path, call)
    data = bytearray(sealed.path.read_bytes())
    data[-1] ^= 1
    sealed.path.write_bytes(data)
    for work in (
        lambda: vault.verify(sealed.path, call),
        lambda: vault.verify(sealed.path, AssociatedData("acme", "call-2")),
        lambda: vault.seal([b"x"], tmp_path / "absent" / "x", call),
        lambda: LOCAL.unwrap(bytes(104), b""),
        lambda: PAIR.unwrap(bytes(1168), b""),
    ):
        with pytest.raises(VaultError) as caught:
            work()
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert_nothing_told("".join(told.format()))


def test_secrets_are_compared_and_are_no_keys_of_a_mapping() -> None:
    assert Secret(b"a") == Secret(b"a")
    assert Secret(b"a") != Secret(b"b")
    assert Secret(b"a") != b"a"
    assert len(Secret(b"abc")) == 3
    with pytest.raises(TypeError):
        hash(Secret(b"a"))
