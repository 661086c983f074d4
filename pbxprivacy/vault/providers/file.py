"""Keyring files: for the owner alone, and refused when they are not."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

import attrs

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.disk import Disk, refusals
from pbxprivacy.vault.keys import Keyring, Secret
from pbxprivacy.vault.providers.document import decode, encode, holds_secrets

__all__ = ["CredentialProvider", "EnvironmentProvider", "FileProvider", "write_keyring"]

_MAX_BYTES: Final = 4 << 20


def write_keyring(path: Path, keyring: Keyring, *, passphrase: Secret | None = None, replace: bool = False) -> None:
    """Write a keyring file with rights 0600, at once or not at all.

    Raises:
        ExistsError: it is there already, and ``replace`` was not said.
        StorageError: the disk refused.
    """
    data = encode(keyring, passphrase).encode()
    disk = Disk()
    with refusals(path, "the keyring cannot be written"):
        descriptor, partial = disk.create(path.parent)
        try:
            disk.write(descriptor, data, 0)
            disk.flush(descriptor)
            disk.publish(partial, path, replace=replace)
            disk.flush_folder(path.parent)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        finally:
            disk.close(descriptor)


@attrs.frozen
class FileProvider:
    """A keyring file.

    A file that holds secrets must be closed to group and others (0600); one that holds public keys alone must not
    be writable for them, or somebody else's key could be put in. It must belong to us or to root.
    """

    path: Path
    passphrase: Secret | None = None

    def keyring(self, tenant: str) -> Keyring:
        """Return the keys of the file; see `pbxprivacy.vault.providers.KeyProvider`."""
        with refusals(self.path, "the keyring cannot be read"):
            text, found = _read(self.path)
            _check_rights(found, secrets=holds_secrets(text))
            return _of_tenant(decode(text, self.passphrase), tenant)


@attrs.frozen
class CredentialProvider:
    """A keyring among the credentials that systemd hands to a service (``LoadCredentialEncrypted=``).

    systemd keeps the folder on memory that is never swapped, readable for the service alone.
    """

    name: str
    passphrase: Secret | None = None

    def keyring(self, tenant: str) -> Keyring:
        """Return the keys of the credential; see `pbxprivacy.vault.providers.KeyProvider`."""
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        if not folder or "/" in self.name or self.name in {"", ".", ".."}:
            raise KeyringError(
                "no such credential was handed to this process",
                where=self.name,
                mend="run it as a systemd service with LoadCredential=NAME:PATH",
            )
        path = Path(folder, self.name)
        with refusals(path, "the credential cannot be read"):
            return _of_tenant(decode(_read(path)[0], self.passphrase), tenant)


@attrs.frozen
class EnvironmentProvider:
    """A keyring in an environment variable: the last resort, since children and ``/proc`` can see it."""

    name: str
    passphrase: Secret | None = None

    def keyring(self, tenant: str) -> Keyring:
        """Return the keys of the variable; see `pbxprivacy.vault.providers.KeyProvider`."""
        text = os.environ.get(self.name)
        if not text:
            raise KeyringError("this environment variable is not set", where=self.name)
        return _of_tenant(decode(text, self.passphrase), tenant)


def _read(path: Path) -> tuple[str, os.stat_result]:
    disk = Disk()
    descriptor = disk.open(path.resolve())  # secrets are often mounted as links
    try:
        found = disk.stat(descriptor)
        buffer = bytearray(min(found.st_size, _MAX_BYTES))
        disk.read(descriptor, memoryview(buffer), 0)
        return buffer.decode(errors="replace"), found
    finally:
        disk.close(descriptor)


def _check_rights(found: os.stat_result, *, secrets: bool) -> None:
    too_wide = 0o077 if secrets else 0o022
    if stat.S_IMODE(found.st_mode) & too_wide:
        raise KeyringError(
            f"others may {'read' if secrets else 'write'} this keyring (rights {stat.S_IMODE(found.st_mode):04o})",
            mend=f"chmod {'600' if secrets else '644'} it; if others have read it, make new keys",
        )
    if found.st_uid not in {0, os.geteuid()}:
        raise KeyringError("this keyring belongs to another user", mend="chown it to the user that uses it")


def _of_tenant(keyring: Keyring, tenant: str) -> Keyring:
    if keyring.tenant != tenant:
        raise KeyringError("this keyring is of another tenant", where=tenant, mend="name that tenant's keyring")
    return keyring
