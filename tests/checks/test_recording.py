"""Recordings of which somebody was not told, did not agree, or that nobody can stop."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.found import RECORDED, about, found

SILENT, SOME, STOP = (
    "recording-without-announcement",
    "recording-announced-on-some-paths",
    "recording-stop-missing",
)
QUEUES = {"queues": {"names": ["sales", "support"]}}
MIXED: dict[str, Any] = {
    **QUEUES,
    "call_recording": {"mode": "always", "scopes": ["queue"], "rules": {"queue:support": {"announcement": "none"}}},
}


def test_of_two_queues_the_one_that_is_not_announced_is_told_with_its_path_and_its_setting() -> None:
    (finding,) = found(SOME, **MIXED)
    assert finding.what == (
        "voices of call/queue:support come into store/recordings without an announcement,"
        " and lie there with those of call/queue:sales, which are announced."
    )
    assert finding.path == ("call/queue:support", "store/recordings")
    assert "call_recording.rules[queue:support].announcement" in finding.knobs
    assert about(SILENT, **MIXED) == []


@pytest.mark.parametrize("knob", [{"announcement": "none"}, {"announcement": "beep"}, {"announced_to_all": False}])
def test_a_beep_and_a_prompt_that_one_side_hears_announce_nothing(knob: dict[str, Any]) -> None:
    (finding,) = found(SILENT, call_recording={**RECORDED, **knob})
    assert f"call_recording.{next(iter(knob))}" in finding.knobs
    assert about(SOME, call_recording={**RECORDED, **knob}) == []


def test_nothing_is_told_of_recordings_that_nobody_makes() -> None:
    off = {"mode": "off", "announcement": "none", "stop": "nobody", "encrypted": False, "numbers_in_names": True}
    for rule in (SILENT, SOME, STOP, "recording-not-opted-in", "recordings-not-encrypted", "numbers-in-file-names"):
        assert about(rule, call_recording=off) == []


def test_a_captured_voice_is_a_recording_of_which_nobody_was_told() -> None:
    capture = {"enabled": True, "media_included": True}
    assert about(SILENT, packet_capture=capture) == ["store/captures"]
    assert about(SILENT, packet_capture={"enabled": True}) == []


def test_a_recording_at_a_third_party_is_told_with_its_recipient() -> None:
    video = {"enabled": True, "cloud_recording": True, "cloud_recording_announced": False}
    (finding,) = found(SILENT, video_conferencing=video)
    assert (finding.about, finding.recipient) == ("service/meeting_recordings", "agora")
    assert "video_conferencing.cloud_recording_announced" in finding.knobs


def test_each_upload_of_unannounced_recordings_is_told() -> None:
    uploaded = {**RECORDED, "announcement": "none", "upload": "dialer"}
    assert about(SILENT, call_recording=uploaded) == ["service/recording_upload:dialer", "store/recordings"]


def test_opting_in_for_both_sides_is_agreement_and_on_demand_is_not() -> None:
    rule = "recording-not-opted-in"
    assert about(rule, call_recording={**RECORDED, "mode": "opt_in"}) == []
    assert about(rule, call_recording={**RECORDED, "mode": "opt_in", "opt_in": "nobody"}) == ["store/recordings"]
    assert about(rule, call_recording={**RECORDED, "mode": "on_demand"}) == ["store/recordings"]


def test_who_cannot_stop_a_recording_is_named() -> None:
    (one,) = found(STOP, call_recording={**RECORDED, "stop": "extension"})
    assert one.what == "call_recording.stop lets the extension stop a recording, and not the other party."
    (neither,) = found(STOP, call_recording={**RECORDED, "stop": "nobody"})
    assert neither.what == "call_recording.stop lets no party stop a recording."


def test_only_a_stop_control_that_some_recorded_call_follows_is_told() -> None:
    rules = {"queue:sales": {"mode": "always", "stop": "everyone"}, "queue:support": {"mode": "off", "stop": "nobody"}}
    recording = {"stop": "nobody", "rules": rules}
    assert about(STOP, **QUEUES, call_recording=recording) == []
    rules["queue:sales"].pop("stop")
    assert about(STOP, **QUEUES, call_recording=recording) == ["call_recording.stop"]
    always = {**RECORDED, "rules": {"queue:support": {"stop": "extension"}}}
    assert about(STOP, **QUEUES, call_recording=always) == ["call_recording.rules[queue:support].stop"]


def test_recorded_speech_is_told_apart_from_other_stores_and_from_backups() -> None:
    plain = {"voicemail": {"encrypted": False}, "operation_log": {"encrypted": False}}
    stored = {"enabled": True, "voicemail": True, "encrypted": False}
    assert about("recordings-not-encrypted", **plain, backups=stored) == ["store/voicemail"]
    assert about("store-not-encrypted", **plain, backups=stored) == ["store/operation_log"]
    assert about("backup-not-encrypted", **plain, backups=stored) == ["store/backups"]


def test_an_archive_of_a_third_party_that_is_not_encrypted_is_told_with_it() -> None:
    archive = {"enabled": True, "storage": "dialer", "encrypted": False, "numbers_in_names": True}
    (finding,) = found("recordings-not-encrypted", call_recording=RECORDED, archive_upload=archive)
    assert (finding.about, finding.recipient, finding.knobs) == (
        "service/archive",
        "dialer",
        ("archive_upload.encrypted",),
    )
    assert about("numbers-in-file-names", call_recording=RECORDED, archive_upload=archive) == [
        "archive_upload.numbers_in_names"
    ]


def test_a_store_without_a_switch_for_encryption_is_told_with_what_opens_it() -> None:
    (finding,) = found("store-not-encrypted", conferencing={"enabled": True, "announce_names": True})
    assert finding.about == "store/conference_names"
    assert "conferencing.announce_names" in finding.knobs
