"""Data keys in and out of slots."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pbxprivacy.errors import DamagedError, KeyringError, NoKeyError, UnwrapError, UsageError
from pbxprivacy.vault.format import FixedPart, Header, Slot
from pbxprivacy.vault.keys.interface import IdentitySource, Recipient
from pbxprivacy.vault.keys.keyring import check_mixture
from pbxprivacy.vault.keys.secret import KEY_BYTES, Secret

__all__ = ["agreed_key", "data_key", "new_data_key", "new_header", "wrap"]

_FILE_ID_BYTES = 16


def new_data_key() -> Secret:
    """Return 32 random bytes: the key of one body, never used for another."""
    return Secret(os.urandom(KEY_BYTES))


def new_header(recipients: Iterable[Recipient], key: Secret, header_size: int) -> Header:
    """Return the header of a new recording, its data key wrapped for each recipient.

    Raises:
        KeyringError: no recipient, or a classical-only one beside a post-quantum one.
        UsageError: more recipients than the header holds.
    """
    chosen = tuple(recipients)
    if not chosen:
        raise KeyringError("nobody to seal for", mend="give the keyring a recipient")
    fixed = FixedPart(header_size, os.urandom(_FILE_ID_BYTES))
    check_mixture({recipient.slot_type for recipient in chosen})
    return Header(fixed, 0, tuple(wrap(fixed, recipient, key) for recipient in chosen))


def wrap(fixed: FixedPart, recipient: Recipient, key: Secret) -> Slot:
    """Return the slot of a recipient.

    Raises:
        UsageError: the recipient returned another length than it had announced.
    """
    name = (recipient.slot_type, recipient.payload_length, recipient.key_id, recipient.version)
    payload = recipient.wrap(key, Slot.aad(fixed, *name))
    if len(payload) != recipient.payload_length:
        raise UsageError(f"a recipient made {len(payload)} bytes where it had announced {recipient.payload_length}")
    return Slot(recipient.slot_type, recipient.key_id, recipient.version, payload)


def data_key(header: Header, source: IdentitySource) -> Secret:
    """Return the data key out of the first slot that an identity of ours opens.

    Raises:
        NoKeyError: no slot is for a key of ours.
        UnwrapError: a key of ours is named, and does not open its slot.
    """
    return next(_opened(header, source))


def agreed_key(header: Header, source: IdentitySource) -> Secret:
    """Return the data key out of all slots that we can open.

    Raises:
        NoKeyError, UnwrapError: as `data_key`.
        DamagedError: the slots hold different keys.
    """
    first, *others = _opened(header, source)
    if any(other != first for other in others):
        raise DamagedError("the slots of the header hold different keys")
    return first


def _opened(header: Header, source: IdentitySource) -> Iterator[Secret]:
    refused: UnwrapError | None = None
    found = False
    for slot in header.slots:
        identity = source.identity(slot.slot_type, slot.key_id, slot.version)
        if identity is None:
            continue
        try:
            key = identity.unwrap(slot.payload, slot.aad_in(header.fixed))
        except UnwrapError as error:
            refused = error
            continue
        if len(key) != KEY_BYTES:
            refused = UnwrapError("a slot holds something that is not a data key")
            continue
        found = True
        yield key
    if not found:
        raise refused or NoKeyError(
            "no key here opens this recording", mend="look up its key ids with inspect, and load one of them"
        )
