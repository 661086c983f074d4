"""Waivers: what a person took on is told apart, for a time, and never silently."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from pydantic import ValidationError

from pbxprivacy.errors import InputError
from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Finding, Severity, Waiver
from pbxprivacy.waivers import load_waivers, read_waivers, waive

TODAY = date(2026, 11, 21)
OPEN = Finding("access-open-to-anyone", Severity.HIGH, "acme", "ami.permit", "Open.", "Why.", "close it")
COPIES = Finding(
    "recipient-retention-unstated",
    Severity.LOW,
    "acme",
    "dialer",
    "Copies.",
    "Why.",
    "ask",
    recipient="dialer",
    knobs=("parties.dialer.retention",),
)


def waiver(**fields: Any) -> Waiver:
    given = {"rule": OPEN.rule, "tenant": "acme", "reason": "closed network", "expires": "2026-12-31", **fields}
    return Waiver.model_validate(given)


def test_a_finding_that_somebody_took_on_is_told_apart_with_its_age_and_reason() -> None:
    given = waiver(since="2026-11-01", approved_by="the security officer")
    told = waive([OPEN, COPIES], [given], tenant="acme", today=TODAY)
    assert told.findings == (COPIES,)
    (suppressed,) = told.suppressed
    assert (suppressed.finding, suppressed.waiver, suppressed.age) == (OPEN, given, 20)
    assert str(suppressed) == (
        "access-open-to-anyone: taken on by the security officer for 20 days, until 2026-12-31: closed network"
    )


def test_an_unknown_age_is_said_to_be_unknown() -> None:
    (suppressed,) = waive([OPEN], [waiver()], tenant="acme", today=TODAY).suppressed
    assert suppressed.age is None
    assert "since an unknown day" in str(suppressed)


@pytest.mark.parametrize(
    ("fields", "is_covered"),
    [
        ({}, True),
        ({"rule": COPIES.rule}, False),
        ({"tenant": "other"}, False),
        ({"knob": "ami.permit"}, True),
        ({"knob": "api.permit"}, False),
        ({"recipient": "dialer"}, False),
    ],
)
def test_a_waiver_covers_its_rule_its_tenant_and_what_narrows_it(fields: dict[str, Any], is_covered: bool) -> None:
    assert waiver(**fields).covers(OPEN) == is_covered


def test_a_waiver_may_name_the_recipient_or_a_setting_of_the_finding() -> None:
    assert waiver(rule=COPIES.rule, recipient="dialer").covers(COPIES)
    assert waiver(rule=COPIES.rule, knob="parties.dialer.retention").covers(COPIES)
    assert not waiver(rule=COPIES.rule, recipient="telco").covers(COPIES)


def test_a_waiver_holds_on_its_last_day_and_is_a_finding_on_the_next() -> None:
    given = waiver(expires="2026-11-21")
    assert waive([OPEN], [given], tenant="acme", today=TODAY).findings == ()
    reopened, expired = waive([OPEN], [given], tenant="acme", today=date(2026, 11, 22)).findings
    assert reopened == OPEN
    assert (expired.rule, expired.severity, expired.about) == ("waiver-expired", Severity.LOW, OPEN.rule)
    assert "expired on 2026-11-21" in expired.what


def test_a_waiver_that_covers_nothing_is_told() -> None:
    (unused,) = waive([], [waiver(recipient="nobody", knob="no.knob")], tenant="acme", today=TODAY).findings
    assert (unused.rule, unused.severity) == ("waiver-without-finding", Severity.INFO)
    assert unused.about == "access-open-to-anyone nobody no.knob"
    assert unused.recipient == "nobody"


def test_waivers_of_other_tenants_are_left_alone() -> None:
    told = waive([OPEN], [waiver(tenant="other")], tenant="acme", today=TODAY)
    assert (told.findings, told.suppressed) == ((OPEN,), ())


def test_of_several_waivers_the_one_that_holds_longest_counts_and_none_is_told_unused() -> None:
    shorter, longer = waiver(expires="2026-11-30"), waiver(expires="2026-12-31")
    over = waiver(expires="2026-11-20")
    told = waive([OPEN], [shorter, longer, over], tenant="acme", today=TODAY)
    assert told.suppressed[0].waiver is longer
    assert [finding.rule for finding in told.findings] == ["waiver-expired"]


def test_findings_stay_sorted() -> None:
    second = attrs.evolve(OPEN, about="api.permit")
    told = waive([COPIES, second, OPEN], [waiver(rule="no-such-rule")], tenant="acme", today=TODAY)
    assert [finding.severity for finding in told.findings] == ["high", "high", "low", "info"]
    assert told.findings[0] is OPEN
    both = waive([second, OPEN], [waiver()], tenant="acme", today=TODAY)
    assert [suppressed.finding for suppressed in both.suppressed] == [OPEN, second]


@pytest.mark.parametrize("missing", ["rule", "tenant", "reason", "expires"])
def test_a_waiver_says_what_for_whom_why_and_until_when(missing: str) -> None:
    fields = waiver().model_dump(mode="json", exclude_none=True)
    del fields[missing]
    with pytest.raises(ValidationError, match=missing):
        read_waivers({"waivers": [fields]})


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_an_empty_reason_is_none(reason: str | None) -> None:
    with pytest.raises(ValidationError, match="reason"):
        waiver(reason=reason)


def test_waivers_are_read_from_a_mapping_and_from_a_file(tmp_path: Path) -> None:
    entry = {"rule": OPEN.rule, "tenant": "acme", "reason": "closed network", "expires": "2026-12-31"}
    assert read_waivers({"waivers": [entry]}) == (waiver(),)
    written = tmp_path / "waivers.yaml"
    written.write_text("waivers:\n- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()), "utf-8")
    assert load_waivers(written) == {waiver(): Evidence(file=str(written), line=2, column=3)}


def test_a_faulty_file_is_told_with_file_and_line(tmp_path: Path) -> None:
    written = tmp_path / "waivers.yaml"
    written.write_text("waivers:\n- rule: some-rule\n  tenant: acme\n  reason: none\n  expires: soon\n", "utf-8")
    with pytest.raises(InputError) as told:
        load_waivers(written)
    assert f"{written}:5:12" in str(told.value)
    written.write_text("waivers: []\n---\nwaivers: []\n", "utf-8")
    with pytest.raises(InputError, match="one document in one file"):
        load_waivers(written)
    for text in ("- rule: some-rule\n- rule: another\n", "- rule: some-rule\n  tenant: acme\n"):
        written.write_text(text, "utf-8")
        with pytest.raises(InputError, match="put all into one list, below waivers:"):
            load_waivers(written)


def test_a_finding_about_a_waiver_points_at_the_waiver() -> None:
    over, unused = waiver(expires="2026-11-20"), waiver(rule="no-such-rule")
    places = {over: Evidence(file="w.yaml", line=2), unused: Evidence(file="w.yaml", line=9)}
    told = waive([OPEN], places, tenant="acme", today=TODAY, places=places).findings
    assert {finding.rule: finding.evidence for finding in told} == {
        OPEN.rule: (),
        "waiver-expired": (places[over],),
        "waiver-without-finding": (places[unused],),
    }


def test_a_waiver_that_was_given_after_its_last_day_is_refused() -> None:
    with pytest.raises(ValidationError, match="expires before it was given"):
        waiver(since="2026-12-01", expires="2026-11-30")
    assert waiver(since="2026-12-01", expires="2026-12-01").since == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2026-11-20", "for 1 day,"),
        ("2026-11-21", "for 0 days,"),
        ("2026-11-22", "from 2026-11-22 on, which is to come,"),
    ],
)
def test_since_when_it_holds_is_told_in_words(since: str, words: str) -> None:
    (suppressed,) = waive([OPEN], [waiver(since=since)], tenant="acme", today=TODAY).suppressed
    assert words in str(suppressed)
