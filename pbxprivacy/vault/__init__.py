"""Recordings sealed at rest: they stream, play from any second, belong to one tenant and one call.

::

    from pathlib import Path
    from pbxprivacy.vault import AssociatedData, Keyring, LocalKey, Vault

    key = LocalKey.generate()
    vault = Vault(Keyring("acme", recipients=[key], identities=[key]))
    call = AssociatedData("acme", "1763719200.42")
    sealed = vault.seal(Path("spool/call.wav"), Path("recordings"), call)
    with vault.open(sealed.path, call) as recording:
        recording.seek(44)
        samples = recording.read(16000)

`Vault` does the work, `Keyring` holds the keys of a tenant, `AssociatedData` is what a recording is bound to.
Keys come from `pbxprivacy.vault.keys` and from the providers in `pbxprivacy.vault.providers`. The format is
described in docs/reference/sealed-recording.md. A file sealed by version 1 of the format stays readable by
every later release.

The vault imports nothing of the package but errors and retention.
"""

from pbxprivacy.vault.associated import AssociatedData
from pbxprivacy.vault.info import Salvaged, SealedFile, SlotInfo
from pbxprivacy.vault.keys import (
    Identity,
    IdentitySource,
    Keyring,
    LocalKey,
    Recipient,
    Secret,
    ShredKey,
    SlotType,
    X25519Identity,
    X25519Recipient,
    XWingIdentity,
    XWingRecipient,
)
from pbxprivacy.vault.reader import SealedReader
from pbxprivacy.vault.vault import Vault

__all__ = [
    "AssociatedData",
    "Identity",
    "IdentitySource",
    "Keyring",
    "LocalKey",
    "Recipient",
    "Salvaged",
    "SealedFile",
    "SealedReader",
    "Secret",
    "ShredKey",
    "SlotInfo",
    "SlotType",
    "Vault",
    "X25519Identity",
    "X25519Recipient",
    "XWingIdentity",
    "XWingRecipient",
]
