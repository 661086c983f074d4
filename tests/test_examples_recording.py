"""The example tenants that show three products' recording settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.recording import Direction
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard
from tests.features.told import at, kept, lacking

EXAMPLES = Path(__file__).parents[1] / "examples"
STORE = "store/recordings"


def example(name: str) -> Inventory:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    return Inventory.of(Tenant.model_validate(yaml.safe_load(text)), today=date(2026, 11, 21))


def recorded(inventory: Inventory) -> set[str]:
    return {flow.source for flow in inventory.subject.call_recording.traced.flows if flow.target == STORE}


@pytest.mark.parametrize("name", ["freepbx", "kazoo", "wazo"])
def test_every_example_loads_and_maps_the_products_words_in_comments(name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    words = {
        "freepbx": ["Force", "Yes", "Don't Care", "No ", "Never", "On Demand"],
        "kazoo": ["any", "inbound", "outbound", "onnet", "offnet", "time_limit", "url", "format"],
        "wazo": [f"call_record_{way}_{side}" for way in ("incoming", "outgoing") for side in ("internal", "external")],
    }
    comments = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert [word for word in words[name] if word not in comments] == []
    assert example(name).entries


def test_freepbx_shows_extensions_queues_and_conferences_by_their_states() -> None:
    inventory = example("freepbx")
    assert recorded(inventory) == {
        "call/extension:201",
        "call/extension:202",
        "call/extension:203",
        "call/queue:orders",
        "call/conference:office",
    }
    rules = inventory.subject.call_recording.rules
    assert rules["extension:201"].directions == (Direction.INBOUND_EXTERNAL, Direction.OUTBOUND_EXTERNAL)
    assert rules["extension:203"].directions == (Direction.INBOUND_INTERNAL, Direction.OUTBOUND_INTERNAL)
    assert kept(inventory, STORE) == {"unlimited"}
    voices = {item for item in at(inventory, STORE) if item.startswith("voice.recording")}
    assert lacking(inventory, STORE, Safeguard.ANNOUNCED) == voices
    assert lacking(inventory, STORE, Safeguard.ENCRYPTED_AT_REST) == at(inventory, STORE)


def test_kazoo_shows_all_nine_cells_and_who_gets_the_uploads() -> None:
    inventory = example("kazoo")
    rules = inventory.subject.call_recording.rules
    ways, sides = ("any", "inbound", "outbound"), ("any", "internal", "external")
    cells = {side if way == "any" else way if side == "any" else f"{way}.{side}" for way in ways for side in sides}
    assert len(cells) == 9
    assert {scope for scope in rules if ":" not in scope} == cells
    assert recorded(inventory) == {
        "call/inbound.external",
        "call/outbound.external",
        "call/extension:reception",
        "call/extension:workshop",
    }
    assert rules["outbound.external"].time_limit == 600
    assert rules["outbound.external"].format == "wav"
    got = {entry.party: entry.countries for entry in inventory.exposures if entry.item.data == "voice.recording"}
    assert got == {"collector": frozenset({"FR"}), "compliance": frozenset({"US"}), "objects": frozenset({"DE"})}
    assert kept(inventory, "service/archive") == {"P180D"}


def test_wazo_shows_four_directions_for_each_user() -> None:
    inventory = example("wazo")
    assert recorded(inventory) == {"call/extension:alice", "call/extension:bob", "call/outbound.external"}
    flows = {flow.source: flow for flow in inventory.subject.call_recording.traced.flows if flow.target == STORE}
    assert Safeguard.ANNOUNCED in flows["call/extension:bob"].gives
    assert not flows["call/extension:alice"].gives
    assert kept(inventory, STORE) == {"P365D"}
