"""Steps that are not encrypted: one finding a place, with the step and its settings."""

from __future__ import annotations

from hypothesis import given

from pbxprivacy.case import Case
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard
from tests.checks.found import DIALER, TODAY, about, found

CLEAR, OWN = "transport-in-clear", "internal-transport-in-clear"


def test_one_place_is_one_finding_with_every_setting_that_leaves_a_step_in_clear() -> None:
    trunk = {"carrier": "telco", "media_encrypted": False, "signalling_encrypted": False}
    (finding,) = found(CLEAR, trunks={"lines": {"main": trunk}})
    assert finding.about == "service/trunk:main"
    assert set(finding.knobs) == {"trunks.lines[main].media_encrypted", "trunks.lines[main].signalling_encrypted"}
    assert finding.recipient == "telco"
    assert finding.what == (
        "telco (service/trunk:main) can receive voice.call, contact.number and call.digits by a way that is not"
        " encrypted, between call/inbound.external and service/trunk:main."
    )


def test_what_lost_its_protection_earlier_is_told_with_the_step_that_lost_it() -> None:
    crm = {"enabled": True, "vendor": "dialer", "tls": False, "sync_contacts": True}
    told = {finding.about: finding for finding in found(CLEAR, crm=crm, database_grant=DIALER)}
    assert set(told) == {"service/crm", "service/database_grant:dialer"}
    grant = told["service/database_grant:dialer"]
    assert grant.knobs == ("crm.tls",)
    assert grant.path == ("service/crm", "store/cdr", "service/database_grant:dialer")


def test_of_the_tenant_s_own_places_only_those_at_the_end_of_the_step_are_told() -> None:
    crm = {"enabled": True, "vendor": "dialer", "tls": False}
    assert about(OWN, crm=crm) == ["screen/web_client", "store/cdr"]
    assert about(CLEAR, media_encryption={"media": "none"}) == []


def test_mail_is_in_clear_unless_delivery_over_tls_is_enforced() -> None:
    mailed = {"voicemail": {"mailed": "audio"}}
    (finding,) = found(OWN, **mailed)
    assert (finding.about, finding.knobs) == ("mailbox/recipients", ("mail_server.delivery_tls",))
    assert about(OWN, **mailed, mail_server={"delivery_tls": True}) == []
    (hosted,) = found(CLEAR, **mailed, mail_server={"mailboxes": "dialer"})
    assert (hosted.about, hosted.recipient) == ("mailbox/recipients", "dialer")


def test_the_popup_url_over_http_is_told_once() -> None:
    popup = {"enabled": True, "url": "http://crm.example/popup", "recipient": "dialer"}
    assert about(CLEAR, popup_url=popup) == []
    (finding,) = found("popup-url-over-http", popup_url=popup)
    assert (finding.recipient, finding.knobs) == ("dialer", ("popup_url.url",))
    assert about("popup-url-over-http", popup_url={**popup, "url": None}) == ["popup_url.url"]


@given(tenants())
def test_wherever_something_lacks_encryption_the_step_that_lost_it_is_found(tenant: Tenant) -> None:
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    inventory = Inventory.of(tenant, today=TODAY)
    case = Case(tenant.assuming(loud=True), inventory.possible, TODAY, tenant.unknown)
    for held in (*case.received, *case.kept):
        bits = case.reach.missing(held.id, guard)
        step = case.step_without(held.id, bits, guard)
        assert (step is None) == (bits == 0)
        if step:
            assert step.path[-1] == held.id
            source, target = step.path[:2]
            steps = [step for step in case.reach.spread.into[target] if step.source == source]
            assert any(guard in step.flow.lacks for step in steps)
            assert step.knobs
