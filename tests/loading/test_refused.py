"""What a tenant that was refused refers to is told in the same go, and never falsely."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import InputError
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.layers import Layer, LayerKind, stack
from pbxprivacy.loading import Catalogue, load_text, loads_mapping, plain
from pbxprivacy.loading.rows import RowMapping
from pbxprivacy.parties import Party


def told(text: str, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        load_text(text, "yaml", **options)
    return [(fault.knob, fault.what) for fault in caught.value.faults]


def test_a_typo_and_a_party_that_nobody_defined_are_told_together_in_the_order_of_the_file() -> None:
    text = "tenant: acme\ncrm: {enabled: true, vendor: zohoo}\ncdr: {retention: 90}\nami: {application: nobody}\n"
    with pytest.raises(InputError) as caught:
        load_text(text)
    assert [(fault.knob, fault.line, fault.column) for fault in caught.value.faults] == [
        ("crm.vendor", 2, 30),
        ("cdr.retention", 3, 18),
        ("ami.application", 4, 20),
    ]
    assert caught.value.faults[0].mend == "add it under parties; did you mean zoho?"


def test_of_one_feature_both_the_typo_and_the_reference_are_told() -> None:
    assert told("tenant: acme\ncrm: {enabeld: true, vendor: zohoo}\n") == [
        ("crm.enabeld", "unknown key enabeld"),
        ("crm.vendor", "nobody defined the party zohoo"),
    ]


def test_scopes_and_unknown_settings_are_told_beside_a_typo() -> None:
    text = (
        "crm: {enabled: 1}\ncall_recording: {scopes: [queue:sales]}\nunknown: {cdr.retentoin: why, quues.names: why}\n"
    )
    assert [knob for knob, _ in told(f"tenant: acme\n{text}")] == [
        "crm.enabled",
        "call_recording.scopes",
        "unknown.cdr.retentoin",
        "unknown.quues.names",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "partys: {dialer: {name: Dialer Co}}\nami: {application: dialer}",
        "parties: {dialer: {nmae: Dialer Co}}\nami: {application: dialer}",
        "parties: [dialer]\nami: {application: dialer}",
        "parties: {dialer: Dialer Co}\nami: {application: dialer}",
        "organisation: {parties: {dialer: {name: Dialer Co}}}\nami: {application: dialer}",
        "queues: {names: sales}\ncall_recording: {scopes: [queue:sales]}",
        "queues: {names: 'sales, support'}\ncall_recording: {scopes: [queue:sales, queue:support]}",
        "queues: {nmaes: [sales]}\ncall_recording: {scopes: [queue:sales]}",
        "queues: [sales]\ncall_recording: {scopes: [queue:sales]}",
        "queue: {names: [sales]}\ncall_recording: {rules: {queue:sales: {mode: always}}}",
        "extensions: {names: [555]}\ncall_recording: {scopes: [extension:555]}",
        "extension: {names: [a]}\ncall_recording: {scopes: [extension]}",
        "unknown: {extensions.names: [why]}\ncall_recording: {scopes: [extension]}",
        "call_recording: {rules: {conference: {mdoe: off}}}\nunknown: {'call_recording.rules[conference].mode': why}",
        "pbxprivacy: 2\nami: {application: nobody}",
    ],
)
def test_what_may_be_defined_in_what_was_refused_is_not_told_to_be_undefined(text: str) -> None:
    said = [what for _, what in told(f"tenant: acme\n{text}\n")]
    assert said
    assert not [what for what in said if "nobody defined" in what or "no knob" in what or "is about no call" in what]


def test_a_tenant_without_a_name_is_told_what_it_refers_to_as_well() -> None:
    assert [knob for knob, _ in told("ami: {application: nobody}\n")] == ["tenant", "ami.application"]


def test_the_parties_of_a_catalogue_are_known_in_a_refused_tenant() -> None:
    catalogue = Catalogue({"dialer": Party(name="Dialer Co")})
    text = "tenant: acme\ncrm: {enabled: 1}\nami: {application: dialer}\napi: {applications: {dialler: {}}}\n"
    assert [knob for knob, _ in told(text, catalogue=catalogue)] == ["crm.enabled", "api.applications[dialler]"]


def test_rows_and_layers_tell_both_as_well() -> None:
    mapping = RowMapping({"name": "tenant", "kept": "cdr.retention", "app": "ami.application"})
    with pytest.raises(InputError) as caught:
        mapping.read({"name": "acme", "kept": "90", "app": "nobody"})
    assert [fault.file for fault in caught.value.faults] == ["rows row 1, column kept", "rows row 1, column app"]
    near = Layer(LayerKind.TENANT, "acme", {"tenant": "acme", "cdr": {"retention": 90}})
    far = Layer(LayerKind.PLATFORM, "voco", {"ami": {"application": "nobody"}})
    with pytest.raises(InputError) as caught:
        stack([near, far])
    assert {fault.knob for fault in caught.value.faults} == {"cdr.retention", "ami.application"}


@given(tenants(), st.data())
def test_a_fault_anywhere_in_a_right_tenant_never_makes_another_appear(tenant: Any, data: st.DataObject) -> None:
    mapping = plain(tenant)
    group = mapping
    path = []
    while isinstance(group, dict) and group:
        path.append(data.draw(st.sampled_from(sorted(group))))
        group = group[path[-1]]
    path = path[: data.draw(st.integers(1, len(path)))]
    group = mapping
    for step in path[:-1]:
        group = group[step]
    group[path[-1]] = object() if data.draw(st.booleans()) else {"no such key": group[path[-1]]}
    with pytest.raises(InputError) as caught:
        loads_mapping(mapping)
    assert not [fault for fault in caught.value.faults if "nobody defined" in fault.what or "there is no" in fault.what]
