"""What a provider of keys does."""

from __future__ import annotations

from typing import Protocol

from pbxprivacy.vault.keys import Keyring

__all__ = ["KeyProvider"]


class KeyProvider(Protocol):
    """Hands out the keyring of one tenant."""

    def keyring(self, tenant: str) -> Keyring:
        """Return the tenant's keys.

        Raises:
            KeyringError: there are none, they are another tenant's, or they cannot be used as they are.
        """
