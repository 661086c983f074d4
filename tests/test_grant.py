"""Ways in: what each application may, and what its connection lacks."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.features.ami import Ami
from pbxprivacy.features.api import Api
from pbxprivacy.grant import is_on_this_machine
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, lacking, told

PARTIES = {"dialer": {"name": "Dialer Co"}, "wallboard": {"name": "Wallboard Co"}}
HERE, THERE, EVERYBODY = ["127.0.0.1/32"], ["192.0.2.1/32"], ["0.0.0.0/0"]


@pytest.mark.parametrize(
    ("permit", "expected"),
    [(["127.0.0.1"], True), (["127.0.0.0/8", "::1"], True), (["127.0.0.1", "10.0.0.1"], False), (["::/0"], False)],
)
def test_addresses_of_the_machine_itself_are_known(permit: list[str], expected: bool) -> None:
    assert is_on_this_machine(tuple(permit)) is expected


def ways(kind: type[Ami | Api], **settings: Any) -> dict[tuple[str, str], frozenset[Safeguard]]:
    feature = kind.model_validate({"enabled": True, **settings})
    return {(one.application, one.party): one.lacks for one in feature.admitted()}


def test_a_connection_that_crosses_no_network_needs_no_encryption() -> None:
    clear = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
    assert ways(Ami, application="dialer", permit=HERE, tls=False) == {("", "dialer"): frozenset()}
    assert ways(Ami, application="dialer", permit=THERE, tls=False) == {("", "dialer"): clear}


def test_each_application_is_a_way_in_and_two_that_are_open_are_two_ways_for_anyone() -> None:
    both = {"applications": {"dialer": {"permit": EVERYBODY}, "wallboard": {"permit": EVERYBODY}}}
    assert list(ways(Ami, **both)) == [
        ("dialer", "anyone"), ("dialer", "dialer"), ("wallboard", "anyone"), ("wallboard", "wallboard"),
    ]  # fmt: skip
    feature = Ami.model_validate({"enabled": True, **both})
    assert [one.party for one in feature.connections()] == ["anyone", "dialer", "wallboard"]


def test_an_application_has_rights_of_its_own() -> None:
    quiet = {"permit": THERE, "reads": "none"}
    ami = {"enabled": True, "reads": "calls", "applications": {"dialer": quiet, "wallboard": {"permit": THERE}}}
    inventory = told(**LINE, parties=PARTIES, ami=ami)
    assert at(inventory, "service/ami:dialer") == set()
    assert "contact.number of remote_party" in at(inventory, "service/ami:wallboard")
    assert "voice.call of remote_party" not in at(inventory, "service/ami:wallboard")
    ami["applications"]["dialer"] = {**quiet, "commands": True}
    assert "voice.call of remote_party" in at(told(**LINE, parties=PARTIES, ami=ami), "service/ami:dialer")


def test_what_anyone_gets_is_what_all_open_applications_get_together() -> None:
    open_ = {"permit": EVERYBODY, "tls": False}
    applications = {"dialer": {**open_, "reads": "calls"}, "wallboard": {"permit": EVERYBODY, "commands": True}}
    inventory = told(**LINE, parties=PARTIES, ami={"enabled": True, "reads": "none", "applications": applications})
    anyone = "service/ami:anyone"
    assert {"contact.number of remote_party", "voice.call of remote_party"} <= at(inventory, anyone)
    clear = lacking(inventory, anyone, Safeguard.ENCRYPTED_IN_TRANSIT)
    assert "contact.number of remote_party" in clear
    assert "voice.call of remote_party" not in clear


def test_an_application_of_the_api_has_switches_of_its_own() -> None:
    applications = {"dialer": {"permit": THERE, "cdr": False, "live_calls": True}, "wallboard": {"permit": THERE}}
    api = {"enabled": True, "applications": applications}
    inventory = told(**LINE, parties=PARTIES, api=api)
    records = "call.record of remote_party"
    assert records in at(inventory, "service/api:wallboard")
    assert records in at(inventory, "service/api:dialer")
    applications["dialer"]["live_calls"] = False
    assert at(told(**LINE, parties=PARTIES, api=api), "service/api:dialer") == set()
