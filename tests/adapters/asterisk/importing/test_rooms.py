"""Queues, conferences and listening in."""

from __future__ import annotations

import pytest

from tests.adapters.asterisk.importing.made import ENDPOINT, Made, Pbx, dialplan, made

SUPERVISOR, PHONES = "screen/supervisor", "screen/phone"
VOICE = "voice.call of extension_user"


def spied(pbx: Pbx, *applications: str, **files: str) -> Made:
    files = {"pjsip": ENDPOINT, "extensions": dialplan(*applications), **files}
    return made(pbx, **files)


def test_queues_have_their_names_and_more_may_be_in_a_database(pbx: Pbx) -> None:
    queues = "[general]\n[sales]\nmember => PJSIP/100\n[a b]\n"
    found = made(pbx, queues=queues)
    assert found.tenant.queues.names[0] == "sales"
    assert len(found.tenant.queues.names) == 2
    database = made(pbx, queues=queues, extconfig="[settings]\nqueues => odbc,pbx\n")
    assert database.tenant.queues.names == found.tenant.queues.names
    assert "call/queue:UNKNOWN" in database.inventory.places


@pytest.mark.parametrize(("application", "state"), [("ConfBridge(1)", True), ("MeetMe(1)", True), ("NoOp()", False)])
def test_a_line_into_a_room_opens_it(pbx: Pbx, application: str, state: bool) -> None:
    assert spied(pbx, application).tenant.conferencing.enabled is state


def test_names_that_guests_speak_are_recorded_where_the_profile_says_so(pbx: Pbx) -> None:
    profile = {"confbridge": "[named]\ntype=user\nannounce_join_leave=yes\n"}
    assert spied(pbx, "ConfBridge(1,,named)", **profile).state("store/conference_names") == "sure"
    assert spied(pbx, "ConfBridge(1)", **profile).state("store/conference_names") == "absent"


@pytest.mark.parametrize(
    ("applications", "pin"), [(("ChanSpy()",), False), (("Authenticate(4711)", "ChanSpy(PJSIP/100,q)"), True)]
)
def test_whoever_dials_the_code_listens_in_and_nobody_is_told(
    pbx: Pbx, applications: tuple[str, ...], pin: bool
) -> None:
    found = spied(pbx, *applications)
    assert found.tenant.listening_in.pin is pin
    assert VOICE in found.at(PHONES)
    assert ("authenticated" in found.missing(PHONES)) is not pin
    assert found.where("listening_in.enabled").startswith("extensions.conf:")
    assert "4711" not in str(found.imported)


def test_listening_in_that_calls_do_not_reach_is_none_and_in_doubt_is_possible(pbx: Pbx) -> None:
    lonely = dialplan("NoOp()") + dialplan("ChanSpy()", context="lonely")
    assert spied(pbx, "NoOp()", extensions=lonely).state(SUPERVISOR) == "absent"
    rejected = "#include gone.conf\n" + dialplan("ChanSpy()")
    assert spied(pbx, "NoOp()", extensions=rejected).state(SUPERVISOR) == "possible"


def test_listening_in_with_a_recording_is_a_recording_too(pbx: Pbx) -> None:
    assert spied(pbx, "ChanSpy(PJSIP/100,r)").state("store/recordings") == "sure"
