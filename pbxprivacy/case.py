"""Checks, and what they look at: one tenant with nothing unknown in it, and what is where.

A tenant with unknowns is looked at twice, once with every unknown knob quiet and once loud, as its inventory is.
So a check never meets an unknown; it tells what it sees, and what only the loud one shows is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import attrs

from pbxprivacy import places
from pbxprivacy.evidence import Unknown
from pbxprivacy.finding import Finding, Severity, shown
from pbxprivacy.flow import ANYONE, OPERATOR, TENANT, UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.grant import GrantFeature
from pbxprivacy.inventory.derive import Arrival, Reach, plane_offset
from pbxprivacy.items import ItemSet, Selection, items, items_in
from pbxprivacy.parties import Party
from pbxprivacy.recording import Control, Mode
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Data, Safeguard

__all__ = ["Case", "Check", "Held", "Recorded", "Step", "kinds", "name_of"]

_OWN: Final = (TENANT, OPERATOR)
_KEEPING: Final = (PlaceKind.STORE, PlaceKind.MAILBOX)
_MOST_KINDS: Final = 6
# how features name the knobs that are about a safeguard
_WORDS: Final = {
    Safeguard.ENCRYPTED_IN_TRANSIT: ("tls", "encrypted", "url", "signalling", "media", "key_exchange"),
    Safeguard.AUTHENTICATED: ("authenticated", "pin"),
    Safeguard.ADDRESS_RESTRICTED: ("permit",),
}
_LIVE: Final = items(Data.VOICE_CALL)
_RECORDED: Final = items(Data.VOICE_RECORDING)


@attrs.frozen(eq=False)
class Held:
    """Items at a place; at a third party's, those that did not arise there."""

    id: str
    place: Place
    bits: ItemSet

    @property
    def holder(self) -> str:
        """The party that holds the place."""
        return self.place.holder

    @property
    def recipient(self) -> str:
        """The party that holds it, if it is neither the tenant nor the operator."""
        return "" if self.place.holder in _OWN else self.place.holder


@attrs.frozen(eq=False)
class Step:
    """A step that lacks a safeguard: the knobs that say so, and the way from its source to where it was sought for."""

    knobs: tuple[str, ...]
    path: tuple[str, ...]


