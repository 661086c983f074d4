"""Countries and adequacy decisions: dated, partial where they are, and silent where none is known."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest

from pbxprivacy.law import COUNTRIES, Scope, adequacy, adequacy_as_of, is_eea, is_third_country, regime_of

TODAY = date(2026, 11, 21)
ENTRIES: list[dict[str, Any]] = json.loads(
    resources.files("pbxprivacy.law").joinpath("adequacy.json").read_text(encoding="utf-8")
)["decisions"]
PARTIAL = {("EU", "CA"), ("EU", "US"), ("GB", "CA"), ("GB", "JP"), ("GB", "KR"), ("GB", "US")}


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry['regime']} {entry['country']}" for entry in ENTRIES])
def test_a_decision_has_a_country_dates_a_source_and_a_condition_if_it_is_partial(entry: dict[str, Any]) -> None:
    assert set(entry) == {"regime", "country", "scope", "since", "until", "condition", "source", "as_of"}
    assert entry["country"] in COUNTRIES | {"EEA"}
    assert entry["source"]
    assert date.fromisoformat(entry["since"]) <= date.fromisoformat(entry["as_of"]) <= TODAY
    is_partial = (entry["regime"], entry["country"]) in PARTIAL
    assert entry["scope"] == ("partial" if is_partial else "general")
    assert bool(entry["condition"]) == is_partial


def test_each_list_names_a_country_once() -> None:
    named = [(entry["regime"], entry["country"]) for entry in ENTRIES]
    assert len(named) == len(set(named))
    assert {regime for regime, _ in named} == {"EU", "GB"}


def test_a_decision_holds_from_its_first_day_to_its_last() -> None:
    for exporter, importer, since, until in (
        ("DE", "GB", date(2021, 6, 28), date(2031, 12, 27)),
        ("DE", "BR", date(2026, 1, 26), None),
        ("FR", "US", date(2023, 7, 10), None),
        ("GB", "US", date(2023, 10, 12), None),
        ("GB", "KR", date(2022, 12, 19), None),
    ):
        assert adequacy(exporter, importer, today=since - timedelta(days=1)) is None
        found = adequacy(exporter, importer, today=since)
        assert found is not None
        assert (found.country, found.since, found.until) == (importer, since, until)
        if until:
            assert adequacy(exporter, importer, today=until) is found
            assert adequacy(exporter, importer, today=until + timedelta(days=1)) is None


@pytest.mark.parametrize("importer", ["CN", "IN", "AU", "SG", "MX"])
@pytest.mark.parametrize("exporter", ["DE", "GB"])
def test_for_other_countries_no_decision_is_known(exporter: str, importer: str) -> None:
    assert adequacy(exporter, importer, today=TODAY) is None


def test_a_decision_for_the_united_states_covers_certified_organisations_only() -> None:
    for exporter in ("DE", "GB"):
        found = adequacy(exporter, "US", today=TODAY)
        assert found is not None
        assert found.scope is Scope.PARTIAL
        assert "certified under the" in found.condition


def test_the_two_lists_differ() -> None:
    assert adequacy("GB", "BR", today=TODAY) is None
    assert adequacy("DE", "GI", today=TODAY) is None
    for importer in ("DE", "NO", "IS", "GI"):
        assert adequacy("GB", importer, today=TODAY) is not None
    japan = {exporter: adequacy(exporter, "JP", today=TODAY) for exporter in ("DE", "GB")}
    assert [found.scope for found in japan.values() if found] == [Scope.GENERAL, Scope.PARTIAL]


def test_for_exporters_elsewhere_no_list_is_known() -> None:
    for exporter in ("US", "CH", "BR"):
        assert regime_of(exporter) is None
        assert adequacy(exporter, "DE", today=TODAY) is None
    assert (regime_of("NO"), regime_of("GB")) == ("EU", "GB")


def test_the_european_economic_area_has_thirty_states_and_is_no_third_country_to_itself() -> None:
    area = sorted(country for country in COUNTRIES if is_eea(country))
    assert len(area) == 30
    assert {"IS", "LI", "NO"} <= set(area)
    assert not {"GB", "CH"} & set(area)
    for importer in area:
        assert not is_third_country("DE", importer)
        assert is_third_country("GB", importer)
    assert is_third_country("DE", "GB")
    assert not is_third_country("GB", "GB")
    assert not is_third_country("US", "US")


def test_the_lists_are_as_old_as_their_oldest_entry() -> None:
    assert adequacy_as_of() == min(date.fromisoformat(entry["as_of"]) for entry in ENTRIES)
