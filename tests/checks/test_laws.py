"""What holds of all findings about any tenant."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.checks import ALL, check
from pbxprivacy.finding import Severity
from pbxprivacy.inventory.exposure import Certainty
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.tenant import Tenant
from tests.checks.found import TODAY

DECLARED = ("parties.", "organisation.", "country")


def test_a_fresh_tenant_has_no_finding_but_what_nobody_declared() -> None:
    for country in (None, "DE", "US"):
        findings = check(Inventory.of(Tenant(tenant="acme", country=country), today=TODAY))
        assert [(finding.rule, finding.severity) for finding in findings] == [("legal-basis-missing", Severity.INFO)]


@given(tenants())
def test_findings_are_sorted_and_each_is_told_once(tenant: Tenant) -> None:
    findings = check(Inventory.of(tenant, today=TODAY))
    assert list(findings) == sorted(findings, key=lambda finding: finding.order)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
    assert len({finding.key for finding in findings}) == len(findings)


@given(tenants(), st.randoms())
def test_the_order_of_the_checks_changes_nothing(tenant: Tenant, random: Random) -> None:
    shuffled = list(ALL)
    random.shuffle(shuffled)
    inventory = Inventory.of(tenant, today=TODAY)
    assert set(check(inventory, checks=shuffled)) == set(check(inventory))


@given(tenants())
def test_every_knob_that_a_finding_names_is_a_setting_or_a_declaration(tenant: Tenant) -> None:
    loud = tenant.assuming(loud=True)
    known = {setting.path for each in (tenant, loud) for setting in each.settings()}
    for finding in check(Inventory.of(tenant, today=TODAY)):
        for knob in finding.knobs:
            assert knob in known or knob in tenant.feature_types() or knob.startswith(DECLARED), (finding.rule, knob)


@given(tenants())
def test_a_finding_is_one_printable_sentence_with_a_mend_and_places_that_are_open(tenant: Tenant) -> None:
    inventory = Inventory.of(tenant, today=TODAY)
    severities = {check.id: check.severity for check in ALL}
    for finding in check(inventory):
        assert finding.severity is severities[finding.rule]
        assert finding.tenant == tenant.tenant
        assert finding.what.isprintable()
        assert finding.what.endswith(".")
        assert finding.mend
        assert finding.why
        assert all(place in inventory.places for place in finding.path)
        if finding.recipient:
            assert inventory.party(finding.recipient)


@given(tenants())
def test_without_an_unknown_every_finding_is_sure_and_an_unknown_takes_none_away(tenant: Tenant) -> None:
    known = tenant.assuming(loud=True)
    findings = check(Inventory.of(known, today=TODAY))
    assert {finding.certainty for finding in findings} <= {Certainty.SURE}
    told = {finding.key for finding in check(Inventory.of(tenant, today=TODAY))}
    assert told >= {finding.key for finding in findings}


# Another way without encryption, and a copy that adds its days to what is left, may still be there.
NOT_AT_ONCE = {"transport-in-clear", "copy-outlives-original"}


@given(tenants())
def test_turning_the_knobs_that_a_finding_names_quiet_mends_it(tenant: Tenant) -> None:
    known = tenant.assuming(loud=True)
    ordered = {
        setting.path: setting.knob.quiet
        for setting in known.settings()
        if setting.knob.is_ordered and setting.value is not None
    }
    for finding in check(Inventory.of(known, today=TODAY))[:30]:
        turns = {knob: ordered[knob] for knob in finding.knobs if knob in ordered}
        if turns and finding.rule not in NOT_AT_ONCE:
            left = check(Inventory.of(known.turned(turns), today=TODAY))
            assert finding.key not in {other.key for other in left}, finding.rule
