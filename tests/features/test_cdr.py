from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, each, holder, kept, lacking, opened, path, told

CDR = "store/cdr"
RECORDED = "contact.number contact.name call.record"
MASKED = "contact.number.masked contact.name call.record"


def test_records_hold_who_called_whom_and_when_but_no_voice() -> None:
    inventory = told(**LINE, **QUEUE, conferencing={"enabled": True})
    assert at(inventory, CDR) == each(RECORDED, "remote_party", "extension_user", "agent", "meeting_guest")
    assert holder(inventory, CDR) == "operator"


def test_administrators_see_what_is_in_them() -> None:
    inventory = told(**LINE)
    assert at(inventory, "screen/admin") >= at(inventory, CDR)
    assert path(inventory, "screen/admin", "call.record of remote_party")[-2:] == [CDR, "screen/admin"]


def test_they_can_be_switched_off_and_then_nobody_writes_into_them() -> None:
    linked = {"parties": {"house": {"name": "House"}}, "crm": {"enabled": True, "vendor": "house"}}
    assert CDR not in told(**LINE, **linked, cdr={"enabled": False}).places
    assert "cdr" not in " ".join(opened("cdr", enabled=False))


def test_masked_numbers_are_masked_whoever_writes_them() -> None:
    linked = {"parties": {"house": {"name": "House"}}, "crm": {"enabled": True, "vendor": "house"}}
    inventory = told(**LINE, **linked, cdr={"masked": True})
    assert at(inventory, CDR) == each(MASKED, "remote_party", "extension_user") | {"contact.number.masked of contact"}


def test_names_can_be_left_out_whoever_writes_them() -> None:
    synced = {"enabled": True, "vendor": "house", "sync_contacts": True}
    inventory = told(**LINE, parties={"house": {"name": "House"}}, crm=synced, cdr={"names": False})
    without = each("contact.number call.record", "remote_party", "extension_user")
    assert at(inventory, CDR) == without | {"contact.number of contact"}
    both = told(**LINE, cdr={"names": False, "masked": True})
    assert at(both, CDR) == each("contact.number.masked call.record", "remote_party", "extension_user")


def test_they_are_kept_as_long_as_said_and_encrypted_unless_said_otherwise() -> None:
    assert kept(told(**LINE), CDR) == {"P90D"}
    assert kept(told(**LINE, cdr={"retention": "P28D"}), CDR) == {"P28D"}
    assert not lacking(told(**LINE), CDR, Safeguard.ENCRYPTED_AT_REST)
    plain = told(**LINE, cdr={"encrypted": False})
    assert lacking(plain, CDR, Safeguard.ENCRYPTED_AT_REST) == at(plain, CDR)


def test_the_place_names_the_knobs_that_shape_it() -> None:
    because = opened("cdr", masked=True, names=False)[CDR]
    assert {"cdr.enabled", "cdr.retention", "cdr.masked", "cdr.names"} <= set(because)
