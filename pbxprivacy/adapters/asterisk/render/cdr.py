"""cdr.conf and cdr_custom.conf: call detail records, with the columns that are kept.

Records are on in Asterisk unless they are switched off, and are stored only where a back-end is configured. The
back-end here writes one file with the columns that it names, so names can be left out and numbers shortened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.tenant import Tenant

__all__ = ["cdr", "columns"]

_TIMES: Final = ("start", "answer", "end", "duration", "billsec", "disposition", "uniqueid")
_HIDDEN: Final = "xxx"  # in place of the last three digits


def cdr(tenant: Tenant) -> Iterator[File | Untold]:
    """Yield the switch, and the back-end; the back-end has no mapping where nothing is kept."""
    kept = tenant.cdr.enabled
    if kept and tenant.cdr.masked and tenant.cdr.names:
        yield Untold("cdr.names", "true", "Asterisk keeps a name with its whole number; so it is left out")
    yield File("cdr.conf", (Section("general", (("enable", "yes" if kept else "no"),)),))
    mapping = (("Master.csv", columns(masked=tenant.cdr.masked, names=tenant.cdr.names)),)
    yield File("cdr_custom.conf", (Section("mappings", mapping if kept else (), arrow=True),))


def columns(*, masked: bool, names: bool) -> str:
    """Return the columns that are kept of a call, as the back-end takes them."""
    numbers = [
        f"${{CDR({end}):0:-{len(_HIDDEN)}}}{_HIDDEN}" if masked else f"${{CDR({end})}}" for end in ("src", "dst")
    ]
    named = ["${CDR(clid)}"] if names and not masked else []
    columns = [*named, *numbers, *(f"${{CDR({name})}}" for name in _TIMES)]
    return ",".join(f"${{CSV_QUOTE({column})}}" for column in columns)
