"""Whose a host is."""

from __future__ import annotations

import pytest

from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.hosts import is_own, of_host, of_program
from pbxprivacy.terms import PartyKind


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True),
        ("LOCALHOST:5432", True),
        ("127.0.0.1", True),
        ("127.8.8.8:3306", True),
        ("::1", True),
        ("[::1]:5432", True),
        ("/var/run/mysqld/mysqld.sock", True),
        ("10.0.0.1", False),
        ("192.168.1.1:3306", False),
        ("db.example", False),
        ("localhost.evil.example", False),
        ("2001:db8::1", False),
    ],
)
def test_only_the_machine_itself_is_the_operators(host: str, own: bool) -> None:
    assert is_own(host) is own
    party = of_host(Draft(), host, PartyKind.DATABASE, ())
    assert (party == "operator") is own


def test_a_host_is_one_party_whatever_the_port() -> None:
    draft = Draft()
    names = {of_host(draft, host, PartyKind.DATABASE, ()) for host in ("db.example", "db.example:3306")}
    assert names == {"db.example"}
    assert of_host(draft, "[2001:db8::1]:1", PartyKind.DATABASE, ()) == of_host(
        draft, "2001:db8::1", PartyKind.DATABASE, ()
    )


def test_without_a_host_there_is_no_party() -> None:
    assert of_host(Draft(), "", PartyKind.DATABASE, ()) is None


def test_a_host_called_as_a_party_that_every_tenant_has_is_another_one() -> None:
    draft = Draft()
    assert of_host(draft, "operator", PartyKind.DATABASE, ()) != "operator"
    assert {party.name for party in draft.parties.values()} == {"operator"}


def test_a_program_is_opaque() -> None:
    draft = Draft()
    key = of_program(draft, "/opt/x/seal.sh", ())
    assert (key, draft.parties[key].kind) == ("program-seal.sh", PartyKind.OPAQUE)
