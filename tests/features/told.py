"""What the tests of features ask: what is where, for how long, without which safeguard, and because of which knobs."""

from __future__ import annotations

from datetime import date
from typing import Any

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.items import Item
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Data, Person, Safeguard

LINE = {"trunks": {"lines": {"main": {}}}}  # calls from and to the outside
QUEUE = {"queues": {"names": ["sales"]}}


def told(**features: Any) -> Inventory:
    """Return the inventory of a tenant with some features set, all others at their defaults."""
    return Inventory.of(Tenant.model_validate({"tenant": "acme", **features}), today=date(2026, 11, 21))


def at(inventory: Inventory, place: str) -> set[str]:
    """Return the items at a place: ``voice.mail of remote_party``."""
    return {str(entry.item) for entry in inventory.entries if entry.place == place}


def each(data: str, *persons: str) -> set[str]:
    """Return the items of several kinds, separated by blanks, for each of several persons."""
    return {str(Item(Data(kind), Person(person))) for kind in data.split() for person in persons}


def lacking(inventory: Inventory, place: str, guard: Safeguard) -> set[str]:
    """Return the items at a place that some path brought without a safeguard."""
    return {str(entry.item) for entry in inventory.entries if entry.place == place and guard in entry.missing}


def kept(inventory: Inventory, place: str) -> set[str]:
    """Return how long items live at a place."""
    return {str(entry.retention) for entry in inventory.entries if entry.place == place}


def where(inventory: Inventory, data: str, person: str) -> set[str]:
    """Return the places that an item reaches."""
    item = Item(Data(data), Person(person))
    return {entry.place for entry in inventory.entries if entry.item == item}


def holder(inventory: Inventory, place: str) -> str:
    """Return the party that holds a place."""
    return inventory.places[place].holder


def path(inventory: Inventory, place: str, item: str, guard: Safeguard | None = None) -> list[str]:
    """Return the places on the shortest path of an item to a place, lacking ``guard`` if it is given."""
    (entry,) = [entry for entry in inventory.entries if entry.place == place and str(entry.item) == item]
    witness = inventory.witness(entry, guard)
    return [] if witness is None else [passed.id for passed in witness.places]


def opened(feature: str, **settings: Any) -> dict[str, tuple[str, ...]]:
    """Return the places that a feature opens, and because of which knobs."""
    effects = Tenant.feature_types()[feature].model_validate(settings).traced
    return {place.id: place.because for place in effects.places}


def arising(feature: str, **settings: Any) -> dict[str, tuple[str, ...]]:
    """Return the places where a feature says that items arise, and because of which knobs."""
    effects = Tenant.feature_types()[feature].model_validate(settings).traced
    return {origin.place: origin.because for origin in effects.origins}


def caused(feature: str, **settings: Any) -> list[tuple[str, str, str, str]]:
    """Return where the flows of a feature go, for what, and because of which of its knobs."""
    effects = Tenant.feature_types()[feature].model_validate(settings).traced
    return sorted(
        (
            flow.source,
            flow.target,
            str(flow.purpose),
            " ".join(knob.removeprefix(f"{feature}.") for knob in flow.because),
        )
        for flow in effects.flows
    )