@attrs.frozen(eq=False)
class Recorded:
    """A place into which live voices are recorded: from where, and by which flows."""

    held: Held
    flows: tuple[tuple[str, Flow], ...]

    @property
    def silent(self) -> tuple[tuple[str, Flow], ...]:
        """The sources, and flows, of which nobody is told."""
        return tuple((source, flow) for source, flow in self.flows if Safeguard.ANNOUNCED not in flow.gives)

    @property
    def announced(self) -> tuple[str, ...]:
        """The sources whose recording is announced."""
        return tuple(source for source, flow in self.flows if Safeguard.ANNOUNCED in flow.gives)


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
        arisen = self.reach.arisen
        return tuple(
            [
                Held(name, place, bits)
                for name, place in self.reach.places.items()
                if place.holder not in _OWN and (bits := self.reach.present(name) & ~arisen.get(name, 0))
            ]
        )

    @cached_property
    def kept(self) -> tuple[Held, ...]:
        """What is in the stores and mailboxes of the tenant and the operator."""
        return tuple(
            [
                Held(name, place, bits)
                for name, place in self.reach.places.items()
                if place.kind in _KEEPING and place.holder in _OWN and (bits := self.reach.present(name))
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
    def grants(self) -> tuple[GrantFeature, ...]:
        """Features through which applications may connect, as far as they are on."""
        return tuple(
            [feature for feature in self.tenant.features() if isinstance(feature, GrantFeature) and feature.enabled]
        )

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
        if not self.reach.present(places.RECORDINGS):
            return
        recording = self.tenant.call_recording
        stated = [(scope, rule.mode, getattr(rule, knob)) for scope, rule in recording.rules.items()]
        is_on = recording.mode is not Mode.OFF
        if is_on or any(control is None and mode not in (None, Mode.OFF) for _, mode, control in stated):
            yield f"call_recording.{knob}", getattr(recording, knob)
        for scope, mode, control in stated:
            if control is not None and (is_on if mode is None else mode is not Mode.OFF):
                yield f"call_recording.rules[{scope}].{knob}", control

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """Places into which live voices are recorded, as far as some way there tells nobody or asked nobody."""
        return tuple(
            [
                Recorded(held, tuple(self._recording(held.id)))
                for held in (*self.kept, *self.received)
                if held.bits & _RECORDED
                and (
                    self.reach.missing(held.id, Safeguard.ANNOUNCED) | self.reach.missing(held.id, Safeguard.CONSENTED)
                )
                & _RECORDED
            ]
        )

    def _recording(self, place: str) -> Iterator[tuple[str, Flow]]:
        for flow in self.flows:
            if flow.target == place and flow.selection.apply(_LIVE) & _RECORDED:
                for source in self.sources(flow):
                    if self.reach.present(source) & _LIVE:
                        yield source, flow

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Every flow between places that are open, whether or not it brings anything new."""
        opened = self.reach.places
        return tuple([flow for flow in self.tenant.effects().flows if flow.target in opened])

    def sources(self, flow: Flow) -> Iterator[str]:
        """Yield the places from which a flow takes something."""
        for name in self._sources.get(flow.source) or self._opened(flow.source):
            if name not in flow.except_for and flow.selection.taken & self.reach.present(name):
                yield name

    def _opened(self, source: str) -> tuple[str, ...]:
        family, opened = source.removesuffix("*"), self.reach.places
        found = (source,) if family == source else tuple([name for name in opened if name.startswith(family)])
        self._sources[source] = found
        return found

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        return {}

    def step_without(self, place: str, bits: ItemSet, guard: Safeguard) -> Step | None:
        """Return the step at which some items that came to a place lost a hop safeguard, by a shortest way from it."""
        offset = plane_offset(guard)
        way, level = [place], None
        while True:
            arrival = self._earlier(way[-1], bits << offset, level)
            if arrival is None:
                return None
            way.append(arrival.source)
            if guard in arrival.flow.lacks:
                return Step(self._causes(way[-2], guard), tuple(reversed(way)))
            bits = _before(arrival.selection, arrival.bits >> offset & bits)
            level = arrival.level

    def _earlier(self, place: str, bits: int, level: int | None) -> Arrival | None:
        for arrival in self.reach.arrivals[place]:
            if isinstance(arrival, Arrival) and arrival.bits & bits and (level is None or arrival.level < level):
                return arrival
        return None

    def _causes(self, place: str, guard: Safeguard) -> tuple[str, ...]:
        """Return the knobs through which steps to a place lack a safeguard, as far as their names tell, else all."""
        because: dict[str, None] = {}
        for arrival in self.reach.arrivals[place]:
            if isinstance(arrival, Arrival) and guard in arrival.flow.lacks:
                because |= dict.fromkeys(arrival.flow.because)
        return tuple([path for path in because if _is_about(path.rpartition(".")[2], guard)]) or tuple(because)

    def at_rest(self, place: Place) -> tuple[str, ...]:
        """Return the knob that encrypts a place at rest, or those that open it where there is none."""
        key = place.because[0].partition(".")[0] if place.because else ""
        feature = self.tenant.feature_types().get(key)
        return (f"{key}.encrypted",) if feature and "encrypted" in feature.knobs() else place.because


@lru_cache(maxsize=1024)
def _is_about(knob: str, guard: Safeguard) -> bool:
    return any(word in knob for word in _WORDS.get(guard, ()))


def _before(selection: Selection, arrived: ItemSet) -> ItemSet:
    """Return what some items were before a flow took them along."""
    bits = 0
    for mask, shift in selection.moves:
        bits |= (arrived >> shift if shift >= 0 else arrived << -shift) & mask
    return bits


@attrs.frozen(eq=False)
class Check:
    """One check.

    Attributes:
        id: its name, in words joined by hyphens.
        severity: how much its findings matter.
        title: what it finds, in one sentence.
        why: why that matters.
        mend: what to write or do instead.
        sources: where the rule comes from.
        find: tells what it finds in a case.
    """

    id: str
    severity: Severity
    title: str
    why: str
    mend: str
    sources: tuple[str, ...]
    find: Callable[[Case], Iterator[Finding]]

    def finding(
        self,
        case: Case,
        about: str,
        what: str,
        *,
        mend: str = "",
        recipient: str = "",
        knobs: tuple[str, ...] = (),
        path: tuple[str, ...] = (),
    ) -> Finding:
        """Return a finding of this check."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            tenant=case.tenant.tenant,
            about=about,
            what=what,
            why=self.why,
            mend=mend or self.mend,
            recipient=recipient,
            knobs=knobs,
            path=path,
        )


@lru_cache(maxsize=4096)
def kinds(bits: ItemSet) -> str:
    """Return the kinds of data among some items, as a part of a sentence."""
    named = list(dict.fromkeys(str(item.data) for item in items_in(bits)))
    if len(named) > _MOST_KINDS:
        named = [*named[: _MOST_KINDS - 1], f"{len(named) - _MOST_KINDS + 1} more kinds of data"]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def name_of(held: Held) -> str:
    """Return a third party and its place, as a part of a sentence."""
    if held.place.holder == ANYONE:
        return f"anyone who can connect ({shown(held.id)})"
    if held.place.holder == UNKNOWN_PARTY:
        return f"an unknown party ({shown(held.id)})"
    return f"{held.place.holder} ({shown(held.id)})"
