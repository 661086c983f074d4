"""A tenant in the making."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pbxprivacy.adapters.asterisk.importing.draft import Draft, name_of
from pbxprivacy.evidence import Evidence
from pbxprivacy.feature import ScopeName
from pbxprivacy.parties import RESERVED_PARTIES, PartyName
from pbxprivacy.terms import PartyKind

HERE, THERE = Evidence(file="a.conf", line=1), Evidence(file="b.conf", line=2)


@given(st.text())
def test_every_text_has_a_name_that_a_tenant_takes(text: str) -> None:
    name = name_of(text)
    TypeAdapter(PartyName).validate_python(name)
    TypeAdapter(ScopeName).validate_python(name)
    assert name not in RESERVED_PARTIES


@given(st.text(), st.text())
def test_different_texts_have_different_names(one: str, other: str) -> None:
    assert (name_of(one) == name_of(other)) == (one == other)


def test_a_plain_name_stays_what_it_is() -> None:
    assert name_of("db-1.example") == "db-1.example"


def test_values_evidence_and_doubts_become_a_tenant() -> None:
    draft = Draft()
    draft.party("db", "db.example", PartyKind.DATABASE, [HERE])
    draft.put("cdr.remote", True, [HERE, THERE])
    draft.put("cdr.collectors[db].tls", False)
    draft.doubt("cdr.enabled", "one", [HERE])
    draft.doubt("cdr.enabled", "two", [THERE])
    draft.doubt("cdr.enabled", "one", [HERE])
    tenant = draft.tenant("acme")
    assert tenant.cdr.collectors["db"].tls is False
    assert tenant.parties["db"].source == "a.conf:1"
    assert draft.evidence["cdr.remote"] == draft.evidence["parties.db"] == HERE
    assert tenant.unknown["cdr.enabled"].reason == "one; two"
    assert tenant.unknown["cdr.enabled"].evidence == (HERE, THERE)


@pytest.mark.parametrize(
    ("knob", "value", "is_told"),
    [
        ("cdr.enabled", True, False),
        ("cdr.enabled", False, True),
        ("call_recording.mode", "always", False),
        ("call_recording.mode", "on_demand", True),
        ("voicemail.pin_required", False, False),
        ("voicemail.pin_required", True, True),
    ],
)
def test_what_is_at_its_worst_already_is_in_no_further_doubt(knob: str, value: object, is_told: bool) -> None:
    draft = Draft()
    draft.put(knob, value)
    draft.doubt_more(knob, "a file was not read")
    assert bool(draft.doubts) is is_told


def test_what_is_settled_is_in_no_doubt() -> None:
    draft = Draft()
    draft.doubt("cdr.enabled", "one")
    draft.settle("cdr.enabled")
    assert not draft.tenant("acme").unknown


def test_a_thousand_reasons_are_told_as_a_few() -> None:
    draft = Draft()
    for number in range(1000):
        draft.doubt("cdr.enabled", f"the reason with the number {number}", [Evidence(file="a.conf", line=number)])
    unknown = draft.tenant("acme").unknown["cdr.enabled"]
    assert "more reasons" in unknown.reason
    assert len(unknown.evidence) == 20
