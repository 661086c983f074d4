"""Collectors: what a feature keeps is sent on to a log, database or capture server elsewhere.

Debug logs go to a syslog host, captures to a HEP server, event and queue logs to a database: the same shape each time.
Who receives them, and whether the way there is encrypted. How long they are kept there the receiver must declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.knob import party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Purpose, Safeguard

__all__ = ["CollectedFeature"]

_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_NOTHING: Final[frozenset[Safeguard]] = frozenset()


class CollectedFeature(Feature):
    """A feature whose store can be sent on to a collector."""

    remote: bool = switch("Whether it is also sent to a collector.")
    collector: PartyName | None = party("Whose collector it is.")
    tls: bool = protection("Whether the way to the collector is encrypted.")

    def collected(self, source: str, purpose: Purpose) -> Iterator[Effect]:
        """Open the collector's place, and send it whatever is at ``source``; nothing unless ``remote``."""
        if not self.remote:
            return
        place = Place(
            PlaceKind.SERVICE,
            f"{self.key}_collector",
            holder=self.collector or UNKNOWN_PARTY,
            retention=None,
            because=self.because("collector"),
        )
        yield place
        knobs = self.because("remote") if self.tls else self.because("remote", "tls")
        yield Flow(source, place.id, EVERYTHING, purpose, knobs, lacks=_NOTHING if self.tls else _IN_CLEAR)
