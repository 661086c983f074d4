from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, lacking, told

PLACE = "service/directory_database_collector"
PROFILE = each("contact.name contact.number contact.email account.identifier", "extension_user")
PASSWORDS = each("account.credential", "extension_user")


def test_a_database_on_the_pbx_itself_exposes_nothing_more() -> None:
    assert told(directory_database={"enabled": True, "credentials": True}).exposures == ()
    assert told(directory_database={"remote": True, "credentials": True}).exposures == ()


def test_a_database_elsewhere_holds_the_people_and_their_passwords_where_these_are_in_it() -> None:
    remote = {"enabled": True, "remote": True}
    assert at(told(directory_database=remote), PLACE) == PROFILE
    both = told(directory_database={**remote, "credentials": True, "tls": False})
    assert at(both, PLACE) == PROFILE | PASSWORDS == lacking(both, PLACE, Safeguard.ENCRYPTED_IN_TRANSIT)
    assert holder(both, PLACE) == "unknown"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    assert caused("directory_database", enabled=True, remote=True, credentials=True) == [
        ("store/credentials", PLACE, "call_service", "enabled credentials remote"),
        ("store/directory", PLACE, "call_service", "enabled remote"),
    ]
