"""Phone numbers as keyed pseudonyms: "which recordings is this number in" without a list of numbers.

A pseudonym is HMAC-SHA-256 under a key of the tenant, cut to 16 bytes. Phone numbers are few enough to be tried
one by one, so a plain hash would be as good as the number; without the key a stolen catalogue tells only that two
recordings share a party, not which.

One telephone writes its number in several ways (``+49 30 5550 100``, ``004930…``, ``030…``). Each party is
therefore kept under two pseudonyms: all its digits, and the last `TAIL` of them. A hit on all digits is *exact*; a
hit on the tail alone is *possible*, and shown as that.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path
from typing import Final, Self, final

import attrs
from cryptography.hazmat.primitives import hashes, hmac

from pbxprivacy.errors import KeyringError, UsageError
from pbxprivacy.vault.disk import refusals

__all__ = ["TAIL", "Party", "PseudonymKey", "Pseudonyms"]

TAIL: Final = 8
"""How many last digits a *possible* hit shares; national numbers are rarely shorter."""

_LENGTH: Final = 16
_KEY_BYTES: Final = 32
_MOST_CHARACTERS: Final = 256


@attrs.frozen
class Party:
    """Somebody in a call: the role, and a number or a SIP address.

    The address is not shown by `repr`, since it would end up in logs.
    """

    role: str
    address: str = attrs.field(repr=False)


@attrs.frozen
class Pseudonyms:
    """What a catalogue keeps of one address; ``tail`` is None where there is nothing to shorten."""

    exact: bytes
    tail: bytes | None


@final
class PseudonymKey:
    """The key of one tenant's pseudonyms, 32 bytes; it is never shown, compared or pickled.

    A node that can only seal does not hold it.

    Raises:
        UsageError: the key has another length.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise UsageError(f"a pseudonym key has {_KEY_BYTES} bytes, and this one {len(key)}")
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Make a new random key. It is never changed: with another one, nobody's earlier recordings are found."""
        return cls(os.urandom(_KEY_BYTES))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a key file: 64 hexadecimal digits, for its owner alone.

        Raises:
            KeyringError: it is missing, open to others, or holds something else.
        """
        try:
            with path.open(encoding="ascii") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                text = file.read(2 * _KEY_BYTES + 2).strip()
            key = bytes.fromhex(text)
        except (OSError, ValueError):
            raise KeyringError(
                "cannot be read as a pseudonym key", where=str(path), mend="make one with keygen"
            ) from None
        if mode & 0o077:
            raise KeyringError(
                f"others may read this pseudonym key (rights {mode:04o})", where=str(path), mend="chmod 600 it"
            )
        if len(key) != _KEY_BYTES:
            raise KeyringError("is not a pseudonym key", where=str(path), mend="make one with keygen")
        return cls(key)

    def write(self, path: Path) -> None:
        """Write a new key file with mode 0600.

        Raises:
            ExistsError: it is there already.
            StorageError: the disk refused.
        """
        with refusals(path, "the pseudonym key cannot be written"):
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(number, "w", encoding="ascii") as file:
                file.write(self._key.hex() + "\n")
                file.flush()
                os.fsync(number)

    def of(self, address: str) -> Pseudonyms:
        """Return the pseudonyms of a number or SIP address.

        Raises:
            UsageError: the address is empty or absurdly long; the message does not repeat it.
        """
        kind, canonical = _canonical(address)
        if kind == "number" and len(canonical) > TAIL:
            return Pseudonyms(self._mac("number", canonical), self._mac("tail", canonical[-TAIL:]))
        tail = self._mac("tail", canonical) if kind == "number" and len(canonical) == TAIL else None
        return Pseudonyms(self._mac(kind, canonical), tail)

    def _mac(self, kind: str, text: str) -> bytes:
        mac = hmac.HMAC(self._key, hashes.SHA256())
        mac.update(b"pbxrec/party/v1\0" + kind.encode() + b"\0" + text.encode())
        return mac.finalize()[:_LENGTH]

    def __repr__(self) -> str:
        return "PseudonymKey(...)"

    def __reduce__(self) -> str:
        raise TypeError("a pseudonym key is not pickled: give each process its own keyring")


def _canonical(address: str) -> tuple[str, str]:
    """Return the kind and the spelling under which an address is compared."""
    text = unicodedata.normalize("NFKC", address).strip()
    if not text or len(text) > _MOST_CHARACTERS:
        raise UsageError("a party's address is empty or too long", mend="write one number or SIP address a line")
    for scheme in ("sip:", "sips:", "tel:"):
        if text.lower().startswith(scheme):
            text = text[len(scheme) :]
    user, at, host = text.partition("@")
    user = user.partition(";")[0]
    digits = "".join(str(unicodedata.digit(c)) for c in user if c.isdigit())
    others = {c for c in user if not c.isdigit()}
    if digits and others <= set("+ ()-./\u00a0\t"):
        # `+49`, `0049` and `49` are one number; what is left of a national `030` differs, hence the tail.
        return "number", digits.removeprefix("00") if not user.startswith("+") else digits
    return "address", (user + at + host.partition(";")[0]).casefold()
