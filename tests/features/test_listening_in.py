from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, caused, each, lacking, opened, told

QUEUED = each("voice.call", "remote_party", "extension_user", "agent")
ROOM = {"conferencing": {"enabled": True}}
ALL = QUEUED | each("voice.call", "meeting_guest")
SUPERVISOR, PHONE = "screen/supervisor", "screen/phone"


def heard(place: str, **knobs: Any) -> set[str]:
    inventory = told(listening_in={"enabled": True, **knobs}, **LINE, **QUEUE, **ROOM)
    return {item for item in at(inventory, place) if item.startswith("voice.call")}


def test_listening_in_is_off_by_default_and_then_nobody_hears_anything() -> None:
    assert caused("listening_in", who="everyone", calls="all", pin=False, announced=False) == []
    assert opened("listening_in", who="everyone") == {}


@pytest.mark.parametrize(("calls", "voices"), [("queues", QUEUED), ("all", ALL)])
@pytest.mark.parametrize("who", ["supervisors", "everyone"])
def test_live_voices_reach_the_supervisors_and_everyone_only_if_everyone_may(
    calls: str, voices: set[str], who: str
) -> None:
    assert heard(SUPERVISOR, who=who, calls=calls) == voices
    assert heard(PHONE, who=who, calls=calls) == (voices if who == "everyone" else set())


def test_without_queues_only_queues_may_be_heard_so_nothing_is() -> None:
    inventory = told(listening_in={"enabled": True}, **LINE)
    assert "voice.call of remote_party" not in at(inventory, SUPERVISOR)


def test_a_code_without_a_pin_authenticates_nobody() -> None:
    for pin, unknown in ((True, set()), (False, QUEUED)):
        inventory = told(listening_in={"enabled": True, "pin": pin}, **LINE, **QUEUE)
        assert lacking(inventory, SUPERVISOR, Safeguard.AUTHENTICATED) & QUEUED == unknown


@pytest.mark.parametrize("announced", [True, False])
def test_the_parties_are_told_or_it_is_missing(announced: bool) -> None:
    tenant = told(listening_in={"enabled": True, "announced": announced}, **QUEUE).subject
    (flow,) = tenant.listening_in.traced.flows
    assert flow.gives == (frozenset({Safeguard.ANNOUNCED}) if announced else frozenset())


def test_whispering_and_barging_change_nothing_of_what_is_heard() -> None:
    for intervention in ("none", "whisper", "barge"):
        assert heard(SUPERVISOR, intervention=intervention) == QUEUED


def test_video_is_not_listened_to() -> None:
    inventory = told(listening_in={"enabled": True, "calls": "all", "who": "everyone"}, web_calls={"enabled": True})
    assert not [item for item in at(inventory, SUPERVISOR) | at(inventory, PHONE) if item.startswith("video")]


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    assert caused("listening_in", enabled=True) == [
        ("call/queue:*", SUPERVISOR, "staff_monitoring", "enabled who calls")
    ]
    loud = {"who": "everyone", "calls": "all", "pin": False, "announced": False}
    assert caused("listening_in", enabled=True, **loud) == [
        ("call/*", screen, "staff_monitoring", "enabled who calls pin announced") for screen in (PHONE, SUPERVISOR)
    ]
