"""Findings, their severities and fingerprints; and text that somebody else wrote."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Finding, Severity, shown

FINDING = Finding("access-open-to-anyone", Severity.HIGH, "acme", "ami.permit", "It is open.", "Why.", "close it")


def test_severities_are_ordered() -> None:
    shuffled = [Severity.MEDIUM, Severity.INFO, Severity.HIGH, Severity.LOW]
    assert [severity.value for severity in sorted(shuffled)] == ["info", "low", "medium", "high"]
    for lower, higher in pairwise(Severity):
        assert lower < higher
        assert lower <= higher
        assert higher > lower
        assert higher >= lower
        assert not higher < lower
        assert not higher <= lower
    assert Severity.LOW >= Severity.LOW
    assert Severity.LOW <= Severity.LOW
    assert max(Severity.INFO, Severity.HIGH) is Severity.HIGH


def test_a_fingerprint_stays_the_same_wherever_the_setting_stands_and_however_it_is_told() -> None:
    read = (Evidence(file="b.yaml", line=9),)
    moved = attrs.evolve(FINDING, what="Otherwise.", evidence=read, severity=Severity.LOW, knobs=("ami.tls",))
    assert moved.fingerprint == FINDING.fingerprint
    assert len(FINDING.fingerprint) == 32


@pytest.mark.parametrize("change", [{"rule": "other"}, {"tenant": "other"}, {"about": "api.permit"}])
def test_findings_that_differ_in_rule_tenant_or_subject_differ_in_fingerprint(change: dict[str, str]) -> None:
    assert attrs.evolve(FINDING, **change).fingerprint != FINDING.fingerprint


@given(st.tuples(st.text(), st.text(), st.text()), st.tuples(st.text(), st.text(), st.text()))
def test_no_text_can_take_the_fingerprint_of_another(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    prints = [attrs.evolve(FINDING, rule=a, tenant=b, about=c).fingerprint for a, b, c in (one, other)]
    assert (prints[0] == prints[1]) == (one == other)


def test_the_gravest_comes_first_then_rule_and_subject() -> None:
    low = attrs.evolve(FINDING, severity=Severity.LOW, rule="a")
    other = attrs.evolve(FINDING, about="api.permit")
    assert sorted([low, other, FINDING], key=lambda finding: finding.order) == [FINDING, other, low]


@given(st.text())
def test_text_of_somebody_else_is_shown_on_one_line_in_characters_that_can_be_seen(text: str) -> None:
    told = shown(text)
    assert told.isprintable()
    assert len(told) <= 80 * 10
    if text.isprintable() and len(text) <= 80:
        assert told == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sales", "sales"),
        ("Zürich", "Zürich"),
        ("a\nb", r"a\nb"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\u202eevil", r"\u202eevil"),
        ("\ud800", r"\ud800"),
        ("x" * 81, "x" * 77 + "..."),
    ],
)
def test_what_cannot_be_seen_is_written_as_an_escape_and_what_is_long_is_cut(text: str, told: str) -> None:
    assert shown(text) == told
