"""What features say, to the last word."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.feature import Effects
from pbxprivacy.knob import STAND_IN
from pbxprivacy.retention import NOT_KEPT
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Purpose, Safeguard

CLEAR = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


def effects(feature: str, **settings: Any) -> Effects:
    return Tenant.feature_types()[feature].model_validate({"enabled": True, **settings}).traced


def programs(**named: dict[str, Any]) -> Effects:
    return Tenant.feature_types()["call_programs"].model_validate({"programs": named}).traced


def test_a_program_that_is_off_does_not_hide_those_after_it() -> None:
    found = programs(first={"enabled": False}, second={"numbers": True})
    assert [place.scope for place in found.places] == ["second"]
    assert len(found.flows) == 1


@pytest.mark.parametrize(("tls", "because"), [(True, ()), (False, ("call_programs.programs[a].tls",))])
def test_a_programs_connection_is_a_cause_only_where_it_is_in_clear(tls: bool, because: tuple[str, ...]) -> None:
    found = programs(a={"numbers": True, "tls": tls})
    (flow,) = found.flows
    assert [knob for knob in flow.because if knob.endswith("tls")] == list(because)
    assert flow.lacks == (frozenset() if tls else CLEAR)
    assert found.places[0].retention is None


@pytest.mark.parametrize("feature", ["cdr", "cel", "queue_log", "debug_log", "packet_capture"])
def test_a_collector_gets_what_it_gets_for_the_same_purpose_as_the_store(feature: str) -> None:
    kept = {flow.purpose for flow in effects(feature, encrypted=True).flows}
    sent = effects(feature, remote=True, collector="telco").flows
    assert {flow.purpose for flow in sent} == kept
    assert None not in kept


@pytest.mark.parametrize(
    ("feature", "place"),
    [
        ("backups", "store/backups"),
        ("archive_upload", "service/archive"),
        ("recording_transcription", "service/recording_transcription"),
    ],
)
def test_a_region_is_where_the_data_lies_and_without_one_the_holder_says(feature: str, place: str) -> None:
    for region, countries in (("FR", frozenset({"FR"})), (None, None)):
        found = {each.id: each.countries for each in effects(feature, region=region).places}
        assert found[place] == countries


def test_the_meetings_browsers_are_the_tenants_and_open_because_meetings_are_on() -> None:
    (screen,) = [place for place in effects("video_conferencing").places if place.id == "screen/video_meeting"]
    assert (screen.holder, screen.because) == ("tenant", ("video_conferencing.enabled",))


@pytest.mark.parametrize("tls", [True, False])
def test_recordings_go_to_who_tells_speakers_apart_as_protected_as_calls_do(tls: bool) -> None:
    found = effects("speaker_identification", from_recordings=True, tls=tls).flows
    assert {flow.source: flow.lacks for flow in found if flow.source in {"call/*", "store/recordings"}} == {
        "call/*": frozenset() if tls else CLEAR,
        "store/recordings": frozenset() if tls else CLEAR,
    }


@pytest.mark.parametrize("tls", [True, False])
def test_text_comes_back_as_protected_as_speech_went(tls: bool) -> None:
    found = effects("recording_transcription", tls=tls).flows
    assert {flow.lacks for flow in found} == {frozenset() if tls else CLEAR}


@pytest.mark.parametrize("encrypted", [True, False])
def test_a_relay_has_the_media_because_there_is_no_encryption_and_not_otherwise(encrypted: bool) -> None:
    found = effects("address_discovery", relay=True, media_encrypted=encrypted)
    assert found.places[0].retention is None
    relayed = [flow.because for flow in found.flows if "address_discovery.relay" in flow.because]
    traffic = ("address_discovery.enabled", "address_discovery.relay")
    assert relayed == [traffic, *([] if encrypted else [(*traffic, "address_discovery.media_encrypted")])]


def test_devices_are_known_to_provisioning_because_it_is_on() -> None:
    found = effects("phone_provisioning", permit=["192.0.2.0/24"])
    assert {origin.because for origin in found.origins} == {("phone_provisioning.enabled",)}
    assert found.places[0].retention != NOT_KEPT


def test_of_two_rules_equally_near_one_about_other_calls_does_not_count() -> None:
    rules = {
        "inbound": {"mode": "always", "directions": ["outbound.external"]},
        "external": {"mode": "on_demand"},
    }
    recording = Tenant.feature_types()["call_recording"].model_validate({"mode": "off", "rules": rules})
    assert "call/inbound.external" in {flow.source for flow in recording.traced.flows}


@pytest.mark.parametrize(
    ("feature", "entries", "named", "place"),
    [
        ("webhooks", "hooks", "recipient", "service/webhook"),
        ("instant_messaging", "channels", "carrier", "service/message_channel"),
    ],
)
def test_a_receiver_that_may_exist_is_the_one_that_nobody_named(
    feature: str, entries: str, named: str, place: str
) -> None:
    more: dict[str, Any] = {"external": True} if feature == "instant_messaging" else {}

    def opened(**settings: Any) -> list[tuple[str, str]]:
        found = effects(feature, **more, **settings).places
        return [(each.id, each.scope) for each in found if each.id.startswith(place)]

    assert opened() == [(place, "")]
    assert opened(**{entries: {STAND_IN: {}}}) == [(place, "")]
    assert opened(**{entries: {"desk": {}}}) == [(f"{place}:desk", "desk")]
    both = opened(**{entries: {STAND_IN: {}}, named: "telco"})
    assert sorted(both) == [(place, ""), (f"{place}:{STAND_IN}", STAND_IN)]


def test_call_records_are_kept_for_statistics_and_so_collected() -> None:
    assert {flow.purpose for flow in effects("cdr", remote=True, collector="telco").flows} == {Purpose.CALL_STATISTICS}
