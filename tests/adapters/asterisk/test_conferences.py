from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"


def recorders(pbx: Pbx, dialplan: str, **files: str) -> tuple[Fact, ...]:
    named = {f"{name}.conf": text for name, text in files.items()}
    return read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan, **named})).about(Topic.RECORDER)


def line(*applications: str, context: str = "in") -> str:
    rest = "".join(f" same => n,{one}\n" for one in applications[1:])
    return f"[{context}]\nexten => _X.,1,{applications[0]}\n{rest}"


def test_a_conference_records_if_its_profile_says_so_and_is_used(pbx: Pbx) -> None:
    bridges = "[a]\ntype=bridge\nrecord_conference=yes\n[b]\ntype=bridge\nrecord_conference=yes\n[c]\ntype=bridge\n"
    found = {one.subject: one.state.status for one in recorders(pbx, line("ConfBridge(1,a)"), confbridge=bridges)}
    assert found == {"conference a": Status.EFFECTIVE, "conference b": Status.UNREACHABLE}


def test_a_line_can_switch_the_recording_of_a_conference_on(pbx: Pbx) -> None:
    (one,) = recorders(pbx, line("Set(CONFBRIDGE(bridge,record_conference)=yes)"))
    assert (one["kind"], one.effective) == ("confbridge", True)


def test_a_conference_is_recorded_by_mixmonitor(pbx: Pbx) -> None:
    files = {
        "modules.conf": "[modules]\nautoload=yes\nnoload=app_mixmonitor.so\n",
        "pjsip.conf": "[a]\ntype=endpoint\ncontext=in\n",
        "confbridge.conf": "[default_bridge]\ntype=bridge\nrecord_conference=yes\n",
        "extensions.conf": "[in]\nexten => 1,1,Set(CONFBRIDGE(bridge,record_conference)=yes)\n"
        " same => n,ConfBridge(1)\n",
    }
    found = read(pbx(files)).about(Topic.RECORDER)
    assert [one.state.status for one in found] == [Status.INERT] * 2


def test_a_line_may_choose_the_profile_of_the_conference_that_comes(pbx: Pbx) -> None:
    profiles = "[loud]\ntype=bridge\nrecord_conference=yes\n[named]\ntype=user\nannounce_join_leave=yes\n"
    chosen = "[in]\nexten => 1,1,Set(CONFBRIDGE(bridge,template)={})\n same => n,ConfBridge(1)\n"
    assert recorders(pbx, chosen.format("loud"), confbridge=profiles)[0].effective
    assert recorders(pbx, chosen.format("${X}"), confbridge=profiles)[0].state.status is Status.UNKNOWN
    assert recorders(pbx, chosen.format("other"), confbridge=profiles)[0].state.status is Status.UNREACHABLE


@pytest.mark.parametrize(
    ("said", "names"),
    [("announce_join_leave)=yes", True), ("template)=named", True), ("announce_join_leave)=no", False)],
)
def test_a_line_may_ask_guests_for_their_names(pbx: Pbx, said: str, names: bool) -> None:
    files = {
        "pjsip.conf": PHONE,
        "confbridge.conf": "[named]\ntype=user\nannounce_join_leave=yes\n",
        "extensions.conf": f"[in]\nexten => 1,1,Set(CONFBRIDGE(user,{said})\n same => n,ConfBridge(1)\n",
    }
    (one,) = read(pbx(files)).about(Topic.CONFERENCE)
    assert one["names"] is names


def test_a_guest_is_told_by_the_announcement_of_the_user_profile(pbx: Pbx) -> None:
    profiles = "[default_bridge]\ntype=bridge\nrecord_conference=yes\n[guest]\ntype=user\nannouncement=recorded\n"
    one_way = "[in]\nexten => 1,1,ConfBridge(1,,guest)\n"
    assert recorders(pbx, one_way, confbridge=profiles)[0]["announcement"] == "prompt"
    both = one_way + "exten => 2,1,ConfBridge(1)\n"
    assert recorders(pbx, both, confbridge=profiles)[0]["announcement"] == "none"
