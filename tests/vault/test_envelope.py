import os

import attrs
import pytest

from pbxprivacy.errors import DamagedError, KeyringError, NoKeyError, UnwrapError, UsageError
from pbxprivacy.vault.envelope import agreed_key, data_key, new_data_key, new_header, wrap
from pbxprivacy.vault.format import Header, Slot
from pbxprivacy.vault.keys import Keyring, LocalKey, Secret, X25519Identity, XWingIdentity

ONE, TWO, PAIR = LocalKey.generate(), LocalKey.generate(), XWingIdentity.generate()
KEY = new_data_key()
HEADER = new_header([ONE, TWO, PAIR.recipient], KEY, 4096)


@pytest.mark.parametrize("identity", [ONE, TWO, PAIR])
def test_each_recipient_gets_the_same_data_key(identity: LocalKey | XWingIdentity) -> None:
    assert data_key(HEADER, Keyring("acme", [], [identity])) == KEY


def test_a_keyring_without_a_fitting_key_is_told() -> None:
    with pytest.raises(NoKeyError):
        data_key(HEADER, Keyring("acme", [], [LocalKey.generate()]))


def test_a_key_of_the_right_name_and_the_wrong_bytes_is_told() -> None:
    impostor = attrs.evolve(ONE, secret=Secret(os.urandom(32)))
    with pytest.raises(UnwrapError):
        data_key(HEADER, Keyring("acme", [], [impostor]))
    assert data_key(HEADER, Keyring("acme", [], [impostor, TWO])) == KEY


def test_a_slot_of_another_file_is_refused() -> None:
    other = new_header([ONE], KEY, 4096)
    with pytest.raises(UnwrapError):
        data_key(attrs.evolve(HEADER, slots=other.slots), Keyring("acme", [], [ONE]))


def test_slots_that_hold_different_keys_are_refused() -> None:
    foreign = wrap(HEADER.fixed, TWO, new_data_key())
    header = attrs.evolve(HEADER, slots=(HEADER.slots[0], foreign))
    assert agreed_key(header, Keyring("acme", [], [ONE])) == KEY
    with pytest.raises(DamagedError, match="different keys"):
        agreed_key(header, Keyring("acme", [], [ONE, TWO]))


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_what_is_not_a_data_key_of_32_bytes_is_refused(length: int) -> None:
    key = LocalKey.generate()
    aad = Slot.aad(HEADER.fixed, 1, 104 - 32 + length, key.key_id, 1)
    slot = Slot(1, key.key_id, 1, key.wrap(Secret(bytes(length)), aad))
    with pytest.raises(UnwrapError):
        data_key(Header(HEADER.fixed, 0, (slot,)), Keyring("acme", [], [key]))


def test_a_recipient_that_breaks_its_word_about_the_length_is_refused() -> None:
    class Liar:
        slot_type, key_id, version, payload_length = 0x55, bytes(16), 1, 10

        def wrap(self, data_key: Secret, aad: bytes) -> bytes:
            return bytes(9)

    with pytest.raises(UsageError):
        new_header([Liar()], KEY, 4096)


def test_nobody_to_seal_for_is_refused() -> None:
    with pytest.raises(KeyringError):
        new_header([], KEY, 4096)


def test_a_classical_slot_beside_a_post_quantum_one_is_refused() -> None:
    with pytest.raises(KeyringError):
        new_header([PAIR.recipient, X25519Identity.generate().recipient], KEY, 4096)


def test_seventeen_recipients_are_refused() -> None:
    with pytest.raises(UsageError):
        new_header([LocalKey.generate() for _ in range(17)], KEY, 16_384).encode()
    assert new_header([LocalKey.generate() for _ in range(16)], KEY, 4096).encode()
