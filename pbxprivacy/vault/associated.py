"""What a recording is bound to: its tenant, its call, and whatever else the caller says.

None of it is stored in the sealed file (a stored hash of a short call id could be guessed). Whoever opens the
recording says it again; where it differs in a single byte, opening fails before anything is decrypted.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

import attrs

from pbxprivacy.errors import UsageError

__all__ = ["AssociatedData"]

TENANT: Final = "tenant"
CALL_ID: Final = "call_id"


def _pairs(extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(extra.items()))


@attrs.frozen(repr=False)
class AssociatedData:
    """The tenant and the call that a recording belongs to.

    Its ``repr`` names the tenant alone, since call ids and extra values may hold numbers.

    Attributes:
        tenant: the tenant's name, as the tenant's configuration spells it.
        call_id: the call's identifier, as the PBX spells it.
        extra: further names and values; sorted, so that the order of the mapping does not matter.

    Raises:
        UsageError: an empty tenant or call id, an extra ``tenant`` or ``call_id``, text that UTF-8 cannot
            hold or that is longer than the format can say.
    """

    tenant: str
    call_id: str
    _extra: tuple[tuple[str, str], ...] = attrs.field(factory=dict, converter=_pairs, alias="extra")

    def __attrs_post_init__(self) -> None:
        if not self.tenant or not self.call_id:
            raise UsageError("a recording is bound to a tenant and a call id", mend="name both")
        if {TENANT, CALL_ID} & self.extra.keys():
            raise UsageError("tenant and call_id have places of their own", mend="leave them out of extra")
        try:
            self.canon()
        except (UnicodeEncodeError, struct.error):
            raise UsageError("associated data must be UTF-8 text, names below 64 KiB, at most 65 535") from None

    @property
    def extra(self) -> dict[str, str]:
        """What is bound beside tenant and call id."""
        return dict(self._extra)

    def canon(self) -> bytes:
        """Return the one byte string that stands for this data; no other data has the same.

        u16 count, then, sorted by name: u16 length and bytes of the name, u32 length and bytes of the value.
        Lengths are in bytes of UTF-8, big-endian.
        """
        pairs = {TENANT: self.tenant, CALL_ID: self.call_id} | self.extra
        encoded = sorted((name.encode(), value.encode()) for name, value in pairs.items())
        parts = [struct.pack(">H", len(encoded))]
        for name, value in encoded:
            parts += (struct.pack(">H", len(name)), name, struct.pack(">I", len(value)), value)
        return b"".join(parts)

    def __repr__(self) -> str:
        return f"AssociatedData(tenant={self.tenant!r})"
