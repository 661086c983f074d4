"""CDR: the record of who called whom, when and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pbxprivacy import places
from pbxprivacy.collector import CollectedFeature
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import but
from pbxprivacy.knob import protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import CALL_METADATA, EVERYTHING, NUMBERS
from pbxprivacy.terms import Data, Purpose

__all__ = ["Cdr"]

_MASKED = but(Data.CONTACT_NUMBER) | NUMBERS.becoming(Data.CONTACT_NUMBER_MASKED)
_NAMELESS = but(Data.CONTACT_NAME)
# by (masked, names): what a record keeps, whoever writes into it
_ADMITTED = {
    (False, True): None,
    (False, False): _NAMELESS,
    (True, True): _MASKED,
    (True, False): _MASKED.then(_NAMELESS),
}


class Cdr(CollectedFeature):
    """Call detail records: source and destination name and number, times and outcome of every call.

    A back-end database elsewhere is a collector; how long it keeps them it must declare.
    """

    key: ClassVar[str] = "cdr"
    title: ClassVar[str] = "Call detail records"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Call Detail Records",
        "Asterisk 22 cdr.conf: enable, on by default, stores nothing without a back-end; cdr_pgsql, cdr_adaptive_odbc",
        "help.enreach.com, chapter data storage 16.5: numbers complete, shortened or hidden",
    )

    enabled: bool = switch("Whether call detail records are kept.", default=True)
    masked: bool = protection("Whether the last digits of numbers are hidden in them.", default=False)
    names: bool = switch("Whether the names of callers and called are kept beside their numbers.", default=True)
    retention: Retention = retention("How long records are kept.", default=Retention(90))
    encrypted: bool = protection("Whether the records are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the store of records, fill it from every call, and show it to administrators."""
        if not self.enabled:
            return
        because = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "cdr",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            admits=_ADMITTED[self.masked, self.names],
            because=self.because("enabled", "retention", "masked", "names"),
        )
        yield Flow(places.CALLS, places.CDR, CALL_METADATA, Purpose.CALL_STATISTICS, because)
        yield Flow(places.CDR, places.ADMIN_SCREEN, EVERYTHING, Purpose.CALL_STATISTICS, because)
        yield from self.collected(places.CDR, Purpose.CALL_STATISTICS)
