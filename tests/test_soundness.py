"""What is not told is not there: unknowns, names, addresses and scopes, held against what they may hide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pbxprivacy.evidence import Unknown
from pbxprivacy.feature import Feature
from pbxprivacy.features.trunks import Trunks
from pbxprivacy.grant import open_families
from pbxprivacy.inventory.exposure import Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.items import Item, items, items_in
from pbxprivacy.kit.strategies import features, tenants
from pbxprivacy.law import UNKNOWN_COUNTRY
from pbxprivacy.parties import RESERVED_PARTIES, UNKNOWN_PARTY, Party
from pbxprivacy.tenant import Tenant
from tests.features.told import LINE, at, told

TODAY = date(2026, 11, 21)
FEATURES = Tenant.feature_types()
KNOBS = [(name, knob) for name, kind in FEATURES.items() for knob in ("", *kind.knobs())]
_SOMEBODY = Party(name="Somebody", country="DE")
SOMEBODY = {"storage": {"name": "Somebody", "country": "DE"}}
ALWAYS = {"mode": "always"}
_LINE = Trunks.model_validate(LINE["trunks"])


def inventory(tenant: Tenant) -> Inventory:
    return Inventory.of(tenant, today=TODAY)


def unknown(tenant: Tenant, path: str) -> Tenant:
    return tenant.model_copy(update={"unknown": {**tenant.unknown, path: Unknown(reason="it was not read")}})


def was_told(entry: Holding, by: Mapping[tuple[str, Item], list[Holding]]) -> bool:
    """Whether an entry is among those told, at its own party or, since that was not known, at the party UNKNOWN."""
    kinds = [kind for kind in (entry.item.data, entry.item.data.sharper) if kind is not None]
    return any(
        entry.missing <= one.missing
        and (entry.countries <= one.countries or UNKNOWN_COUNTRY in one.countries)
        and (one.party == UNKNOWN_PARTY or (one.party == entry.party and entry.retention <= one.retention))
        for kind in kinds
        for one in by.get((entry.place.partition(":")[0], Item(kind, entry.item.person)), [])
    )


def untold(truth: Inventory, said: Inventory) -> list[Holding]:
    by: dict[tuple[str, Item], list[Holding]] = {}
    for one in said.entries:
        by.setdefault((one.place.partition(":")[0], one.item), []).append(one)
    return [entry for entry in truth.entries if not was_told(entry, by)]


def really(tenant: Tenant, name: str, knob: str, truth: Feature) -> Tenant:
    """The tenant with a knob, or a whole feature, as it is in ``truth``; whatever else that names is there."""
    feature = truth if not knob else getattr(tenant, name).turned(**{knob: getattr(truth, knob)})
    named = {party for _, party in feature.named_parties()} - set(RESERVED_PARTIES)
    return tenant.model_copy(update={name: feature, "parties": {**dict.fromkeys(named, _SOMEBODY), **tenant.parties}})


@settings(max_examples=200)
@given(tenants(), st.sampled_from(KNOBS), st.data())
def test_whatever_an_unknown_knob_turns_out_to_be_was_told(
    tenant: Tenant, path: tuple[str, str], data: st.DataObject
) -> None:
    name, knob = path
    truth = really(tenant, name, knob, data.draw(features(FEATURES[name])))
    said = inventory(unknown(tenant.model_copy(update={"parties": truth.parties}), f"{name}.{knob}" if knob else name))
    assert untold(inventory(truth), said) == []


@pytest.mark.parametrize(("name", "knob"), KNOBS)
def test_what_is_sure_is_possible_whichever_knob_is_unknown(name: str, knob: str) -> None:
    kind = FEATURES[name]
    for one in (kind.default().all_loud(), turned_on(kind)):
        said = inventory(unknown(Tenant(tenant="acme", trunks=_LINE).model_copy(update={name: one}), f"{name}.{knob}"))
        for place in said.sure.places:
            for item in items_in(said.sure.present(place) & ~said.possible.present(place)):
                assert item.data.sharper is not None
                assert items(item.data.sharper, item.person) & said.possible.present(place)


def turned_on(kind: type[Feature]) -> Feature:
    """A feature with every switch on, and nobody named."""
    return kind.default().turned(**{name: True for name, knob in kind.knobs().items() if knob.levels == (False, True)})


@pytest.mark.parametrize(
    ("feature", "settings"),
    [
        ("archive_upload", {"enabled": True, "storage": "storage"}),
        ("backups", {"enabled": True, "storage": "storage", "recordings": True}),
        ("recording_transcription", {"enabled": True, "provider": "storage"}),
        ("voicemail_transcription", {"enabled": True, "authenticated": True, "provider": "storage"}),
        ("video_conferencing", {"enabled": True, "provider": "storage", "cloud_recording": True}),
    ],
)
@pytest.mark.parametrize("written", [{}, {"region": "FR"}])
def test_where_the_region_is_unknown_so_is_the_country(
    feature: str, settings: Mapping[str, Any], written: Mapping[str, Any]
) -> None:
    region = {key: [value] if feature == "voicemail_transcription" else value for key, value in written.items()}
    said = told(
        **LINE,
        parties=SOMEBODY,
        call_recording=ALWAYS,
        **{feature: {**settings, **region}},
        unknown={f"{feature}.region": "chosen in the provider's own console"},
    )
    found = [entry for entry in said.exposures if entry.party == "storage"]
    assert found
    assert all("UNKNOWN" in entry.countries for entry in found)


def test_a_queue_that_is_called_like_a_stand_in_hides_no_other() -> None:
    rules = {"queue": ALWAYS, "queue:UNKNOWN": {"mode": "off"}}
    said = told(
        queues={"names": ["UNKNOWN"]},
        call_recording={"rules": rules},
        unknown={"queues.names": "they are in a database"},
    )
    assert "voice.recording of agent" in at(said, "store/recordings")


def test_a_trunk_that_is_called_like_a_stand_in_keeps_its_carrier() -> None:
    trunks = {"lines": {"UNKNOWN": {"carrier": "storage"}}}
    said = told(parties=SOMEBODY, trunks=trunks, unknown={"trunks.lines": "they are in a database"})
    assert {entry.party for entry in said.exposures} == {"storage", "unknown"}


@pytest.mark.parametrize(
    ("permit", "families"),
    [
        (["0.0.0.0/0"], {4}),
        (["::/0"], {6}),
        (["0.0.0.0/0", "::/0"], {4, 6}),
        (["0.0.0.0/1", "128.0.0.0/1"], {4}),
        (["0.0.0.0/1"], {4}),
        (["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "224.0.0.0/4"], {4}),
        (["2000::/3"], {6}),
        (["::ffff:0:0/96"], {4}),
        (["::ffff:0:0/97", "::ffff:128.0.0.0/97"], {4}),
        ([f"{first}.0.0.0/8" for first in range(20, 22)], {4}),
        (["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.1", "fc00::/7", "fe80::/10"], set()),
        (["192.0.2.10/32", "2001:db8::/48"], set()),
        (["17.0.0.0/8"], set()),
        (["::ffff:192.0.2.10/128"], set()),
    ],
)
def test_a_list_that_restricts_nobody_is_known_however_it_is_written(permit: list[str], families: set[int]) -> None:
    assert open_families(tuple(permit)) == families
    grant = {"enabled": True, "application": "storage", "permit": permit}
    said = told(parties=SOMEBODY, database_grant=grant)
    assert ("anyone" in {entry.party for entry in said.exposures}) == bool(families)


@pytest.mark.parametrize("recording", [{"rules": {"extension": ALWAYS}}, {**ALWAYS, "scopes": ["extension"]}])
def test_recording_extensions_of_which_none_is_named_is_refused_since_it_would_show_nothing(
    recording: Mapping[str, Any],
) -> None:
    with pytest.raises(ValidationError, match=r"extensions\.names"):
        told(call_recording=recording)
    named = told(call_recording=recording, extensions={"names": ["201"]})
    assert "voice.recording of extension_user" in at(named, "store/recordings")
    hidden = told(call_recording=recording, unknown={"extensions.names": "they are in a database"})
    assert "voice.recording of extension_user" in at(hidden, "store/recordings")
