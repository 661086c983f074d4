from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import at, caused, each, holder, kept, lacking, opened, told, where

PEOPLE = ("meeting_guest", "extension_user")
MEDIA = each("voice.call video.call device.media", *PEOPLE)
GIVEN = each("contact.name network.address", *PEOPLE)
LOG = each("diagnostic.log account.identifier", *PEOPLE)
RECORDED = each("voice.recording video.call contact.name", *PEOPLE)
MEETING, RECORDINGS = "service/video_meeting", "service/meeting_recordings"


def meeting(**knobs: Any) -> dict[str, Any]:
    return {"video_conferencing": {"enabled": True, **knobs}}


def test_video_meetings_are_off_by_default_and_then_do_nothing() -> None:
    assert caused("video_conferencing", log_upload="always", cloud_recording=True) == []
    assert opened("video_conferencing", cloud_recording=True) == {}


def test_the_provider_gets_media_names_addresses_and_which_devices_there_are() -> None:
    inventory = told(**meeting())
    assert at(inventory, MEETING) == MEDIA | GIVEN
    assert holder(inventory, MEETING) == "agora"
    assert lacking(inventory, MEETING, Safeguard.ENCRYPTED_IN_TRANSIT) == set()
    assert {frozenset({"US", "CN"})} == {entry.countries for entry in inventory.exposures}


def test_a_meeting_stays_out_of_the_pbx_even_if_everything_else_is_recorded() -> None:
    everything = {"call_recording": {"mode": "always"}, "cdr": {"enabled": True}}
    inventory = told(**meeting(), **everything)
    for data in ("video.call", "voice.call", "contact.name", "device.media"):
        assert where(inventory, data, "meeting_guest") == {"screen/video_meeting", MEETING}
    assert where(inventory, "voice.recording", "meeting_guest") == set()


def test_a_provider_that_nobody_named_is_unknown_and_a_named_one_holds_the_meeting() -> None:
    assert holder(told(**meeting(provider=None)), MEETING) == "unknown"
    named = told(**meeting(provider="host"), parties={"host": {"name": "Host"}})
    assert holder(named, MEETING) == "host"


def test_a_region_says_where_the_meeting_lies() -> None:
    inventory = told(**meeting(region="DE", cloud_recording=True))
    assert {entry.countries for entry in inventory.exposures} == {frozenset({"DE"})}


def test_an_unencrypted_meeting_lacks_encryption_for_everything() -> None:
    inventory = told(**meeting(encrypted=False, log_upload="on_click"))
    assert lacking(inventory, MEETING, Safeguard.ENCRYPTED_IN_TRANSIT) == MEDIA | GIVEN | LOG


@pytest.mark.parametrize(("upload", "log"), [("never", set()), ("on_click", LOG), ("always", LOG)])
def test_the_technical_log_leaves_only_if_it_may(upload: str, log: set[str]) -> None:
    inventory = told(**meeting(log_upload=upload))
    assert at(inventory, MEETING) == MEDIA | GIVEN | log
    flows = told(**meeting(log_upload=upload)).subject.video_conferencing.traced.flows
    clicked = [flow.gives for flow in flows if flow.purpose == "troubleshooting"]
    assert (
        clicked
        == {
            "never": [],
            "on_click": [frozenset({Safeguard.CONSENTED})],
            "always": [frozenset()],
        }[upload]
    )


def test_whoever_chose_to_switch_the_microphone_on_consented_to_being_heard() -> None:
    chosen, forced = (told(**meeting(cloud_recording=True, participants_choose=choose)) for choose in (True, False))
    voices = each("voice.recording", *PEOPLE)
    assert lacking(chosen, RECORDINGS, Safeguard.CONSENTED) & voices == set()
    assert lacking(forced, RECORDINGS, Safeguard.CONSENTED) & voices == voices


def test_nothing_is_recorded_unless_cloud_recording_is_on() -> None:
    assert RECORDINGS not in told(**meeting()).places
    inventory = told(**meeting(cloud_recording=True, cloud_retention="P7D"))
    assert at(inventory, RECORDINGS) == RECORDED
    assert kept(inventory, RECORDINGS) == {"P7D"}
    assert holder(inventory, RECORDINGS) == "agora"


@pytest.mark.parametrize("announced", [True, False])
def test_participants_are_told_of_cloud_recording_or_it_is_missing(announced: bool) -> None:
    inventory = told(**meeting(cloud_recording=True, cloud_recording_announced=announced))
    voices = each("voice.recording", *PEOPLE)
    assert lacking(inventory, RECORDINGS, Safeguard.ANNOUNCED) & voices == (set() if announced else voices)


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    browsers = "screen/video_meeting"
    assert caused("video_conferencing", enabled=True, log_upload="on_click", cloud_recording=True) == [
        (browsers, MEETING, "collaboration", "enabled provider"),
        (browsers, MEETING, "collaboration", "enabled provider"),
        (browsers, MEETING, "troubleshooting", "enabled provider log_upload"),
        (MEETING, RECORDINGS, "quality_recording", "enabled provider cloud_recording"),
    ]
    loud = {"encrypted": False, "participants_choose": False, "cloud_recording_announced": False}
    assert caused("video_conferencing", enabled=True, cloud_recording=True, **loud) == [
        (browsers, MEETING, "collaboration", "enabled provider encrypted"),
        (browsers, MEETING, "collaboration", "enabled provider encrypted participants_choose"),
        (MEETING, RECORDINGS, "quality_recording", "enabled provider cloud_recording cloud_recording_announced"),
    ]
    places = opened("video_conferencing", enabled=True, cloud_recording=True)
    assert [knob.partition(".")[2] for knob in places[RECORDINGS]] == [
        "enabled",
        "provider",
        "cloud_recording",
        "cloud_retention",
        "region",
    ]


def test_how_long_the_provider_keeps_what_it_does_not_record_is_for_it_to_say() -> None:
    assert kept(told(**meeting()), MEETING) == {"unstated"}
    assert kept(told(**meeting()), "screen/video_meeting") == {"P0D"}
    assert [knob.partition(".")[2] for knob in opened("video_conferencing", enabled=True)[MEETING]] == [
        "enabled",
        "provider",
        "region",
    ]


def test_each_item_that_arises_names_the_knobs_that_cause_it() -> None:
    origins = told(**meeting(log_upload="always")).subject.video_conferencing.traced.origins
    assert [[knob.partition(".")[2] for knob in origin.because] for origin in origins] == [
        ["enabled"],
        ["enabled", "provider", "log_upload"],
    ]
