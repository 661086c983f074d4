"""Collectors: what a feature keeps is sent on to a log, database or capture server elsewhere.

Debug logs go to a syslog host, captures to a HEP server, event and queue logs to a database: the same shape each time.
Who receives them, and whether the way there is encrypted. How long they are kept there the receiver must declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pbxprivacy.feature import Effect, Entry, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.knob import entries, party, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Purpose, Safeguard

__all__ = ["CollectedFeature", "Collector"]

_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_NOTHING: Final[frozenset[Safeguard]] = frozenset()


class Collector(Entry):
    """What differs for one collector; what is left out is as the feature has it."""

    tls: bool | None = protection("Whether the way to this collector is encrypted.", default=None)


class CollectedFeature(Feature):
    """A feature whose store can be sent on to collectors."""

    remote: bool = switch("Whether it is also sent to a collector.")
    collector: PartyName | None = party("Whose collector it is.")
    tls: bool = protection("Whether the way to the collector is encrypted.")
    collectors: dict[PartyName, Collector] = entries("Further collectors.", of_parties=True)

    def collected(self, source: str, purpose: Purpose, *knobs: str) -> Iterator[Effect]:
        """Open each collector's place, and send it whatever is at ``source``; nothing unless ``remote``.

        ``knobs`` cause it too, besides those that fill the source.
        """
        if not self.remote:
            return
        remote = self.because(*knobs, "remote")
        for name in self.collectors:
            # Nobody named, or somebody who is unknown: that is the same place.
            scope = "" if name == UNKNOWN_PARTY and self.collector is None else name
            place = self._place(scope, name, "collectors")
            yield place
            encrypted, tls = self.resolve("collectors", name, "tls")
            because = (*remote, *self.because("collectors"))
            yield _sent(source, place, purpose, because if encrypted else (*because, tls), encrypted=encrypted)
        if self.collector is not None or not self.collectors:
            place = self._place("", self.collector or UNKNOWN_PARTY, "collector")
            yield place
            because = remote if self.tls else (*remote, *self.because("tls"))
            yield _sent(source, place, purpose, because, encrypted=self.tls)

    def _place(self, scope: str, holder: str, knob: str) -> Place:
        name, because = f"{self.key}_collector", self.because(knob)
        return Place(PlaceKind.SERVICE, name, scope, holder=holder, retention=None, because=because)


def _sent(source: str, place: Place, purpose: Purpose, because: tuple[str, ...], *, encrypted: bool) -> Flow:
    lacks = _NOTHING if encrypted else _IN_CLEAR
    return Flow(source, place.id, EVERYTHING, purpose, because, lacks=lacks)
