"""Where keyrings come from: a URI names the provider."""

from __future__ import annotations

from typing import Protocol

from pbxprivacy.vault.keys import Keyring, Secret

__all__ = ["KeyProvider", "load_keyring"]


class KeyProvider(Protocol):
    """Hands out the keyring of one tenant."""

    def keyring(self, tenant: str) -> Keyring:
        """Return the tenant's keys; raises `KeyringError` where there are none, or they cannot be used."""


def load_keyring(uri: str, tenant: str, *, passphrase: Secret | None = None) -> Keyring:
    """Return a tenant's keyring from ``file:``, ``credential:`` (systemd), ``env:`` or ``pkcs11:``."""
    raise NotImplementedError
