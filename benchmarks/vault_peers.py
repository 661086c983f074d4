"""Other libraries that seal what `vault_seal` seals, out of memory, in the two ways that are compared.

Kept: one call for the whole, and what comes out lies in memory at the end. That is what sealing 1 GiB in memory means
to who uses one of these libraries, so the goals are held against it:

* tink-py has no other way than to write to a stream, which is a `BytesIO` then; segments of 1 MiB.
* the AWS Encryption SDK has ``encrypt``, which returns the whole; frames of 1 MiB instead of its 4 KiB.
* pyrage has ``encrypt``, which returns the whole.

Forgotten: fed with 1 MiB at a time, and what comes out is dropped, as where it goes on to a disk or a network.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

Work = Callable[[], object]
Peer = Callable[[bytes], dict[str, Work]]
MIB: Final = 1 << 20
KEPT: Final = "kept"
FORGOTTEN: Final = "forgotten"


class Sink(io.RawIOBase):
    """Forgets what is written, as `Nowhere` does."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # what the peers give
        """Forget it."""
        return len(data)


class Kept(io.BytesIO):
    """Can be asked for its value after tink closed it."""

    def close(self) -> None:
        """Stay open."""


def tink_peer(plain: bytes) -> dict[str, Work]:
    import tink  # noqa: PLC0415 - measured where it is installed
    from tink import streaming_aead  # noqa: PLC0415 - as above

    streaming_aead.register()
    template = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
    primitive = tink.new_keyset_handle(template).primitive(streaming_aead.StreamingAead)

    def kept() -> bytes:
        sealed = Kept()
        with primitive.new_encrypting_stream(sealed, b"aad") as stream:
            stream.write(plain)
        return sealed.getvalue()

    def forgotten() -> None:
        view = memoryview(plain)
        with primitive.new_encrypting_stream(Sink(), b"aad") as stream:
            for at in range(0, len(view), MIB):
                stream.write(view[at : at + MIB])

    return {KEPT: kept, FORGOTTEN: forgotten}


def aws_peer(plain: bytes) -> dict[str, Work]:
    import aws_encryption_sdk as esdk  # noqa: PLC0415 - measured where it is installed
    from aws_encryption_sdk.identifiers import (  # noqa: PLC0415 - as above
        Algorithm,
        CommitmentPolicy,
        EncryptionKeyType,
        WrappingAlgorithm,
    )
    from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey  # noqa: PLC0415 - as above
    from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider  # noqa: PLC0415 - as above

    class Provider(RawMasterKeyProvider):  # type: ignore[misc,unused-ignore] # untyped where it is not installed
        provider_id = "bench"

        def _get_raw_key(self, key_id: bytes) -> WrappingKey:  # noqa: ARG002 - the signature is theirs
            return WrappingKey(
                wrapping_algorithm=WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
                wrapping_key=bytes(32),
                wrapping_key_type=EncryptionKeyType.SYMMETRIC,
            )

    provider = Provider()
    provider.add_master_key(b"key")
    client = esdk.EncryptionSDKClient(commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)
    how = {"key_provider": provider, "frame_length": MIB, "algorithm": Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY}

    def forgotten() -> None:
        with client.stream(mode="e", source=io.BytesIO(plain), **how) as stream:
            while stream.read(MIB):
                pass

    return {KEPT: lambda: client.encrypt(source=plain, **how), FORGOTTEN: forgotten}


def pyrage_peer(plain: bytes) -> dict[str, Work]:
    import pyrage  # noqa: PLC0415 - measured where it is installed

    to = [pyrage.x25519.Identity.generate().to_public()]
    return {
        KEPT: lambda: pyrage.encrypt(plain, to),
        FORGOTTEN: lambda: pyrage.encrypt_io(io.BytesIO(plain), Sink(), to),
    }


PEERS: Final[dict[str, tuple[Peer, str]]] = {
    "tink": (tink_peer, ">=2.8"),
    "aws-encryption-sdk": (aws_peer, ">=7"),
    "pyrage": (pyrage_peer, ">=15"),
}
