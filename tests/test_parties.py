"""Parties: known ones with their sources, declared ones checked where they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pbxprivacy.law import COUNTRIES
from pbxprivacy.parties import RESERVED_PARTIES, Contract, Party, known_parties
from pbxprivacy.retention import UNSTATED

DECLARED = ("role", "engaged_by", "since", "transfer", "contract")


@pytest.mark.parametrize("name", sorted(known_parties()))
def test_a_known_party_says_where_its_facts_come_from_and_of_when_they_are(name: str) -> None:
    party = known_parties()[name]
    assert party.source
    assert party.as_of == date(2026, 11, 21)
    assert party.country is None or party.country in COUNTRIES
    assert "country" in party.model_fields_set
    if "https://" not in party.source and "policy" not in party.source and "policies" not in party.source:
        assert "general knowledge" in party.source or "terms of service" in party.source


@pytest.mark.parametrize("name", sorted(known_parties()))
def test_nothing_is_said_of_a_known_party_that_depends_on_a_contract(name: str) -> None:
    party = known_parties()[name]
    assert not party.model_fields_set & {*DECLARED, "retention"}
    assert party.retention == UNSTATED


def test_the_vendors_that_the_policies_name_are_known() -> None:
    named = "google_stt agora zoho salesforce yeastar google_analytics hotjar livechat_inc calltracks".split()
    assert set(named) <= set(known_parties())
    assert not set(RESERVED_PARTIES) & set(known_parties())


def test_where_the_customer_chooses_the_region_no_country_is_said() -> None:
    for name in ("google_stt", "amazon_s3", "zoho", "wasabi"):
        assert known_parties()[name].countries == {"UNKNOWN"}
    assert known_parties()["agora"].countries == {"US", "CN"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("de", "write DE"),
        ("UK", "write GB"),
        ("Germany", "not an ISO 3166 country code"),
        (False, "quote it: 'NO'"),
        (49, "not an ISO 3166 country code"),
    ],
)
def test_a_country_is_an_upper_case_iso_code(written: Any, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Party.model_validate({"name": "Dialer", "country": written})


def test_norway_is_a_country() -> None:
    assert Party.model_validate({"name": "Dialer", "country": "NO"}).countries == {"NO"}


def test_a_party_may_hold_data_in_further_countries_and_of_an_unknown_one_that_is_said() -> None:
    assert Party.model_validate({"name": "D", "country": "DE", "further_countries": ["IN"]}).countries == {"DE", "IN"}
    assert Party.model_validate({"name": "D", "further_countries": ["IN"]}).countries == {"UNKNOWN", "IN"}


def test_a_contract_does_not_expire_before_it_was_signed() -> None:
    with pytest.raises(ValidationError, match="expires before it was signed"):
        Contract.model_validate({"signed": "2026-02-01", "expires": "2026-01-31"})
    assert Contract.model_validate({"signed": "2026-02-01", "expires": "2026-02-01"}).expires == date(2026, 2, 1)


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Party.model_validate({"name": "Dialer", "county": "DE"})
