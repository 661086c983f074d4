from __future__ import annotations

from typing import Any

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, holder, lacking, opened, told

DIALER = "service/database_grant:dialer"
OFFICE = ["192.0.2.10/32"]
PARTIES = {"dialer": {"name": "Dialer Co"}, "wall": {"name": "Wall Co"}}


def granted(**settings: Any) -> Inventory:
    return told(**LINE, parties=PARTIES, database_grant={"enabled": True, "application": "dialer", **settings})


def test_the_application_reads_the_call_records_and_nothing_else() -> None:
    inventory = granted(permit=OFFICE)
    assert at(inventory, DIALER) == at(inventory, "store/cdr")
    assert holder(inventory, DIALER) == "dialer"
    assert not lacking(inventory, DIALER, Safeguard.ADDRESS_RESTRICTED)
    assert not lacking(inventory, DIALER, Safeguard.ENCRYPTED_IN_TRANSIT)


def test_without_records_it_reads_nothing() -> None:
    inventory = told(
        **LINE,
        parties=PARTIES,
        cdr={"enabled": False},
        database_grant={"enabled": True, "application": "dialer", "permit": OFFICE},
    )
    assert at(inventory, DIALER) == set()


def test_it_is_off_by_default_and_an_empty_permit_admits_nobody() -> None:
    assert opened("database_grant", application="dialer", permit=OFFICE) == {}
    assert opened("database_grant", enabled=True, application="dialer") == {}


def test_everybodys_address_admits_anyone() -> None:
    for everybody in (["0.0.0.0/0"], ["::/0"], ["0.0.0.0/1", "128.0.0.0/1"]):
        inventory = granted(permit=everybody)
        assert holder(inventory, "service/database_grant:anyone") == "anyone"
        assert lacking(inventory, DIALER, Safeguard.ADDRESS_RESTRICTED) == at(inventory, DIALER)
        anyone = "service/database_grant:anyone"
        assert lacking(inventory, anyone, Safeguard.ADDRESS_RESTRICTED) == at(inventory, DIALER)


def test_a_connection_in_clear_is_told() -> None:
    inventory = granted(permit=OFFICE, tls=False)
    assert lacking(inventory, DIALER, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, DIALER)


def test_applications_have_conditions_of_their_own_or_the_features() -> None:
    wall = "service/database_grant:wall"
    inventory = granted(permit=OFFICE, applications={"wall": {"tls": False}})
    assert lacking(inventory, wall, Safeguard.ENCRYPTED_IN_TRANSIT) == at(inventory, wall) != set()
    assert not lacking(inventory, DIALER, Safeguard.ENCRYPTED_IN_TRANSIT)
    assert wall not in granted(permit=OFFICE, applications={"wall": {"permit": []}}).places


def test_an_application_that_nobody_named_is_unknown() -> None:
    inventory = told(**LINE, database_grant={"enabled": True, "permit": OFFICE})
    assert holder(inventory, "service/database_grant:unknown") == "unknown"


def test_every_flow_names_the_knobs_that_cause_it() -> None:
    flow = ("store/cdr", DIALER, "integration")
    assert caused("database_grant", enabled=True, application="dialer", permit=OFFICE) == [(*flow, "enabled permit")]
    clear = caused("database_grant", enabled=True, application="dialer", permit=OFFICE, tls=False)
    assert clear == [(*flow, "enabled permit tls")]
    own = caused("database_grant", enabled=True, applications={"dialer": {"permit": OFFICE, "tls": False}})
    assert own == [(*flow, "enabled applications[dialer].permit applications[dialer].tls")]
