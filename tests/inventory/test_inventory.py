"""Inventories of whole tenants: certainty, countries, safeguards of a place, fingerprints."""

from __future__ import annotations

from datetime import date
from typing import Any

from pbxprivacy.inventory.exposure import Certainty, Exposure
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard

TODAY = date(2026, 11, 21)
API = {"enabled": True, "application": "app", "permit": ["192.0.2.10/32"]}
PARTIES = {"app": {"name": "App", "country": "US", "further_countries": ["IE"], "retention": "P9D"}}


def told(**features: Any) -> Inventory:
    return Inventory.of(Tenant.model_validate({"tenant": "acme", "parties": PARTIES, **features}), today=TODAY)


def test_what_a_foreign_party_holds_is_an_exposure_and_what_the_tenant_holds_a_holding() -> None:
    inventory = told(api=API)
    assert {exposure.party for exposure in inventory.exposures} == {"app"}
    assert {holding.party for holding in inventory.holdings} == {"tenant", "operator"}
    assert list(inventory.entries) == [*inventory.exposures, *inventory.holdings]
    assert all(isinstance(exposure, Exposure) for exposure in inventory.exposures)


def test_what_arose_at_a_party_is_not_exposed_to_it() -> None:
    inventory = told(crm={"enabled": True, "vendor": "app"})
    assert not [exposure for exposure in inventory.exposures if exposure.item.person == "contact"]


def test_a_party_keeps_it_where_and_as_long_as_was_declared() -> None:
    (kept,) = {(exposure.countries, str(exposure.retention)) for exposure in told(api=API).exposures}
    assert kept == (frozenset({"US", "IE"}), "P9D")


def test_a_place_may_lie_in_a_country_of_its_own() -> None:
    backups = {"enabled": True, "cdr": True, "storage": "app", "region": "CH"}
    stored = [exposure for exposure in told(backups=backups).exposures if "backups" in exposure.place]
    assert {exposure.countries for exposure in stored} == {frozenset({"CH"})}


def test_the_tenants_own_country_is_where_its_people_are_and_the_operators_is_declared() -> None:
    operator = {"operator": {"name": "Voco", "country": "FR"}}
    inventory = told(country="DE", organisation=operator)
    assert {(entry.party, entry.countries) for entry in inventory.holdings} == {
        ("tenant", frozenset({"DE"})),
        ("operator", frozenset({"FR"})),
    }
    assert {entry.countries for entry in told().holdings} == {frozenset({"UNKNOWN"})}
    controller = {"controller": {"name": "Acme GmbH", "country": "AT"}}
    declared = told(country="DE", organisation=controller)
    assert {entry.countries for entry in declared.holdings if entry.party == "tenant"} == {frozenset({"AT"})}
    assert declared.party("tenant").name == "Acme GmbH"
    assert told().party("operator").name == "the operator"


def test_what_is_unknown_makes_things_possible_never_absent() -> None:
    inventory = told(api=API, unknown={"api.recordings": "it was not read", "call_recording.mode": "nor that"})
    by_item = {str(exposure.item): exposure for exposure in inventory.exposures}
    assert by_item["call.record of extension_user"].certainty is Certainty.SURE
    assert by_item["voice.recording of extension_user"].certainty is Certainty.POSSIBLE
    assert all(entry.certainty is Certainty.SURE for entry in told(api=API).entries)


def test_of_what_is_sure_the_worse_protection_and_the_longer_life_are_told() -> None:
    unknown = {"api.tls": "unread", "cdr.retention": "unread", "cdr.encrypted": "unread"}
    inventory = told(api=API, unknown=unknown)
    exposure = next(entry for entry in inventory.exposures if str(entry.item) == "call.record of extension_user")
    assert exposure.missing == {Safeguard.ENCRYPTED_IN_TRANSIT}
    holding = next(entry for entry in inventory.holdings if entry.place == "store/cdr")
    assert (holding.missing, str(holding.retention)) == ({Safeguard.ENCRYPTED_AT_REST}, "unlimited")
    assert (exposure.certainty, holding.certainty) == (Certainty.SURE, Certainty.SURE)


def test_a_possible_exposure_has_a_witness_too() -> None:
    inventory = told(unknown={"api": "unread"})
    for exposure in inventory.exposures:
        witness = inventory.witness(exposure)
        assert witness is not None
        assert witness.places[-1].id == exposure.place


def test_encryption_at_rest_belongs_to_the_place_so_any_path_shows_it() -> None:
    inventory = told(cdr={"encrypted": False})
    holding = next(entry for entry in inventory.holdings if entry.place == "store/cdr")
    assert inventory.witness(holding, Safeguard.ENCRYPTED_AT_REST) == inventory.witness(holding)
    sealed = next(entry for entry in told().holdings if entry.place == "store/cdr")
    assert told().witness(sealed, Safeguard.ENCRYPTED_AT_REST) is None
    assert told().witness(sealed, Safeguard.AUTHENTICATED) is None


def test_announcing_makes_sense_only_for_what_was_said_and_kept() -> None:
    inventory = told(call_recording={"mode": "always", "announcement": "none"})
    missing = {
        str(entry.item.data): Safeguard.ANNOUNCED in entry.missing
        for entry in inventory.holdings
        if entry.place == "store/recordings"
    }
    assert missing["voice.recording"]
    assert not missing["contact.number"]


def test_the_fingerprint_is_of_the_settings_not_of_the_name() -> None:
    def fingerprint(**content: Any) -> str:
        return Inventory.of(Tenant.model_validate(content), today=TODAY).configuration

    assert fingerprint(tenant="a") == fingerprint(tenant="b")
    assert fingerprint(tenant="a") != fingerprint(tenant="a", cdr={"enabled": False})


def test_inventories_compare_by_what_they_expose() -> None:
    small, large = told(), told(api=API)
    assert small <= large
    assert not large <= small
    assert small - large == ()
    assert set(large - small) == set(large.exposures)
