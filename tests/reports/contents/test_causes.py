from __future__ import annotations

from datetime import date
from typing import Any

from pbxprivacy import Inventory, Tenant
from pbxprivacy.inventory.exposure import Holding
from pbxprivacy.reports.contents.causes import Causes, as_written
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Person, Safeguard

TODAY = date(2026, 11, 21)
ACME: dict[str, Any] = {
    "tenant": "acme",
    "country": "DE",
    "parties": {"dialer": {"name": "Dialer Co", "country": "US"}, "crm": {"name": "Example CRM", "country": "IE"}},
    "trunks": {"lines": {"main": {}}},
    "database_grant": {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]},
}


def told(**settings: Any) -> Inventory:
    return Inventory.of(Tenant.model_validate({**ACME, **settings}), today=TODAY)


def entries(inventory: Inventory, place: str, data: Data, person: Person = Person.REMOTE_PARTY) -> list[Holding]:
    return [entry for entry in inventory.entries if entry.place == place and entry.item == (data, person)]


def sentences(inventory: Inventory, place: str, data: Data, person: Person = Person.REMOTE_PARTY) -> list[str]:
    return list(Causes(inventory).sentences(entries(inventory, place, data, person)))


def test_a_path_is_one_sentence_with_the_settings_that_cause_each_step() -> None:
    (sentence,) = sentences(told(), "service/database_grant:dialer", Data.CONTACT_NUMBER)
    assert sentence == (
        "The caller's number goes from the call from outside into the call detail records because cdr.enabled is true,"
        " and from there to Dialer Co (US) because database_grant.enabled is true and database_grant.permit admits"
        " 192.0.2.10/32."
    )


def test_what_changes_its_kind_on_the_way_is_told() -> None:
    inventory = told(call_recording={"mode": "always", "announcement": "prompt"})
    (sentence,) = sentences(inventory, "store/recordings", Data.VOICE_RECORDING)
    assert sentence.startswith(
        "The caller's voice on the line goes from the call from outside into the recordings, as recorded voice because"
        " call_recording.mode is always"
    )


def test_the_contact_comes_out_of_the_crm_of_its_holder() -> None:
    inventory = told(crm={"enabled": True, "vendor": "crm", "sync_contacts": True})
    (sentence,) = sentences(inventory, "service/database_grant:dialer", Data.CONTACT_NAME, Person.CONTACT)
    assert sentence.startswith("The contact's name goes from the CRM of Example CRM (IE) into the contacts copied")
    assert sentence.count("and from there") == 2


def test_what_arises_at_a_place_is_told_without_a_path() -> None:
    inventory = told()
    (sentence,) = sentences(inventory, "call/inbound.external", Data.CONTACT_NUMBER)
    assert (
        sentence == "The caller's number arises at the call from outside because trunks.lines has main and"
        " trunks.lines[main].enabled is true."
    )


def test_an_unknown_setting_is_told_as_unknown() -> None:
    inventory = told(unknown={"database_grant.tls": "not read"})
    (entry,) = entries(inventory, "service/database_grant:dialer", Data.CONTACT_NUMBER)
    shortcoming = Causes(inventory).shortcoming(entry, Safeguard.ENCRYPTED_IN_TRANSIT)
    assert shortcoming is not None
    assert shortcoming.startswith("No encryption on the way from the call detail records to Dialer Co (US) because")
    assert "database_grant.tls is unknown" in shortcoming


def test_an_entry_that_may_exist_is_told_as_unknown() -> None:
    inventory = told(unknown={"trunks.lines": "kept in a database"})
    assert Causes(inventory).reason("trunks.lines[UNKNOWN].media_encrypted") == "trunks.lines is unknown"


def test_a_missing_announcement_is_told_with_the_recording_that_lacks_it() -> None:
    inventory = told(call_recording={"mode": "always", "announcement": "none"})
    (entry,) = entries(inventory, "store/recordings", Data.VOICE_RECORDING)
    shortcoming = Causes(inventory).shortcoming(entry, Safeguard.ANNOUNCED)
    assert shortcoming is not None
    assert shortcoming.startswith("No announcement on the way from the call from outside because")
    assert "call_recording.announcement is none" in shortcoming


def test_a_safeguard_that_is_there_has_no_shortcoming() -> None:
    inventory = told()
    (entry,) = entries(inventory, "service/database_grant:dialer", Data.CONTACT_NUMBER)
    assert Causes(inventory).shortcoming(entry, Safeguard.ENCRYPTED_IN_TRANSIT) is None


def test_a_store_in_the_clear_is_told_by_its_own_setting() -> None:
    inventory = told(cdr={"encrypted": False})
    (entry,) = entries(inventory, "store/cdr", Data.CONTACT_NUMBER)
    shortcoming = Causes(inventory).shortcoming(entry, Safeguard.ENCRYPTED_AT_REST)
    assert shortcoming is not None
    assert shortcoming.startswith("No encryption at rest at the call detail records because cdr.enabled is true")


def test_many_names_are_cut_in_a_sentence_and_counted() -> None:
    inventory = told(trunks={"lines": {f"line{number}": {} for number in range(20)}})
    assert Causes(inventory).reason("trunks.lines") == (
        "trunks.lines has line0, line1, line2, line3, line4, line5 and 14 more"
    )


def test_a_permit_list_that_admits_nobody_says_so() -> None:
    assert Causes(told(database_grant={"enabled": True})).reason("database_grant.permit") == (
        "database_grant.permit admits nobody"
    )


def test_values_are_written_as_a_tenant_file_has_them() -> None:
    assert [as_written(value) for value in (False, (), ("a", "b"), Retention(1), None)] == [
        "false",
        "[]",
        "[a, b]",
        "P1D",
        "null",
    ]
