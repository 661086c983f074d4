"""The key table of erasure scopes: keys that are kept only here, so that destroying one destroys what it opens.

Scopes stand under one another: a recording's key is wrapped under its period's, that one under its tenant's, and that
one under the tenant's keyring. So the table is of no use to a thief without the keyring, destroying one row destroys
everything below it, and a new keyring key rewrites one row a tenant and no recording.

Who destroys keys must know where copies of the table are: see `pbxprivacy.vault.erasure`.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Self, cast

import attrs

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.database import Database
from pbxprivacy.vault.entry import milliseconds
from pbxprivacy.vault.keys import Identity, Keyring, Secret, ShredKey, SlotType
from pbxprivacy.vault.schema import KEY_TABLE, KEY_TABLE_APPLICATION, KEY_TABLE_VERSION

__all__ = ["NO_KEYS", "Destroyed", "KeyTable", "ScopeKind", "period_of"]

_VERSION: Final = 1
_HEAD: Final = struct.Struct(">B16sI")  # slot type, key id and version of what wraps a tenant's key
_LOOKED_AT: Final = 32
_ON_DISK: Final = (SlotType.LOCAL, SlotType.PKCS11)


class ScopeKind(StrEnum):
    """How much one key opens, and so how little can be destroyed at a time."""

    RECORDING = "recording"
    PERIOD = "period"
    TENANT = "tenant"


def period_of(day: date) -> str:
    """Return the name of the period a day is in: its month, such as ``2026-11``."""
    return f"{day.year:04d}-{day.month:02d}"


@attrs.frozen
class Destroyed:
    """Keys that were destroyed: their ids, and some of their wrapped bytes, to look for in the files after."""

    ids: tuple[bytes, ...]
    samples: tuple[bytes, ...] = attrs.field(repr=False)


NO_KEYS: Final = Destroyed((), ())


class KeyTable:
    """One SQLite file of keys.

    Args:
        path: the file; created when absent. Its backups decide from when on an erasure is true.
        keyring: what wraps the tenant's key; None where keys are only destroyed.

    Raises:
        VaultError: the file is something else, or cannot be written.
    """

    def __init__(self, path: Path, keyring: Keyring | None = None) -> None:
        self.keyring = keyring
        self.database = Database(path, application=KEY_TABLE_APPLICATION, version=KEY_TABLE_VERSION, schema=KEY_TABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def key(self, kind: ScopeKind, name: str, recorded: date, at: datetime) -> ShredKey:
        """Return the key of a scope of the keyring's tenant; it is made where there is none.

        Args:
            kind: how much the key shall open.
            name: the recording's name.
            recorded: the day of the recording, which names its period.
            at: now; kept with a key that is made.

        Raises:
            KeyringError: there is no keyring, or it has no key to wrap with.
        """
        keyring = self._its_keyring()
        path = [(ScopeKind.TENANT, keyring.tenant)]
        if kind is not ScopeKind.TENANT:
            path.append((ScopeKind.PERIOD, period_of(recorded)))
        if kind is ScopeKind.RECORDING:
            path.append((ScopeKind.RECORDING, name))
        parent: ShredKey | None = None
        with self.database.writing():
            for its_kind, its_name in path:
                parent = self._child(parent, its_kind, keyring.tenant, its_name, at)
        assert parent is not None  # noqa: S101 - the path is never empty
        return parent

    def identity(self, slot_type: int, key_id: bytes, version: int) -> Identity | None:
        """Return the key that a slot names, or None where it is not (or no longer) here."""
        if slot_type != SlotType.SHRED or version != _VERSION or self.keyring is None:
            return None
        return self._read(key_id)

    def id_of(self, kind: ScopeKind, tenant: str, name: str) -> bytes | None:
        """Return the id of a scope that is in use, or None."""
        rows = self.database.rows(
            "SELECT id FROM scope WHERE tenant = ? AND kind = ? AND name = ? AND wrapped IS NOT NULL",
            (tenant, kind.value, name),
        )
        return cast("bytes", rows[0][0]) if rows else None

    def ids_of(self, kind: ScopeKind, tenant: str, name: str) -> list[bytes]:
        """Return the ids of all scopes of this name, whether destroyed or not."""
        rows = self.database.rows(
            "SELECT id FROM scope WHERE tenant = ? AND kind = ? AND name = ?", (tenant, kind.value, name)
        )
        return [cast("bytes", row[0]) for row in rows]

    def below(self, scope: bytes) -> list[bytes]:
        """Return a scope's id and those of all scopes under it, whether destroyed or not."""
        return [
            cast("bytes", row[0])
            for row in self.database.rows(
                "WITH RECURSIVE under (id) AS (SELECT ?1 UNION SELECT scope.id FROM scope JOIN under"
                " ON scope.parent = under.id) SELECT id FROM under",
                (scope,),
            )
        ]

    def kind_of(self, scope: bytes) -> ScopeKind | None:
        """Return how much a key opens, or None where the table does not know it."""
        rows = self.database.rows("SELECT kind FROM scope WHERE id = ?", (scope,))
        return ScopeKind(cast("str", rows[0][0])) if rows else None

    def destroy(self, scopes: Iterable[bytes], at: datetime) -> Destroyed:
        """Destroy keys and all keys under them; what is destroyed already stays so.

        The keys are gone for every reader when this returns. What the file system still holds is `scrub`'s work.
        """
        ids: list[bytes] = []
        samples: list[bytes] = []
        with self.database.writing() as connection:
            for scope in scopes:
                for key_id in self.below(scope):
                    row = connection.execute("SELECT wrapped FROM scope WHERE id = ?", (key_id,)).fetchone()
                    if row is None or row[0] is None:
                        continue
                    ids.append(key_id)
                    if len(samples) < _LOOKED_AT:
                        samples.append(row[0])
                    connection.execute(
                        "UPDATE scope SET wrapped = NULL, destroyed = ? WHERE id = ?",
                        (milliseconds(at), key_id),
                    )
        return Destroyed(tuple(ids), tuple(samples))

    def scrub(self, destroyed: Destroyed) -> bool:
        """Rewrite the file from its live rows, empty its log, and look for destroyed keys in what is left.

        Returns:
            Whether none of (up to 32 of) the destroyed keys stands in a file of the table any more.
        """
        database = self.database
        try:
            database.connection.execute("PRAGMA temp_store=MEMORY")
            database.connection.execute("VACUUM")
        except sqlite3.Error:
            return False
        return database.scrub() and not database.residue(list(destroyed.samples))

    def rewrap(self, keyring: Keyring) -> int:
        """Wrap the tenant's key under the newest key of ``keyring``: a rotation that touches no recording.

        Returns:
            How many rows were rewritten.
        """
        old, self.keyring = self._its_keyring(), keyring
        changed = 0
        with self.database.writing() as connection:
            rows = connection.execute(
                "SELECT id, wrapped FROM scope WHERE tenant = ? AND kind = 'tenant' AND wrapped IS NOT NULL",
                (keyring.tenant,),
            ).fetchall()
            for key_id, wrapped in rows:
                secret = _unwrap_root(old, wrapped, _aad(key_id, keyring.tenant))
                fresh = _wrap_root(keyring, secret, _aad(key_id, keyring.tenant))
                connection.execute("UPDATE scope SET wrapped = ? WHERE id = ?", (fresh, key_id))
                changed += 1
        return changed

    def _its_keyring(self) -> Keyring:
        if self.keyring is None:
            raise KeyringError("the key table needs the tenant's keyring", where=str(self.database.path))
        return self.keyring

    def _child(self, parent: ShredKey | None, kind: ScopeKind, tenant: str, name: str, at: datetime) -> ShredKey:
        if key_id := self.id_of(kind, tenant, name):
            return self._unwrapped(key_id, self._wrapped(key_id), tenant, parent)
        key = ShredKey.generate()
        aad = _aad(key.key_id, tenant)
        wrapped = parent.wrap(key.secret, aad) if parent else _wrap_root(self._its_keyring(), key.secret, aad)
        self.database.connection.execute(
            "INSERT INTO scope (id, kind, tenant, name, parent, wrapped, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key.key_id,
                kind.value,
                tenant,
                name,
                parent.key_id if parent else None,
                wrapped,
                milliseconds(at),
            ),
        )
        return key

    def _wrapped(self, key_id: bytes) -> bytes:
        return cast("bytes", self.database.rows("SELECT wrapped FROM scope WHERE id = ?", (key_id,))[0][0])

    def _read(self, key_id: bytes) -> ShredKey | None:
        rows = self.database.rows("SELECT wrapped, parent, tenant FROM scope WHERE id = ?", (key_id,))
        if not rows or rows[0][0] is None or rows[0][2] != self._its_keyring().tenant:
            return None
        wrapped, above, tenant = cast("tuple[bytes, bytes | None, str]", rows[0])
        parent = self._read(above) if above else None
        if above and parent is None:
            return None
        return self._unwrapped(key_id, wrapped, tenant, parent)

    def _unwrapped(self, key_id: bytes, wrapped: bytes, tenant: str, parent: ShredKey | None) -> ShredKey:
        aad = _aad(key_id, tenant)
        secret = parent.unwrap(wrapped, aad) if parent else _unwrap_root(self._its_keyring(), wrapped, aad)
        return ShredKey(key_id, _VERSION, secret)


def _aad(key_id: bytes, tenant: str) -> bytes:
    return b"pbxrec/scope/v1\0" + key_id + tenant.encode()


def _wrap_root(keyring: Keyring, secret: Secret, aad: bytes) -> bytes:
    for recipient in keyring.newest():
        if recipient.slot_type in _ON_DISK:
            head = _HEAD.pack(recipient.slot_type, recipient.key_id, recipient.version)
            return head + recipient.wrap(secret, aad)
    raise KeyringError(
        "a key table needs a key that both seals and opens",
        where=keyring.tenant,
        mend="make a local key first",
    )


def _unwrap_root(keyring: Keyring, wrapped: bytes, aad: bytes) -> Secret:
    identity = keyring.identity(*_HEAD.unpack_from(wrapped))
    if identity is None:
        raise KeyringError(
            "the key that wraps the key table is not in the keyring",
            where=keyring.tenant,
            mend="name the right keyring",
        )
    return identity.unwrap(wrapped[_HEAD.size :], aad)
