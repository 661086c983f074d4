"""Settings stacked, the nearest winning, each with the layer that set it."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import InputError, UsageError
from pbxprivacy.features.call_recording import Announcement, Mode
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.layers import Layer, LayerKind, Pile, stack
from pbxprivacy.loading import load_catalogue, plain
from pbxprivacy.tenant import Tenant

PLATFORM, RESELLER, TENANT, EXTENSION = LayerKind.PLATFORM, LayerKind.RESELLER, LayerKind.TENANT, LayerKind.EXTENSION


def layer(kind: LayerKind, name: str = "x", **values: Any) -> Layer:
    return Layer(kind, name, {**({"tenant": name} if kind is TENANT else {}), **values})


def test_the_nearest_layer_wins_knob_by_knob() -> None:
    stacked = stack(
        [
            layer(TENANT, "acme", call_recording={"mode": "opt_in"}),
            layer(PLATFORM, "voco", call_recording={"mode": "off", "retention": "P10D"}, cdr={"enabled": True}),
            layer(RESELLER, "north", call_recording={"retention": "P5D"}),
        ]
    )
    recording = stacked.tenant.call_recording
    assert (recording.mode, recording.retention.days, stacked.tenant.cdr.enabled) == (Mode.OPT_IN, 5, True)
    told = {setting: str(found) for setting, found in stacked.provenance.items()}
    assert told == {
        "call_recording.mode": "tenant acme",
        "call_recording.retention": "reseller north",
        "cdr.enabled": "platform voco",
        "tenant": "tenant acme",
    }


def test_of_two_resellers_the_later_is_the_nearer() -> None:
    two = [layer(RESELLER, name, cdr={"retention": days}) for name, days in (("far", "P9D"), ("near", "P4D"))]
    assert stack([*two, layer(TENANT)]).tenant.cdr.retention.days == 4


def test_entries_merge_by_name_and_knob() -> None:
    stacked = stack(
        [
            layer(PLATFORM, call_recording={"rules": {"queue": {"mode": "always", "announcement": "beep"}, "web": {}}}),
            layer(TENANT, call_recording={"rules": {"queue": {"mode": "off"}, "any": {}, "web": {"mode": "off"}}}),
        ]
    )
    rules = stacked.tenant.call_recording.rules
    assert (rules["queue"].mode, rules["queue"].announcement) == (Mode.OFF, Announcement.BEEP)
    assert set(rules) == {"queue", "web", "any"}
    assert rules["web"].mode is Mode.OFF
    assert str(stacked.provenance["call_recording.rules[queue].announcement"].layer) == "platform x"
    assert str(stacked.provenance["call_recording.rules[any]"].layer) == "tenant x"


def test_an_extensions_recording_settings_become_its_rule() -> None:
    stacked = stack(
        [
            layer(TENANT, extensions={"names": ["100"]}),
            layer(EXTENSION, "100", call_recording={"mode": "always", "stop": "nobody"}),
        ]
    )
    assert stacked.tenant.call_recording.rules["extension:100"].mode is Mode.ALWAYS
    assert stacked.tenant.call_recording.mode is Mode.OFF
    assert str(stacked.provenance["call_recording.rules[extension:100].mode"]) == "extension 100"


def test_a_party_is_one_value_so_that_no_contract_is_lent_to_another() -> None:
    contract = {"reference": "C-7", "expires": "2027-01-01"}
    stacked = stack(
        [
            layer(PLATFORM, parties={"dialer": {"name": "A", "contract": contract}, "other": {"name": "O"}}),
            layer(TENANT, parties={"dialer": {"name": "B"}}, organisation={"controller": {"name": "B"}}),
        ]
    )
    assert stacked.tenant.parties["dialer"].contract is None
    assert stacked.tenant.parties["other"].name == "O"
    assert str(stacked.provenance["parties.dialer"].layer) == "tenant x"
    assert "organisation.controller" in stacked.provenance


def test_a_catalogue_is_the_farthest_layer(tmp_path: Path) -> None:
    (tmp_path / "parties.yaml").write_text("parties:\n  dialer: {name: Dialer Co}\n  other: {name: Other Co}\n")
    catalogue = Layer.of_catalogue(load_catalogue(tmp_path / "parties.yaml"))
    stacked = stack([layer(TENANT, parties={"other": {"name": "Mine"}}), catalogue])
    assert {name: party.name for name, party in stacked.tenant.parties.items()} == {
        "dialer": "Dialer Co",
        "other": "Mine",
    }
    found = stacked.provenance["parties.dialer"]
    assert str(found).startswith("catalogue ")
    assert found.evidence is not None
    assert found.evidence.line == 2


def test_what_a_nearer_layer_sets_is_no_longer_unknown() -> None:
    far = layer(PLATFORM, unknown={"crm.vendor": "x", "cdr": "y", "call_recording.rules[queue].mode": "z"})
    far_rule = layer(PLATFORM, call_recording={"rules": {"queue": {}}})
    near = layer(
        TENANT, crm={"vendor": "zoho"}, cdr={"enabled": True}, call_recording={"rules": {"queue": {"mode": "off"}}}
    )
    assert set(stack([far, far_rule, near]).tenant.unknown) == {"cdr"}


def test_what_a_nearer_layer_calls_unknown_is_unknown() -> None:
    stacked = stack([layer(PLATFORM, crm={"vendor": "zoho"}), layer(TENANT, unknown={"crm.vendor": "x"})])
    assert set(stacked.tenant.unknown) == {"crm.vendor"}
    both = layer(TENANT, crm={"vendor": "zoho"}, unknown={"crm.vendor": "x"})
    assert set(stack([both]).tenant.unknown) == {"crm.vendor"}


def test_faults_name_the_layer_and_where_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("crm: {enabled: true,\n  vendr: zoho}\n")
    (tmp_path / "e.yaml").write_text("call_recording: {mode: alwys}\n")
    layers = [
        Layer.read(PLATFORM, "voco", tmp_path / "p.yaml"),
        layer(TENANT, "acme", extensions={"names": ["100"]}, cdr={"retention": 90}),
        Layer.read(EXTENSION, "100", tmp_path / "e.yaml"),
    ]
    with pytest.raises(InputError) as caught:
        stack(layers)
    assert sorted(map(str, caught.value.faults)) == [
        (
            f"{tmp_path}/e.yaml:1:24: acme: call_recording.rules[extension:100].mode: alwys is not one of the allowed"
            " values, in the layer extension 100 (did you mean always? write one of: off, opt_in, on_demand, always)"
        ),
        (
            f"{tmp_path}/p.yaml:2:10: acme: crm.vendr: unknown key vendr, in the layer platform"
            " voco (did you mean vendor?)"
        ),
        "input: acme: cdr.retention: 90 has no unit, in the layer tenant acme (write P90D for that many days)",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (layer(PLATFORM, crm=True), "crm: true where settings belong, in the layer platform x"),
        (layer(PLATFORM, parties=["x"]), "parties: a list where settings belong"),
        (layer(PLATFORM, call_recording={"rules": "x"}), "call_recording.rules: x where settings belong"),
        (layer(PLATFORM, call_recording={"rules": {"any": 3}}), "call_recording.rules.any: 3 where settings belong"),
        (layer(PLATFORM, zzz={}), "zzz: unknown key zzz, in the layer platform x"),
        (layer(EXTENSION, "100", cdr={}, call_recording={}), "cdr: not a setting of an extension"),
        (layer(EXTENSION, "100"), "call_recording: sets nothing, in the layer extension 100"),
        (layer(EXTENSION, "100", call_recording={"mode": "off"}), "nobody defined extension:100"),
        (
            layer(EXTENSION, "100", call_recording={"retention": "P3D"}),
            "unknown key retention, in the layer extension 100",
        ),
        (layer(RESELLER, crm={"enabled": True, "vendor": "nobody"}), "nobody defined the party nobody"),
    ],
)
def test_what_cannot_be_stacked_is_told_with_its_layer(wrong: Layer, said: str) -> None:
    with pytest.raises(InputError) as caught:
        stack([wrong, layer(TENANT)])
    assert said in str(caught.value)


def test_layers_without_a_tenants_name_are_refused() -> None:
    with pytest.raises(InputError, match="the tenant has no name"):
        stack([layer(PLATFORM, cdr={"enabled": True})])
    with pytest.raises(UsageError, match="no layers"):
        stack([])


def test_settings_of_two_tenants_never_make_one() -> None:
    two = [layer(TENANT, "acme", cdr={"retention": "P9D"}), layer(TENANT, "other", crm={"enabled": True})]
    with pytest.raises(InputError) as caught:
        stack([layer(PLATFORM), *two])
    assert "tenant: other is another tenant than acme, in the layer tenant other" in str(caught.value)
    assert "stack the layers of each tenant by themselves" in str(caught.value)
    again = Layer(TENANT, "portal", {"tenant": "acme", "cdr": {"retention": "P4D"}})
    assert stack([two[0], again, Layer(TENANT, "more", {})]).tenant.cdr.retention.days == 4


def test_a_kind_of_layer_that_there_is_not_is_refused() -> None:
    assert Layer("platform", "voco", {}).kind is PLATFORM
    with pytest.raises(UsageError) as caught:
        Layer("customer", "voco", {})
    assert "there is no layer of the kind customer" in str(caught.value)
    assert "catalogue, platform, reseller, tenant, extension" in str(caught.value)


@pytest.mark.parametrize("text", ["- a", "a: 1\n---\nb: 2", "3"])
def test_a_file_that_is_no_layer_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(InputError, match="a layer is one group of settings"):
        Layer.read(PLATFORM, "x", tmp_path / "x.yaml")


@st.composite
def layers_of_tenants(draw: st.DrawFn) -> list[Layer]:
    """Three arbitrary configurations, cut into layers, which together define what each names."""
    found = [plain(draw(tenants())) for _ in range(3)]
    names: dict[str, Any] = {}
    for data in found:
        for feature, knob in (("queues", "names"), ("conferencing", "rooms"), ("extensions", "names")):
            names.setdefault(feature, set()).update(data.get(feature, {}).pop(knob, ()))
    found[2].setdefault("queues", {})["names"] = sorted(names["queues"])
    found[2].setdefault("conferencing", {})["rooms"] = sorted(names["conferencing"])
    found[2].setdefault("extensions", {})["names"] = sorted(names["extensions"])
    # An unknown knob of an entry, or of a feature, is another test's
    for data in found:
        data["unknown"] = {knob: reason for knob, reason in data.get("unknown", {}).items() if "[" not in knob}
    return [Layer(kind, kind, data) for kind, data in zip((PLATFORM, RESELLER, TENANT), found, strict=True)]


@given(layers_of_tenants())
@settings(max_examples=20, deadline=None)
def test_stacking_is_associative_and_the_empty_pile_changes_nothing(layers: list[Layer]) -> None:
    far, middle, near = map(Pile.of, layers)
    assert far.under(middle).under(near) == far.under(middle.under(near))
    assert far.under(Pile()) == Pile().under(far) == far


@given(layers_of_tenants())
@settings(max_examples=20, deadline=None)
def test_each_value_is_that_of_the_nearest_layer_that_sets_it_and_says_so(layers: list[Layer]) -> None:
    stacked = stack(layers)
    piles = [Pile.of(layer) for layer in layers]
    whole = reduce(Pile.under, piles)
    assert stacked.tenant == Tenant.model_validate(whole.data())
    assert len(stacked.provenance) == len(whole.assigned)
    for path, (value, layer) in whole.assigned.items():
        setting = [pile for pile in piles if path in pile.assigned]
        assert setting[-1].assigned[path] == (value, layer)
    assert {found.layer.kind for found in stacked.provenance.values()} <= {PLATFORM, RESELLER, TENANT}
    alone = {path for path in whole.assigned if path[0] != "unknown"}
    assert alone == {path for pile in piles for path in pile.assigned if path[0] != "unknown"}


@given(tenants())
@settings(max_examples=20, deadline=None)
def test_one_layer_is_its_tenant(tenant: Tenant) -> None:
    stacked = stack([Layer(TENANT, "x", plain(tenant))])
    assert stacked.tenant == tenant
    settings_of = {setting.path for setting in tenant.settings()}
    knobs = {name for name in stacked.provenance if name.partition(".")[0] in Tenant.feature_types()}
    assert {name for name in knobs if not name.endswith("]")} <= settings_of
