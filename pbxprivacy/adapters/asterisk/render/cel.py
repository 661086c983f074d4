"""cel.conf and cel_custom.conf: the channel event log, off unless it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.adapters.asterisk.render.files import File, Section
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import Untold
from pbxprivacy.tenant import Tenant

__all__ = ["cel"]

_DIGITS_SINCE: Final = 22
# Named one by one, since ``ALL`` takes in the digits; one unknown name and the server drops the whole file.
_EVENTS: Final = (
    "CHAN_START,CHAN_END,ANSWER,HANGUP,LINKEDID_END,BRIDGE_ENTER,BRIDGE_EXIT,"
    "BLINDTRANSFER,ATTENDEDTRANSFER,PICKUP,FORWARD,PARK_START,PARK_END"
)
_COLUMNS: Final = (
    "${eventtype}", "${eventtime}", "${CALLERID(name)}", "${CALLERID(num)}", "${CHANNEL(exten)}", "${CHANNEL}",
    "${CHANNEL(uniqueid)}", "${CHANNEL(linkedid)}", "${eventextra}",
)  # fmt: skip


def cel(tenant: Tenant, target: Target) -> Iterator[File | Untold]:
    """Yield the switch with its events, and the back-end."""
    kept = tenant.cel.enabled
    has_digits = target.version >= _DIGITS_SINCE
    if kept and tenant.cel.digits and not has_digits:
        yield Untold("cel.digits", "true", f"not every Asterisk {target.version} knows this event; it is left out")
    events = "ALL" if tenant.cel.digits and has_digits else _EVENTS
    on = (("enable", "yes"), ("events", events))
    yield File("cel.conf", (Section("general", on if kept else (("enable", "no"),)),))
    mapping = (("Master.csv", ",".join(f"${{CSV_QUOTE({column})}}" for column in _COLUMNS)),)
    yield File("cel_custom.conf", (Section("mappings", mapping if kept else (), arrow=True),))
