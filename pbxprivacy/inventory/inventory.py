"""Inventory: everything a tenant's configuration exposes and holds, sure and possible."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

import attrs

from pbxprivacy.effects import Effects
from pbxprivacy.flow import OPERATOR, TENANT, Place
from pbxprivacy.inventory.compare import Comparable, beyond, is_smaller
from pbxprivacy.inventory.derive import Reach, with_lifetimes
from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding, groups_at
from pbxprivacy.inventory.spread import Spread, spread
from pbxprivacy.inventory.witness import Witness, find_witness
from pbxprivacy.items import ItemSet, items_in
from pbxprivacy.lazy import Memory, cached_property
from pbxprivacy.parties import Party
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard

__all__ = ["MODEL_VERSION", "Inventory"]

# Changes whenever the same configuration would be told differently.
MODEL_VERSION: Final = "2026.11.1"

Kind = TypeVar("Kind", bound=Holding)

_SURE: Final = Certainty.SURE
_POSSIBLE: Final = Certainty.POSSIBLE
_OWN: Final = (TENANT, OPERATOR)
_AT_REST: Final = frozenset({Safeguard.ENCRYPTED_AT_REST})


@attrs.frozen(eq=False, slots=False)
class Inventory:
    """All exposures and holdings of a tenant, as its configuration says; made by `Inventory.of`.

    Attributes:
        subject: the tenant it is about.
        told: the date on which it was told.
        model: the version of the model that derived it.
        sure: what is where if every unknown knob is quiet.
        possible: what is where if every unknown knob is loud; the same object where nothing is unknown.
    """

    subject: Tenant
    told: date
    model: str
    sure: Reach
    possible: Reach

    @classmethod
    def of(cls, tenant: Tenant, *, today: date) -> Inventory:
        """Derive the inventory of a tenant.

        Where something is unknown it is derived twice, with every unknown knob quiet and loud: what is in the first is
        sure, what is only in the second is possible, and safeguards, retention and countries are the worse of both.
        """
        if not tenant.unknown:
            reach = _reach(tenant)
            return cls(tenant, today, MODEL_VERSION, reach, reach)
        quiet, loud = tenant.assuming(loud=False), tenant.assuming(loud=True)
        return cls(tenant, today, MODEL_VERSION, _reach(quiet), _reach(loud))

    @cached_property
    def exposures(self) -> tuple[Exposure, ...]:
        """What reaches parties other than the tenant and the operator, by place and item."""
        foreign = (name for name, place in self.places.items() if place.holder not in _OWN)
        return tuple(entry for name in foreign for entry in self._at(name, Exposure))

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """What the tenant and the operator hold, by place and item."""
        own = (name for name, place in self.places.items() if place.holder in _OWN)
        return tuple(entry for name in own for entry in self._at(name, Holding))

    @property
    def entries(self) -> Iterator[Holding]:
        """Exposures, then holdings."""
        yield from self.exposures
        yield from self.holdings

    def __sub__(self, other: Comparable) -> tuple[Holding, ...]:
        return beyond(self, other)

    def __le__(self, other: Comparable) -> bool:
        return is_smaller(self, other)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """All open places by id, those that are only possible last."""
        if self.sure is self.possible:
            return self.sure.places
        return {**self.sure.places, **self.possible.places}

    def party(self, holder: str) -> Party:
        """Return what is known and declared of a holder."""
        return self.subject.party(holder)

    def witness(self, entry: Holding, guard: Safeguard | None = None) -> Witness | None:
        """Return the shortest path to an exposure or holding, or the shortest one that lacks ``guard``.

        None where no path lacks it: it is not missing, or it belongs to the place alone.
        """
        if guard is Safeguard.ENCRYPTED_AT_REST:
            return self.witness(entry) if guard in entry.missing else None
        for reach in self._reaches:
            if found := find_witness(reach, entry.place, entry.item, guard):
                return found
        return None

    @property
    def configuration(self) -> str:
        """A fingerprint of the settings, the same for tenants that differ only in name."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        settings = self.subject.model_dump_json(exclude={"tenant"})
        return hashlib.sha256(settings.encode()).hexdigest()

    @property
    def _reaches(self) -> tuple[Reach, ...]:
        return (self.sure,) if self.sure is self.possible else (self.sure, self.possible)

    def _at(self, name: str, kind: type[Kind]) -> list[Kind]:
        reaches = self._reaches
        here = arisen = 0
        countries: frozenset[str] = frozenset()
        at_rest: frozenset[Safeguard] = frozenset()
        for reach in reaches:
            here |= reach.present(name)
            arisen |= reach.arisen.get(name, 0)
            place = reach.places.get(name)
            if place is not None:
                countries |= self._countries_of(place.holder) if place.countries is None else place.countries
                at_rest = _AT_REST if place.encrypted_at_rest is False else at_rest
        if kind is Exposure:
            here &= ~arisen
        holder, surely = self.places[name].holder, self.sure.present(name)
        entries: list[Kind] = []
        for group, missing, retention in groups_at(name, reaches, here) if here else ():
            for bits, certainty in ((group & surely, _SURE), (group & ~surely, _POSSIBLE)):
                if bits:
                    entries += _expanded(
                        kind,  # type: ignore[arg-type] # a class is hashable
                        name,
                        holder,
                        bits,
                        missing | at_rest,
                        retention,
                        countries,
                        certainty,
                    )
        return entries

    def _countries_of(self, holder: str) -> frozenset[str]:
        if holder not in self._told_countries:
            self._told_countries[holder] = self.party(holder).countries
        return self._told_countries[holder]

    @cached_property
    def _told_countries(self) -> dict[str, frozenset[str]]:
        return {}


# Tenants of a fleet resemble each other: most groups of items were told before, and the entries are plain values.
@lru_cache(maxsize=16_384)
def _expanded(kind: type[Kind], place: str, party: str, bits: ItemSet, *rest: Any) -> list[Kind]:
    return [kind(place, party, item, *rest) for item in items_in(bits)]


def _reach(tenant: Tenant) -> Reach:
    effects = tenant.effects()
    # The tenant and the operator declare nothing of the sort.
    holders = {place.holder for place in effects.places if place.retention is None} - {TENANT, OPERATOR}
    declared = {holder: tenant.party(holder).retention for holder in holders}
    return with_lifetimes(_spread(effects.alike), effects.places, declared)


# Nothing in it hangs on days, so that it is worked out once for all tenants that differ in nothing else.
def _spread(alike: Effects) -> Spread:
    known = _spreads.get(alike)
    if known is not None:
        return known
    found = spread(alike.places, alike.origins, alike.flows)
    return _spreads.keep(alike, found, len(found.names) + len(found.edges))


_spreads: Final[Memory[Effects, Spread]] = Memory(1 << 15)  # places and edges: of some hundred tenants
