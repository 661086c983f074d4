"""Who receives data: unknown ones, what was declared of the others, and what they may do with it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.found import DIALER, LINE, about, everything, found


def declared(**of_the_dialer: Any) -> dict[str, Any]:
    return {"parties": {**LINE["parties"], "dialer": {"name": "Dialer", **of_the_dialer}}, "ami": DIALER}


@pytest.mark.parametrize("role", ["processor", "sub_processor"])
@pytest.mark.parametrize(
    ("contract", "what"),
    [
        (None, "dialer is declared a {role}; a contract with it is MISSING."),
        ({"reference": "42"}, "the contract with dialer is declared, and the day on which it was signed is MISSING."),
        ({"signed": "2026-11-22"}, "the contract with dialer is signed on 2026-11-22 only."),
    ],
)
def test_who_processes_on_behalf_of_another_needs_a_contract(role: str, contract: Any, what: str) -> None:
    (finding,) = found("contract-missing", **declared(role=role, contract=contract))
    assert finding.what == what.format(role=role)


@pytest.mark.parametrize("role", ["controller", "independent_controller", "recipient", None])
def test_nobody_else_is_asked_for_one(role: str | None) -> None:
    assert about("contract-missing", **declared(role=role)) == []


def test_a_contract_is_told_as_ending_or_as_ended_never_as_both() -> None:
    for day, rules in (
        ("2026-11-20", ["contract-expired"]),
        ("2026-11-21", ["contract-expiring"]),
        ("2026-12-21", ["contract-expiring"]),
        ("2026-12-22", []),
    ):
        told = everything(**declared(role="recipient", contract={"expires": day}))
        assert [finding.rule for finding in told if finding.rule.startswith("contract")] == rules


def test_a_party_that_receives_nothing_is_asked_nothing() -> None:
    settings = declared(contract={"expires": "2020-01-01"})
    settings["ami"] = {}
    told = [finding for finding in everything(**settings) if finding.recipient == "dialer"]
    assert told == []


def test_anyone_and_unknown_parties_are_asked_neither_role_nor_country_nor_contract() -> None:
    open_to_all = {**DIALER, "application": None, "permit": ["0.0.0.0/0", "::/0"]}
    asked = ("role-undeclared", "recipient-country-unknown", "contract-missing", "recipient-retention-unstated")
    told = everything(ami=open_to_all, trunks={})
    assert not [finding for finding in told if finding.rule in asked]
    assert [finding.about for finding in told if finding.rule == "recipient-unknown"] == ["service/ami:unknown"]


def test_a_region_is_a_country() -> None:
    on = {"enabled": True, "authenticated": True}
    assert about("recipient-country-unknown", voicemail_transcription=on) == ["google_stt"]
    assert about("recipient-country-unknown", voicemail_transcription={**on, "region": ["BE"]}) == []


def test_what_a_third_party_keeps_for_an_unstated_time_is_told_once_with_all_it_has() -> None:
    settings = declared(role="recipient")
    (finding,) = [
        finding
        for finding in found("recipient-retention-unstated", **settings, database_grant=DIALER)
        if finding.about == "dialer"
    ]
    assert finding.what == (
        "dialer has copies of contact.number, contact.name and call.record,"
        " which deleting in the PBX does not reach, for an unstated time."
    )
    (unlimited,) = [
        finding
        for finding in found("recipient-retention-unstated", **declared(retention="unlimited"))
        if finding.about == "dialer"
    ]
    assert unlimited.what.endswith("does not reach, without limit.")
    assert about("recipient-retention-unstated", **declared(retention="P10D")) == ["telco"]


def test_training_is_told_with_the_switch_that_allows_it() -> None:
    on = {"enabled": True, "authenticated": True, "data_logging": True}
    (finding,) = found("used-for-training", voicemail_transcription=on)
    assert "voicemail_transcription.data_logging" in finding.knobs
    assert finding.recipient == "google_stt"


def test_a_voiceprint_needs_a_declared_condition_and_a_recording_needs_none() -> None:
    rule = "voiceprint-without-condition"
    recorded = {"call_recording": {"mode": "always"}}
    assert about(rule, **recorded) == []
    (finding,) = found(rule, **recorded, speaker_identification={"enabled": True, "provider": "dialer"})
    assert (finding.severity, finding.recipient) == ("high", "dialer")
