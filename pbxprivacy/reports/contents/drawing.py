"""The flows that lead to recipients, as a drawing: every place on a path to an exposure, one arrow for each pair."""

from __future__ import annotations

from pbxprivacy.flow import OPERATOR, TENANT, Place, PlaceKind
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.items import Item
from pbxprivacy.reports import words
from pbxprivacy.reports.contents.causes import holder
from pbxprivacy.reports.page import Diagram, Edge, Node

__all__ = ["drawing"]


def drawing(inventory: Inventory) -> Diagram:
    """Return the places and flows on the shortest paths to all exposures; what no sure path takes is possible."""
    places: dict[str, Place] = {}
    moved: dict[tuple[str, str], dict[Item, None]] = {}
    sure: set[tuple[str, str]] = set()
    for entry in inventory.exposures:
        witness = inventory.witness(entry)
        if witness is None:
            continue
        places |= {place.id: place for place in witness.places}
        for hop in witness.hops:
            moved.setdefault((hop.source, hop.target), {})[hop.after] = None
            if entry.certainty is Certainty.SURE:
                sure.add((hop.source, hop.target))
    nodes = tuple(_node(inventory, place) for _, place in sorted(places.items()))
    edges = tuple(
        Edge(source, target, words.items_in_words(items), (source, target) not in sure)
        for (source, target), items in sorted(moved.items())
    )
    return Diagram(nodes, edges)


def _node(inventory: Inventory, place: Place) -> Node:
    name = words.place(place.id).removeprefix("the ")
    if place.holder == TENANT:
        group = f"tenant: {holder(inventory, place)}"
    elif place.holder == OPERATOR:
        group = f"PBX of {holder(inventory, place)}"
    else:
        group = holder(inventory, place)
    return Node(place.id, (name,), group, is_store=place.kind in (PlaceKind.STORE, PlaceKind.MAILBOX))
