"""Transfers to third countries, by dated lists and by what was declared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pbxprivacy.checks import check
from pbxprivacy.finding import Finding
from pbxprivacy.inventory.inventory import Inventory
from tests.checks.found import DIALER, LINE, TODAY, about, found, tenant

RULE = "transfer-without-mechanism"


def transfers(exporter: str = "DE", today: date = TODAY, **declared: Any) -> list[Finding]:
    dialer = {"name": "Dialer Co", **declared}
    settings = {"country": exporter, "trunks": {}, "parties": {"dialer": dialer}, "ami": DIALER}
    findings = check(Inventory.of(tenant(**settings), today=today))
    return [finding for finding in findings if finding.rule == RULE]


@pytest.mark.parametrize(
    ("exporter", "importer", "declared"),
    [
        ("DE", "DE", None),
        ("DE", "NO", None),  # in the EEA
        ("DE", "CH", None),
        ("DE", "GB", None),
        ("DE", "BR", None),
        ("DE", "US", "dpf"),
        ("DE", "US", "adequacy"),
        ("DE", "CA", "adequacy"),
        ("DE", "CN", "scc"),
        ("DE", "IN", "bcr"),
        ("GB", "GB", None),
        ("GB", "FR", None),
        ("GB", "GI", None),
        ("GB", "US", "dpf"),
        ("GB", "IN", "idta"),
        ("GB", "JP", "adequacy"),
    ],
)
def test_a_decision_or_a_declared_mechanism_is_enough(exporter: str, importer: str, declared: str | None) -> None:
    assert transfers(exporter, country=importer, transfer=declared) == []


@pytest.mark.parametrize(
    ("exporter", "importer", "declared", "what"),
    [
        ("DE", "CN", None, "no mechanism is declared, and no such decision of EU for CN is known on 2026-11-21"),
        ("DE", "IN", "adequacy", "adequacy is declared, but no such decision of EU for IN is known on 2026-11-21"),
        ("DE", "IN", "dpf", "dpf is declared, but no such decision of EU for IN is known on 2026-11-21"),
        ("DE", "CH", "dpf", "dpf is declared, but no such decision of EU for CH is known on 2026-11-21"),
        ("DE", "IN", "idta", "idta is declared, which is a mechanism of the United Kingdom"),
        (
            "DE",
            "US",
            None,
            "the decision covers only organisations certified under the EU-US Data Privacy Framework, and nobody",
        ),
        (
            "DE",
            "CA",
            None,
            "the decision covers only commercial organisations under Canada's PIPEDA, and nobody declared this",
        ),
        ("GB", "BR", None, "no mechanism is declared, and no such decision of GB for BR is known on 2026-11-21"),
    ],
)
def test_a_transfer_without_either_is_told_with_what_it_lacks(
    exporter: str, importer: str, declared: str | None, what: str
) -> None:
    (finding,) = transfers(exporter, country=importer, transfer=declared)
    assert finding.what.startswith(f"dialer may hold data in {importer}; {what}")
    assert (finding.recipient, finding.knobs) == ("dialer", ("parties.dialer.transfer",))


def test_a_decision_that_has_expired_or_is_not_made_yet_is_none() -> None:
    assert transfers(country="GB", today=date(2031, 12, 27)) == []
    assert [finding.about for finding in transfers(country="GB", today=date(2031, 12, 28))] == ["dialer GB"]
    assert [finding.about for finding in transfers(country="BR", today=date(2026, 1, 25))] == ["dialer BR"]
    assert transfers(country="BR", today=date(2026, 1, 26)) == []


def test_lists_that_are_over_a_year_old_are_told_where_a_transfer_hangs_on_them() -> None:
    def old(today: date, country: str | None, importer: str) -> list[str]:
        parties = {"telco": {"name": "Telco", "country": importer}}
        findings = check(Inventory.of(tenant(country=country, parties=parties), today=today))
        return [finding.what for finding in findings if finding.rule == "adequacy-list-old"]

    last = date(2027, 11, 21)
    assert old(last, "DE", "CH") == []
    (told,) = old(last + timedelta(days=1), "DE", "CH")
    assert told == "the lists of adequacy decisions are of 2026-11-21; what was decided since then is not in them."
    assert old(last + timedelta(days=1), "DE", "FR") == []
    assert old(last + timedelta(days=1), None, "CH") == []
    assert old(last + timedelta(days=1), "US", "CH") == []


def test_every_country_of_a_recipient_counts() -> None:
    told = transfers(country="DE", further_countries=["IN", "CH", "CN"])
    assert [finding.about for finding in told] == ["dialer CN", "dialer IN"]


def test_a_region_that_was_chosen_counts_for_the_party_s_own_countries() -> None:
    video = {"enabled": True}
    assert about(RULE, video_conferencing=video) == ["agora CN", "agora US"]
    assert about(RULE, video_conferencing={**video, "region": "DE"}) == []


def test_unknown_countries_and_unknown_parties_are_the_matter_of_other_rules() -> None:
    assert transfers(country=None) == []
    assert about(RULE, trunks={"lines": {"main": {}}}) == []


def test_where_the_tenant_s_country_is_missing_it_cannot_be_told() -> None:
    (finding,) = found("transfer-cannot-be-told", country=None)
    assert finding.what == (
        "the tenant's country is MISSING, so it cannot be told which recipients are in a third country."
    )
    assert about(RULE, country=None, parties={"telco": {"name": "Telco", "country": "CN"}}) == []


def test_where_no_list_is_known_for_the_tenant_s_country_it_cannot_be_told() -> None:
    (finding,) = found("transfer-cannot-be-told", country="BR")
    assert finding.what.startswith("for data from BR no list")
    assert about("transfer-cannot-be-told", country=None, trunks={}, parties=LINE["parties"]) == []


def operated(**operator: Any) -> list[Finding]:
    return found(RULE, organisation={"operator": {"name": "Voco Cloud", **operator}})


def test_an_operator_in_a_third_country_needs_a_mechanism_too() -> None:
    (finding,) = operated(country="IN")
    assert (finding.about, finding.recipient) == ("operator IN", "operator")
    assert finding.knobs == ("organisation.operator.transfer",)
    assert "no mechanism is declared" in finding.what


@pytest.mark.parametrize(
    "operator", [{}, {"country": "DE"}, {"country": "CH"}, {"country": "IN", "transfer": "scc"}, {"country": "NO"}]
)
def test_an_operator_at_home_or_with_a_mechanism_or_of_an_unstated_country_is_no_transfer(
    operator: dict[str, str],
) -> None:
    assert operated(**operator) == []


def test_what_cannot_be_told_of_recipients_cannot_be_told_of_an_operator_either() -> None:
    settings = {"trunks": {}, "parties": {}, "organisation": {"operator": {"name": "Voco Cloud", "country": "IN"}}}
    (finding,) = found("transfer-cannot-be-told", country=None, **settings)
    assert finding.knobs == ("country",)
    assert len(found("transfer-cannot-be-told", country="BR", **settings)) == 1
    nobody_said_where = {**settings, "organisation": {"operator": {"name": "Voco Cloud"}}}
    assert found("transfer-cannot-be-told", country=None, **nobody_said_where) == []


def test_an_old_list_is_told_where_only_the_operator_hangs_on_it() -> None:
    settings = {"trunks": {}, "parties": {}, "organisation": {"operator": {"name": "Voco Cloud", "country": "CH"}}}
    inventory = Inventory.of(tenant(**settings), today=TODAY + timedelta(days=800))
    assert "adequacy-list-old" in {finding.rule for finding in check(inventory)}
