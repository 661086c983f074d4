from __future__ import annotations

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, arising, at, caused, kept, lacking, opened, told, where

NUMBER = {"contact.number of contact"}


def test_speed_dial_keeps_the_called_partys_number_and_nothing_else() -> None:
    inventory = told(**LINE, speed_dial={"enabled": True})
    assert at(inventory, "store/speed_dial") == NUMBER
    assert where(inventory, "contact.number", "contact") == {"store/speed_dial", "screen/admin"}


def test_speed_dial_need_not_be_used() -> None:
    assert not where(told(**LINE), "contact.number", "contact")
    assert opened("speed_dial") == {}


def test_numbers_stay_until_somebody_removes_them_encrypted_unless_said_otherwise() -> None:
    inventory = told(speed_dial={"enabled": True})
    assert kept(inventory, "store/speed_dial") == {"unlimited"}
    assert lacking(inventory, "store/speed_dial", Safeguard.ENCRYPTED_AT_REST) == set()
    plain = told(speed_dial={"enabled": True, "encrypted": False})
    assert lacking(plain, "store/speed_dial", Safeguard.ENCRYPTED_AT_REST) == NUMBER


def test_every_flow_and_place_names_the_knobs_that_cause_it() -> None:
    assert caused("speed_dial", enabled=True) == [("store/speed_dial", "screen/admin", "call_service", "enabled")]
    assert opened("speed_dial", enabled=True) == {"store/speed_dial": ("speed_dial.enabled",)}
    plain = opened("speed_dial", enabled=True, encrypted=False)
    assert plain == {"store/speed_dial": ("speed_dial.enabled", "speed_dial.encrypted")}
    assert arising("speed_dial", enabled=True) == {"store/speed_dial": ("speed_dial.enabled",)}
