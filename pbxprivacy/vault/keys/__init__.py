"""Keys: who a recording is sealed for, and who opens it.

`Recipient` wraps a data key, `Identity` unwraps it; a `Keyring` holds both for one tenant.

* `LocalKey`: a symmetric key, both at once. `ShredKey`: the same, out of the key table of an erasure scope.
* `XWingIdentity` and its `XWingRecipient`: a key pair; who holds the recipient alone seals and never opens.
* `X25519Identity` and its `X25519Recipient`: the same where post-quantum keys are refused by policy.
* `Secret`: the bytes of a key, kept out of every ``repr``, pickle and traceback.
"""

from pbxprivacy.vault.keys.interface import Identity, IdentitySource, Recipient, SlotType
from pbxprivacy.vault.keys.keyring import Keyring
from pbxprivacy.vault.keys.local import LocalKey, ShredKey
from pbxprivacy.vault.keys.public import X25519Identity, X25519Recipient, XWingIdentity, XWingRecipient
from pbxprivacy.vault.keys.secret import Secret

__all__ = [
    "Identity",
    "IdentitySource",
    "Keyring",
    "LocalKey",
    "Recipient",
    "Secret",
    "ShredKey",
    "SlotType",
    "X25519Identity",
    "X25519Recipient",
    "XWingIdentity",
    "XWingRecipient",
]
