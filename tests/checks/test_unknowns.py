"""What hangs on an unknown is possible, never safe; and a finding says where its settings were read."""

from __future__ import annotations

from pbxprivacy.checks import check
from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Finding
from pbxprivacy.inventory.inventory import Inventory
from tests.checks.found import DIALER, RECORDED, TODAY, about, everything, found, tenant


def told(rule: str, knob: str, **settings: object) -> Finding:
    return found(rule, unknown={knob: "it is in a database"}, **settings)[-1]


def test_what_only_the_worst_value_of_an_unknown_shows_is_possible() -> None:
    assert told("voicemail-mailed-as-audio", "voicemail.mailed").certainty == "possible"
    assert told("recording-without-announcement", "call_recording").certainty == "possible"
    assert told("access-open-to-anyone", "ami.permit", ami=DIALER).certainty == "possible"
    assert told("debugging-without-end", "debug_log").about == "debug_log.until"


def test_what_every_value_of_an_unknown_shows_is_sure() -> None:
    silent = {**RECORDED, "announcement": "none"}
    finding = told("recording-without-announcement", "call_recording.retention", call_recording=silent)
    assert finding.certainty == "sure"


def test_a_sure_finding_is_told_as_the_worst_value_has_it() -> None:
    recording = {**RECORDED, "retention": "P28D"}
    stored = {"enabled": True, "recordings": True, "retention": "P180D"}
    finding = told("copy-outlives-original", "call_recording.retention", call_recording=recording, backups=stored)
    assert "without limit" not in finding.what or finding.certainty == "possible"


def test_what_only_the_best_value_shows_is_possible_too() -> None:
    narrow = {**DIALER, "tls": True}
    clear = {**DIALER, "tls": False}
    settings = {"database_grant": narrow, "api": clear, "call_recording": RECORDED}
    finding = told("access-weaker-for-more", "database_grant.tls", **settings)
    assert finding.certainty == "possible"


def test_each_unknown_is_told_with_its_reason_on_one_line() -> None:
    reason = "the box\nis \x1b[31mred " + "x" * 200
    findings = everything(unknown={"voicemail.mailed": reason, "cdr": "elsewhere"})
    (mailed,) = [finding for finding in findings if finding.about == "voicemail.mailed" and finding.severity == "info"]
    assert mailed.what.startswith(r"voicemail.mailed is unknown (the box\nis \x1b[31mred xxx")
    assert mailed.what.isprintable()
    assert len(mailed.what) < 150
    assert {finding.about for finding in findings if finding.rule == "unknown-setting"} == {"voicemail.mailed", "cdr"}


def test_an_unknown_that_exposes_nothing_either_way_is_not_told() -> None:
    assert about("unknown-setting", unknown={"listening_in.intervention": "it was not read"}) == []


def test_what_was_read_in_place_of_an_unknown_is_evidence() -> None:
    read = {"file": "voicemail.conf", "line": 7}
    unknown = {"voicemail.mailed": {"reason": "a database", "evidence": [read]}}
    assert found("unknown-setting", unknown=unknown)[0].evidence == (Evidence(**read),)
    assert found("voicemail-mailed-as-audio", unknown=unknown)[0].evidence == (Evidence(**read),)
    whole = {"voicemail": {"reason": "a database", "evidence": [read]}}
    assert found("voicemail-mailed-as-audio", unknown=whole)[0].evidence == (Evidence(**read),)


def test_a_finding_says_where_its_settings_were_read() -> None:
    evidence = {"ami.permit": Evidence(file="acme.yaml", line=3), "ami.tls": Evidence(file="acme.yaml", line=4)}
    inventory = Inventory.of(tenant(ami={**DIALER, "permit": ["0.0.0.0/0", "::/0"]}), today=TODAY)
    findings = {finding.rule: finding for finding in check(inventory, evidence=evidence)}
    assert findings["access-open-to-anyone"].evidence == (evidence["ami.permit"],)
    assert findings["recipient-retention-unstated"].evidence == ()


def test_only_the_checks_that_are_asked_for_run() -> None:
    inventory = Inventory.of(tenant(ami={**DIALER, "permit": ["0.0.0.0/0", "::/0"]}), today=TODAY)
    assert check(inventory, checks=()) == ()
