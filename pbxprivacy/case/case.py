"""One tenant as checks see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final

import attrs

from pbxprivacy.case.held import OWN, Held
from pbxprivacy.case.recorded import Recorded, controls, recorded
from pbxprivacy.case.steps import Step, step_without
from pbxprivacy.evidence import Unknown
from pbxprivacy.flow import ANYONE, OPERATOR, UNKNOWN_PARTY, Place, PlaceKind
from pbxprivacy.grant import GrantFeature
from pbxprivacy.inventory.derive import Reach
from pbxprivacy.items import ItemSet
from pbxprivacy.lazy import cached_property
from pbxprivacy.parties import Party
from pbxprivacy.recording import Control
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard

__all__ = ["Case"]

_KEEPING: Final = (PlaceKind.STORE, PlaceKind.MAILBOX)


@attrs.frozen(eq=False, slots=False)
class Case:
    """One tenant as checks see it.

    Attributes:
        tenant: its settings, none of them unknown.
        reach: what is where with these settings.
        today: the date on which it is told.
        unknown: what was unknown before it was assumed.
    """

    tenant: Tenant
    reach: Reach
    today: date
    unknown: Mapping[str, Unknown]

    @cached_property
    def received(self) -> tuple[Held, ...]:
        """What third parties hold, by place."""
        places, arisen = self.reach.places, self.reach.arisen
        return tuple(
            [
                Held(name, place, bits)
                for name, present in self.reach.spread.present.items()
                if (place := places[name]).holder not in OWN and (bits := present & ~arisen.get(name, 0))
            ]
        )

    @cached_property
    def kept(self) -> tuple[Held, ...]:
        """What is in the stores and mailboxes of the tenant and the operator."""
        places = self.reach.places
        return tuple(
            [
                Held(name, place, bits)
                for name, bits in self.reach.spread.present.items()
                if (place := places[name]).holder in OWN and place.kind in _KEEPING
            ]
        )

    @cached_property
    def recipients(self) -> Mapping[str, Party]:
        """Third parties that hold something and are known by name."""
        holders = dict.fromkeys([held.place.holder for held in self.received])
        return {holder: self.tenant.party(holder) for holder in holders if holder not in (ANYONE, UNKNOWN_PARTY)}

    @cached_property
    def countries(self) -> Mapping[str, tuple[str, ...]]:
        """The countries in which each recipient may hold what it received; ``UNKNOWN`` where nobody said."""
        found: dict[str, set[str]] = {}
        for held in self.received:
            party = self.recipients.get(held.place.holder)
            if party:
                found.setdefault(held.place.holder, set()).update(held.place.countries or party.countries)
        return {recipient: tuple(sorted(countries)) for recipient, countries in found.items()}

    @cached_property
    def importers(self) -> Mapping[str, tuple[str, ...]]:
        """The recipients, and the operator where it said where it is, each with the countries it may hold data in."""
        operator = self.tenant.organisation.operator
        own = {OPERATOR: (operator.country,)} if operator and operator.country else {}
        return {**self.countries, **own}

    @cached_property
    def grants(self) -> tuple[GrantFeature, ...]:
        """Features through which applications may connect, as far as they are on."""
        features = [getattr(self.tenant, name) for name in _grants(type(self.tenant))]
        return tuple([feature for feature in features if feature.enabled])

    @cached_property
    def permits(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The permit lists by which applications are let in, each with the full name of its knob."""
        found: list[tuple[str, tuple[str, ...]]] = []
        for grant in self.grants:
            own = [(name, entry.permit) for name, entry in grant.applications.items()]
            found += [(f"{grant.key}.applications[{name}].permit", permit) for name, permit in own if permit]
            if grant.application is not None or not own or any(permit is None for _, permit in own):
                found.append((f"{grant.key}.permit", grant.permit))
        return tuple(found)

    def controls(self, knob: str) -> Iterator[tuple[str, Control]]:
        """Yield who may ``stop`` or ``pause`` a recording, for each setting of it that some recorded call follows."""
        return controls(self, knob)

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """Places into which live voices are recorded, as far as some way there tells nobody or asked nobody."""
        return tuple(recorded(self))

    def step_without(self, place: str, bits: ItemSet, guard: Safeguard) -> Step | None:
        """Return the step at which some items that came to a place lost a hop safeguard."""
        return self.reach.spread.once(step_without, place, bits, guard)

    def at_rest(self, place: Place) -> tuple[str, ...]:
        """Return the knob that encrypts a place at rest, or those that open it where there is none."""
        key = place.because[0].partition(".")[0] if place.because else ""
        feature = self.tenant.feature_types().get(key)
        return (f"{key}.encrypted",) if feature and "encrypted" in feature.knobs() else place.because


@cache
def _grants(kind: type[Tenant]) -> tuple[str, ...]:
    return tuple(name for name, feature in kind.feature_types().items() if issubclass(feature, GrantFeature))
