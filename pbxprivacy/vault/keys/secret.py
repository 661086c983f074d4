"""Bytes that must not be seen: no ``repr``, no pickle, no comparison that leaks through time."""

from __future__ import annotations

import hmac
from typing import Final, NoReturn, final

__all__ = ["KEY_BYTES", "Secret"]

KEY_BYTES: Final = 32


@final
class Secret:
    """Secret bytes, shown only by `reveal`, so that no log, traceback or pickle takes them along.

    The interpreter may still hold copies in memory; that is what a process boundary is for.
    """

    __slots__ = ("_value",)

    def __init__(self, value: bytes | bytearray) -> None:
        self._value = bytes(value)

    def reveal(self) -> bytes:
        """Return the bytes; call it only inside the expression that uses them."""
        return self._value

    def __len__(self) -> int:
        return len(self._value)

    def __eq__(self, other: object) -> bool:
        return hmac.compare_digest(self._value, other._value) if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> NoReturn:
        raise TypeError("a secret is not a key of a mapping")

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled or copied")
