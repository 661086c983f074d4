import json
import os
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.keys import Keyring, LocalKey, Secret, ShredKey, X25519Identity, XWingIdentity
from pbxprivacy.vault.providers.document import decode, encode, holds_secrets

LOCAL, PAIR, CLASSICAL = LocalKey.generate(), XWingIdentity.generate(), X25519Identity.generate()
RETIRED = XWingIdentity.generate()
RING = Keyring("acmé", [LOCAL, PAIR.recipient], [LOCAL, PAIR, RETIRED])
PASSPHRASE = Secret(b"correct horse")


def same(one: Keyring, other: Keyring) -> bool:
    secrets = [
        [getattr(key, "secret", getattr(key, "seed", getattr(key, "private", None))) for key in ring.identities]
        for ring in (one, other)
    ]
    return one == other and secrets[0] == secrets[1]


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
@pytest.mark.parametrize(
    "ring",
    [
        RING,
        RING.sealing_only(),
        Keyring("acme"),
        Keyring("acme", [CLASSICAL.recipient], [CLASSICAL], post_quantum=False),
    ],
)
def test_a_keyring_is_read_as_it_was_written(ring: Keyring, passphrase: Secret | None) -> None:
    assert same(decode(encode(ring, passphrase), passphrase), ring)


def test_a_passphrase_hides_every_key() -> None:
    text = encode(RING, PASSPHRASE)
    assert LOCAL.secret.reveal().hex() not in text
    assert PAIR.private.reveal().hex() not in text
    assert holds_secrets(text)


def test_a_public_keyring_holds_no_secret() -> None:
    text = encode(RING.sealing_only())
    assert not holds_secrets(text)
    assert PAIR.private.reveal().hex() not in text


@pytest.mark.parametrize("passphrase", [None, Secret(b"wrong")])
def test_a_wrong_or_missing_passphrase_is_refused(passphrase: Secret | None) -> None:
    with pytest.raises(KeyringError, match="passphrase"):
        decode(encode(RING, PASSPHRASE), passphrase)


def test_another_tenant_written_over_a_boxed_keyring_is_refused() -> None:
    document = json.loads(encode(RING, PASSPHRASE))
    document["tenant"] = "other"
    with pytest.raises(KeyringError):
        decode(json.dumps(document), PASSPHRASE)


@pytest.mark.parametrize("name", ["iterations", "lanes", "memory_kib"])
@pytest.mark.parametrize("value", [0, -1, 1 << 40, "3", None])
def test_a_keyring_that_asks_for_too_much_or_senseless_work_is_refused(name: str, value: object) -> None:
    document = json.loads(encode(RING, PASSPHRASE))
    document["argon2id"][name] = value
    with pytest.raises(KeyringError):
        decode(json.dumps(document), PASSPHRASE)


WHOLE = json.loads(encode(RING))


@pytest.mark.parametrize(
    "change",
    [
        {"pbxprivacy-keyring": 2},
        {"tenant": 5},
        {"post_quantum": "yes"},
        {"keys": {}},
        {"more": 1},
        {"keys": [5]},
        {"keys": [{}]},
        {"keys": [{**WHOLE["keys"][0], "type": "rot13"}]},
        {"keys": [{**WHOLE["keys"][0], "id": "00"}]},
        {"keys": [{**WHOLE["keys"][0], "version": "1"}]},
        {"keys": [{**WHOLE["keys"][0], "version": 0}]},
        {"keys": [{**WHOLE["keys"][0], "secret": "zz" * 32}]},
        {"keys": [{**WHOLE["keys"][0], "secret": "00" * 31}]},
        {"keys": [{**WHOLE["keys"][0], "retired": 1}]},
        {"keys": [{**WHOLE["keys"][0], "comment": "mine"}]},
        {"keys": [{"type": "local", "id": "00" * 16, "version": 1}]},
        {"keys": [{"type": "x-wing", "id": "00" * 16, "version": 1}]},
        {"keys": [{"type": "x-wing", "id": "00" * 16, "version": 1, "public": "00" * 99}]},
    ],
)
def test_what_is_not_a_keyring_is_refused_and_no_key_is_quoted(change: dict[str, object]) -> None:
    with pytest.raises(KeyringError) as caught:
        decode(json.dumps({**WHOLE, **change}))
    told = "".join(traceback.format_exception(caught.value))
    assert not [key["secret"] for key in WHOLE["keys"] if "secret" in key and key["secret"] in told]


@settings(max_examples=50)
@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_arbitrary_text_is_refused(text: str) -> None:
    with pytest.raises(KeyringError):
        decode(text)
    with pytest.raises(KeyringError):
        holds_secrets(text)


def test_a_public_key_that_is_not_that_of_the_secret_is_refused() -> None:
    document = json.loads(encode(Keyring("acme", [PAIR.recipient], [PAIR])))
    document["keys"][0]["public"] = XWingIdentity.generate().recipient.public.hex()
    with pytest.raises(KeyringError):
        decode(json.dumps(document))


def test_a_key_of_the_key_table_is_not_kept_in_a_file() -> None:
    key = ShredKey.generate(key_id=os.urandom(16))
    with pytest.raises(KeyringError):
        encode(Keyring("acme", [key], [key]))
