"""Summary: how many tenants expose something, to whom, where, of which kind, because of which feature.

Summaries add up: ``a + b`` is the summary of both fleets, ``a + (b + c) == (a + b) + c`` and ``a + b == b + a``.
Memory is bounded by keeping, of each aspect, a limited number of keys: known vendors first, then those whose hash is
smallest. Which keys those are depends on all keys alone, so a key that is kept has been counted exactly, whatever was
added in which order; of the others only the total is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache, reduce
from operator import add
from typing import Final

import attrs

from pbxprivacy.finding import Finding
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.inventory.spread import Spread
from pbxprivacy.inventory.witness import find_path
from pbxprivacy.items import Item
from pbxprivacy.parties import BUILT_IN, known_parties

__all__ = ["MOST_KEYS", "Aspect", "Count", "Key", "Summary", "sum_up", "summary_of"]

MOST_KEYS: Final = 10_000  # of each aspect

Key = tuple[str, ...]


class Aspect(StrEnum):
    """What tenants are counted by; the parts of its keys."""

    RECIPIENT = "recipient"  # party, name, countries
    COUNTRY = "country"  # code
    DATA = "data"  # kind of data
    FEATURE = "feature"  # feature whose settings cause an exposure
    STREAM = "stream"  # party, kind of data, feature of the last step, the party's name, countries
    RULE = "rule"  # rule, severity
    UNKNOWN = "unknown"  # feature of which something is unknown


@attrs.frozen
class Count:
    """How many tenants, for sure, and how many more possibly, since something of theirs is unknown."""

    sure: int = 0
    possible: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.sure + other.sure, self.possible + other.possible)

    def __mul__(self, times: int) -> Count:
        return Count(self.sure * times, self.possible * times)

    @property
    def total(self) -> int:
        """Sure and possible ones together."""
        return self.sure + self.possible


_NONE: Final = Count()
_SURE: Final = Count(sure=1)
_POSSIBLE: Final = Count(possible=1)


@attrs.frozen
class Summary:
    """Tenants, counted.

    Attributes:
        tenants: how many.
        exposing: how many of them expose anything.
        counts: of each aspect, how many tenants by key.
        totals: of each aspect, all counts together, of keys that were not kept too.
    """

    tenants: int = 0
    exposing: Count = Count()
    counts: Mapping[Aspect, Mapping[Key, Count]] = attrs.field(factory=dict)
    totals: Mapping[Aspect, Count] = attrs.field(factory=dict)

    def __add__(self, other: Summary) -> Summary:
        return sum_up([(self, 1), (other, 1)])

    def ranked(self, aspect: Aspect) -> list[tuple[Key, Count]]:
        """Return the keys of an aspect, those of most tenants first."""
        return sorted(self.counts.get(aspect, {}).items(), key=lambda kept: (-kept[1].total, kept[0]))

    def others(self, aspect: Aspect) -> Count:
        """Return the counts of the keys that were not kept, together; a tenant may be in several of them."""
        kept = reduce(add, self.counts.get(aspect, {}).values(), Count())
        total = self.totals.get(aspect, Count())
        return Count(total.sure - kept.sure, total.possible - kept.possible)


def sum_up(parts: Iterable[tuple[Summary, int]]) -> Summary:
    """Return the summary of several, each standing for a number of tenants that are alike."""
    tenants, exposing = 0, Count()
    counts: dict[Aspect, dict[Key, Count]] = {}
    totals: dict[Aspect, Count] = {}
    for summary, times in parts:
        tenants += summary.tenants * times
        exposing += summary.exposing * times
        for aspect, keys in summary.counts.items():
            known = counts.setdefault(aspect, {})
            for key, count in keys.items():
                known[key] = known.get(key, _NONE) + count * times
            if len(known) > 2 * MOST_KEYS:
                counts[aspect] = _bounded(known)
            totals[aspect] = totals.get(aspect, _NONE) + summary.totals[aspect] * times
    return Summary(tenants, exposing, {aspect: _bounded(keys) for aspect, keys in counts.items()}, totals)


def _bounded(counts: dict[Key, Count]) -> dict[Key, Count]:
    return counts if len(counts) <= MOST_KEYS else {key: counts[key] for key in sorted(counts, key=_rank)[:MOST_KEYS]}


@lru_cache(maxsize=4 * MOST_KEYS)
def _rank(key: Key) -> tuple[bool, bytes]:
    is_known = key[0] in BUILT_IN or key[0] in known_parties()
    return (not is_known, hashlib.blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).digest())


def summary_of(inventory: Inventory, findings: Iterable[Finding] = ()) -> Summary:
    """Return the summary of one tenant."""
    told: dict[Aspect, dict[Key, Count]] = {}
    for aspect, key, certainty in _keys(inventory, findings):
        keys = told.setdefault(aspect, {})
        if keys.get(key) is not _SURE:
            keys[key] = _SURE if certainty is Certainty.SURE else _POSSIBLE
    sure = any(entry.certainty is Certainty.SURE for entry in inventory.exposures)
    exposing = _SURE if sure else _POSSIBLE if inventory.exposures else Count()
    totals = {aspect: reduce(add, keys.values(), Count()) for aspect, keys in told.items()}
    return Summary(1, exposing, told, totals)


def _keys(inventory: Inventory, findings: Iterable[Finding]) -> Iterator[tuple[Aspect, Key, Certainty]]:
    for entry in inventory.exposures:
        name, countries = inventory.party(entry.party).name, _listed(entry.countries)
        yield Aspect.RECIPIENT, (entry.party, name, countries), entry.certainty
        for country in entry.countries:
            yield Aspect.COUNTRY, (country,), entry.certainty
        yield Aspect.DATA, (entry.item.data.value,), entry.certainty
        reach = inventory.sure if entry.certainty is Certainty.SURE else inventory.possible
        for feature, is_last in reach.spread.once(_features, entry.place, entry.item):
            yield Aspect.FEATURE, (feature,), entry.certainty
            if is_last:
                key = (entry.party, entry.item.data.value, feature, name, countries)
                yield Aspect.STREAM, key, entry.certainty
    for finding in findings:
        yield Aspect.RULE, (finding.rule, finding.severity.value), finding.certainty
    for knob in inventory.subject.unknown:
        yield Aspect.UNKNOWN, (knob.partition(".")[0],), Certainty.POSSIBLE


@lru_cache(maxsize=1024)
def _listed(countries: frozenset[str]) -> str:
    return ", ".join(sorted(countries))


def _features(spread: Spread, place: str, item: Item) -> tuple[tuple[str, bool], ...]:
    """Return the features whose flows brought an item to a place, and whether they made the last step."""
    path = find_path(spread, place, item)
    causes = [{knob.partition(".")[0] for knob in hop.flow.because} for hop in path[-1]] if path else []
    return tuple((feature, feature in causes[-1]) for feature in sorted(set().union(*causes)))
