"""Other libraries that seal what `vault_seal` seals: it lies in memory, and what comes out is forgotten."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

Work = Callable[[], object]
MIB: Final = 1 << 20


class Sink(io.RawIOBase):
    """Forgets what is written, as `Nowhere` does."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # what the peers give
        """Forget it."""
        return len(data)


def tink_peer(plain: memoryview) -> Work:
    import tink  # noqa: PLC0415 - measured where it is installed
    from tink import streaming_aead  # noqa: PLC0415

    streaming_aead.register()
    template = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
    primitive = tink.new_keyset_handle(template).primitive(streaming_aead.StreamingAead)

    def work() -> None:
        with primitive.new_encrypting_stream(Sink(), b"aad") as stream:
            for at in range(0, len(plain), MIB):
                stream.write(plain[at : at + MIB])

    return work


def aws_peer(plain: memoryview) -> Work:
    import aws_encryption_sdk as esdk  # noqa: PLC0415 - measured where it is installed
    from aws_encryption_sdk.identifiers import (  # noqa: PLC0415
        Algorithm,
        CommitmentPolicy,
        EncryptionKeyType,
        WrappingAlgorithm,
    )
    from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey  # noqa: PLC0415
    from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider  # noqa: PLC0415

    class Provider(RawMasterKeyProvider):
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
    data = bytes(plain)  # a BytesIO of it copies nothing

    def work() -> None:
        with client.stream(
            mode="e",
            source=io.BytesIO(data),
            key_provider=provider,
            frame_length=MIB,
            algorithm=Algorithm.AES_256_GCM_HKDF_SHA512_COMMIT_KEY,
        ) as stream:
            while stream.read(MIB):
                pass

    return work


def pyrage_peer(plain: memoryview) -> Work:
    import pyrage  # noqa: PLC0415 - measured where it is installed

    recipient = pyrage.x25519.Identity.generate().to_public()
    data = bytes(plain)
    return lambda: pyrage.encrypt(data, [recipient])


def pyrage_stream_peer(plain: memoryview) -> Work:
    import pyrage  # noqa: PLC0415 - measured where it is installed

    recipient = pyrage.x25519.Identity.generate().to_public()
    data = bytes(plain)
    return lambda: pyrage.encrypt_io(io.BytesIO(data), Sink(), [recipient])


PEERS = {
    "tink": tink_peer,
    "aws-encryption-sdk": aws_peer,
    "pyrage": pyrage_peer,  # which can only return the whole
    "pyrage, streaming": pyrage_stream_peer,
}
