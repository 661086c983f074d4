"""The shape of a model, and full names."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from pbxprivacy.evidence import Unknown
from pbxprivacy.features.call_recording import CallRecording, RecordingRule
from pbxprivacy.loading.shape import is_feature, knob_name, model_at, steps_of, type_at
from pbxprivacy.parties import Contract
from pbxprivacy.tenant import Tenant


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ([], Tenant),
        (["call_recording"], CallRecording),
        (["call_recording", "rules", "queue:x"], RecordingRule),
        (["parties", "x", "contract"], Contract),
        (["unknown", "crm.vendor"], Unknown),
        (["unknown", "crm.vendor", "evidence", 0, "line"], None),
        (["call_recording", "mode"], None),
        (["nothing"], None),
        (["tenant", "deeper"], None),
    ],
)
def test_the_model_at_a_path_is_found(path: list[Any], model: type | None) -> None:
    assert model_at(path, Tenant) is model


def test_the_type_within_a_list_is_found() -> None:
    assert type_at(["extensions", "names", 0], Tenant) is str
    assert type_at(["unknown", "x", "evidence", 0, "line"], Tenant) is int
    assert is_feature("crm", Tenant)
    assert not is_feature("parties", Tenant)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("tenant",), "tenant"),
        (("call_recording", "mode"), "call_recording.mode"),
        (("call_recording", "rules", "queue:x.y"), "call_recording.rules[queue:x.y]"),
        (("call_recording", "rules", "queue:x.y", "mode"), "call_recording.rules[queue:x.y].mode"),
        (("parties", "dialer", "country"), "parties.dialer.country"),
        (("unknown", "crm"), "unknown.crm"),
    ],
)
def test_full_names_are_told_and_read(path: tuple[str, ...], name: str) -> None:
    assert knob_name(path, Tenant) == name
    assert tuple(step for step in steps_of(name) if step) == path


def test_a_place_in_a_list_is_no_part_of_a_name() -> None:
    assert knob_name(["database_grant", "permit", 1], Tenant) == "database_grant.permit"


def test_formats_are_imported_when_they_are_read() -> None:
    code = (
        "import sys, pbxprivacy.loading, pbxprivacy.layers; print({'yaml', 'tomllib', 'hypothesis'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
