import pytest

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.keys import Identity, Keyring, LocalKey, ShredKey, X25519Identity, XWingIdentity

LOCAL, PAIR, OLD_PAIR = LocalKey.generate(), XWingIdentity.generate(), X25519Identity.generate()


class Table:
    def __init__(self, *keys: ShredKey) -> None:
        self.keys = {(int(key.slot_type), key.key_id, key.version): key for key in keys}

    def identity(self, slot_type: int, key_id: bytes, version: int) -> Identity | None:
        return self.keys.get((slot_type, key_id, version))


def test_a_classical_recipient_is_refused_where_post_quantum_is_asked_for() -> None:
    with pytest.raises(KeyringError, match="post-quantum"):
        Keyring("acme", [OLD_PAIR.recipient])
    assert Keyring("acme", [OLD_PAIR.recipient], post_quantum=False)


def test_a_classical_recipient_is_never_beside_a_post_quantum_one() -> None:
    with pytest.raises(KeyringError, match="undo"):
        Keyring("acme", [OLD_PAIR.recipient, PAIR.recipient], post_quantum=False)


def test_the_newest_version_of_each_recipient_seals() -> None:
    newer = LocalKey.generate(key_id=LOCAL.key_id, version=3)
    between = LocalKey.generate(key_id=LOCAL.key_id, version=2)
    assert Keyring("acme", [LOCAL, newer, between, PAIR.recipient]).newest() == (newer, PAIR.recipient)


def test_an_identity_is_found_by_type_id_and_version() -> None:
    ring = Keyring("acme", [], [LOCAL, PAIR])
    assert ring.identity(1, LOCAL.key_id, 1) is LOCAL
    assert ring.identity(2, PAIR.key_id, 1) is PAIR
    for slot_type, key_id, version in ((2, LOCAL.key_id, 1), (1, LOCAL.key_id, 2), (1, PAIR.key_id, 1)):
        assert ring.identity(slot_type, key_id, version) is None


def test_a_key_table_is_asked_for_what_the_keyring_does_not_hold() -> None:
    key = ShredKey.generate()
    ring = Keyring("acme", [], [LOCAL]).with_sources([Table(key)])
    assert ring.can_open
    assert ring.identity(0x14, key.key_id, 1) is key
    assert ring.identity(0x14, LOCAL.key_id, 1) is None


def test_a_sealing_node_gets_public_keys_alone() -> None:
    ring = Keyring("acme", [LOCAL, PAIR.recipient], [LOCAL, PAIR]).sealing_only()
    assert ring.recipients == (PAIR.recipient,)
    assert not ring.can_open


def test_a_sealing_node_cannot_be_made_of_symmetric_keys() -> None:
    with pytest.raises(KeyringError, match="public"):
        Keyring("acme", [LOCAL], [LOCAL]).sealing_only()
