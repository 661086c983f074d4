"""A keyring as JSON text, in the clear or in a box that a passphrase opens.

Read by hand and not through a model class: a message of a model class quotes what it read, and that is a key here.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.keys import (
    Identity,
    Keyring,
    LocalKey,
    Recipient,
    Secret,
    SlotType,
    X25519Identity,
    X25519Recipient,
    XWingIdentity,
    XWingRecipient,
)

__all__ = ["decode", "encode", "holds_secrets"]

_MARK: Final = "pbxprivacy-keyring"
_BOX_LABEL: Final = b"pbxrec/keyring/v1\0"
_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_COST: Final = {"iterations": 3, "lanes": 4, "memory_kib": 65_536}  # RFC 9106, section 4, second choice
_DEAREST: Final = {"iterations": 64, "lanes": 64, "memory_kib": 4_194_304}  # a file must not ask for all memory
_PAIRS: Final[Mapping[str, tuple[Callable[..., Recipient], Callable[..., XWingIdentity | X25519Identity]]]] = {
    "x-wing": (XWingRecipient, XWingIdentity),
    "x25519": (X25519Recipient, X25519Identity),
}


def holds_secrets(text: str) -> bool:
    """Whether a keyring document holds anything that opens a recording, boxed or not."""
    document = _document(text)
    keys = document.get("keys", [])
    return "box" in document or any(isinstance(key, dict) and "secret" in key for key in keys)


def encode(keyring: Keyring, passphrase: Secret | None = None) -> str:
    """Return a keyring as JSON; with a passphrase, encrypted under a key that Argon2id makes of it.

    Raises:
        KeyringError: a key that is not kept in a file, such as one in a hardware token.
    """
    keys = [_entry(key, keyring) for key in _keys(keyring)]
    document = {_MARK: 1, "tenant": keyring.tenant, "post_quantum": keyring.post_quantum, "keys": keys}
    if passphrase is None:
        return json.dumps(document, indent=1) + "\n"
    cost = {"salt": os.urandom(_SALT_BYTES).hex(), **_COST}
    head: dict[str, Any] = {_MARK: 1, "tenant": keyring.tenant, "argon2id": cost}
    encryptor = Cobblestone256Encryptor(_stretched(passphrase, cost), _BOX_LABEL + _canon(head))
    box = encryptor.update(json.dumps(document).encode()) + encryptor.finalize()
    return json.dumps({**head, "box": base64.b64encode(box).decode()}, indent=1) + "\n"


def decode(text: str, passphrase: Secret | None = None) -> Keyring:
    """Read a keyring.

    Raises:
        KeyringError: not a keyring, an unknown or missing entry, a wrong or missing passphrase. Never quotes a key.
    """
    document = _document(text)
    if "box" in document:
        document = _document(_opened(document, passphrase))
    unknown = document.keys() - {_MARK, "tenant", "post_quantum", "keys"}
    tenant, post_quantum, keys = (document.get(name) for name in ("tenant", "post_quantum", "keys"))
    if unknown or not (isinstance(tenant, str) and isinstance(post_quantum, bool) and isinstance(keys, list)):
        raise KeyringError(
            "this keyring lacks an entry or has one too many", mend="it has tenant, post_quantum and keys"
        )
    recipients: list[Recipient] = []
    identities: list[Identity] = []
    for number, entry in enumerate(keys, 1):
        try:
            _read(entry, recipients, identities)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise KeyringError(f"key {number} of the keyring is not one", mend="make it anew with keygen") from None
    return Keyring(tenant, recipients, identities, post_quantum=post_quantum)


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or document.get(_MARK) != 1:
        raise KeyringError("this is not a keyring", mend="make one with keygen")
    return document


def _keys(keyring: Keyring) -> list[tuple[Recipient | None, Identity | None]]:
    """Pair recipients with the identities of the same key."""
    pairs: dict[tuple[int, bytes, int], tuple[Recipient | None, Identity | None]] = {}
    for identity in keyring.identities:
        pairs[identity.slot_type, identity.key_id, identity.version] = (None, identity)
    for recipient in keyring.recipients:
        name = (recipient.slot_type, recipient.key_id, recipient.version)
        pairs[name] = (recipient, pairs.get(name, (None, None))[1])
    return list(pairs.values())


def _entry(pair: tuple[Recipient | None, Identity | None], keyring: Keyring) -> dict[str, Any]:
    recipient, identity = pair
    key = identity or recipient
    kind: str
    secret: Secret | None
    match key:
        case LocalKey(slot_type=SlotType.LOCAL):
            kind, secret = "local", key.secret
        case XWingIdentity():
            kind, secret = "x-wing", key.private
        case X25519Identity():
            kind, secret = "x25519", key.private
        case XWingRecipient() | X25519Recipient():
            kind, secret = ("x-wing" if isinstance(key, XWingRecipient) else "x25519"), None
        case _:
            raise KeyringError("this kind of key is not kept in a file", where=keyring.tenant)
    entry: dict[str, Any] = {"type": kind, "id": key.key_id.hex(), "version": key.version}
    if secret is not None:
        entry["secret"] = secret.reveal().hex()
    if isinstance(recipient, XWingRecipient | X25519Recipient):
        entry["public"] = recipient.public.hex()
    if recipient is None:
        entry["retired"] = True
    return entry


def _read(entry: Mapping[str, Any], recipients: list[Recipient], identities: list[Identity]) -> None:
    if entry.keys() - {"type", "id", "version", "secret", "public", "retired"}:
        raise ValueError
    key_id, version = bytes.fromhex(entry["id"]), entry["version"]
    retired = entry.get("retired", False)
    if not isinstance(version, int) or not isinstance(retired, bool):
        raise TypeError
    secret = Secret(bytes.fromhex(entry["secret"])) if "secret" in entry else None
    if entry["type"] == "local":
        key = LocalKey(key_id, version, secret or Secret(b""))
        identities.append(key)
        recipients += [] if retired else [key]
        return
    as_recipient, as_identity = _PAIRS[entry["type"]]
    identity = as_identity(key_id, version, secret) if secret else None
    identities += [identity] if identity else []
    if not retired:
        recipient = as_recipient(key_id, version, bytes.fromhex(entry["public"]))
        if identity and identity.recipient != recipient:
            raise ValueError
        recipients.append(recipient)


def _opened(document: Mapping[str, Any], passphrase: Secret | None) -> str:
    if passphrase is None:
        raise KeyringError("this keyring is under a passphrase", mend="give the passphrase")
    head = {name: value for name, value in document.items() if name != "box"}
    try:
        cost = document["argon2id"]
        if any(not 0 < cost[name] <= dearest for name, dearest in _DEAREST.items()):
            raise KeyringError("this keyring asks for too much work to open it")
        decryptor = Cobblestone256Decryptor(_stretched(passphrase, cost), _BOX_LABEL + _canon(head))
        opened = decryptor.update(base64.b64decode(document["box"], validate=True)) + decryptor.finalize()
    except (KeyError, TypeError, ValueError):
        raise KeyringError("this keyring is damaged", mend="take it from a backup") from None
    except InvalidTag:
        raise KeyringError("the passphrase does not open this keyring", mend="try again") from None
    return opened.decode()


def _stretched(passphrase: Secret, cost: Mapping[str, Any]) -> bytes:
    return Argon2id(
        salt=bytes.fromhex(cost["salt"]),
        length=_KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    ).derive(passphrase.reveal())


def _canon(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
