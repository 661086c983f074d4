"""Where keyrings come from: a URI names the provider.

* ``file:PATH``: a keyring file, 0600, under a passphrase where one was given.
* ``credential:NAME``: a credential that systemd hands to a service.
* ``env:NAME``: an environment variable; the last resort.
* ``pkcs11:...``: a key that never leaves its hardware token (RFC 7512).

``aws-kms:`` and ``hcvault:`` are refused: they are not built yet.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pbxprivacy.errors import KeyringError
from pbxprivacy.vault.keys import Keyring, Secret
from pbxprivacy.vault.providers.file import (
    CredentialProvider,
    EnvironmentProvider,
    FileProvider,
    write_keyring,
)
from pbxprivacy.vault.providers.interface import KeyProvider

__all__ = [
    "CredentialProvider",
    "EnvironmentProvider",
    "FileProvider",
    "KeyProvider",
    "load_keyring",
    "provider",
    "write_keyring",
]

_NOT_BUILT: Final = ("aws-kms", "gcp-kms", "hcvault")


def provider(uri: str, *, passphrase: Secret | None = None) -> KeyProvider:
    """Return the provider that a URI names.

    Raises:
        KeyringError: an unknown scheme, or one that is not built yet.
    """
    scheme, _, rest = uri.partition(":")
    match scheme:
        case "file":
            return FileProvider(Path(rest), passphrase)
        case "credential":
            return CredentialProvider(rest, passphrase)
        case "env":
            return EnvironmentProvider(rest, passphrase)
        case "pkcs11":
            from pbxprivacy.vault.providers.pkcs11 import Pkcs11Provider  # noqa: PLC0415 - an extra, loaded on use

            return Pkcs11Provider.of_uri(uri)
        case _ if scheme in _NOT_BUILT:
            raise KeyringError(f"{scheme} keys are not built yet", mend="use file: or pkcs11:")
        case _:
            raise KeyringError(
                "this does not say where keys come from", mend="write file:PATH, credential:NAME, env:NAME or pkcs11:"
            )


def load_keyring(uri: str, tenant: str, *, passphrase: Secret | None = None) -> Keyring:
    """Return a tenant's keyring from where the URI says; errors as in `provider` and `KeyProvider.keyring`."""
    return provider(uri, passphrase=passphrase).keyring(tenant)
