from __future__ import annotations

from typing import Any

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, path, told, where

BOTH = ("remote_party", "extension_user")
AUDIO, TEXT = each("voice.recording", *BOTH), each("text.transcript", *BOTH)
SERVICE, TRAINING = "service/recording_transcription", "service/model_training"
RECORDED = {"call_recording": {"mode": "always", "retention": "P28D"}}


def transcribed(**knobs: Any) -> dict[str, Any]:
    return {
        "recording_transcription": {"enabled": True, "provider": "google_stt", **knobs},
        **RECORDED,
        **LINE,
    }


def test_recordings_are_not_transcribed_by_default() -> None:
    assert caused("recording_transcription", training=True) == []
    assert opened("recording_transcription", training=True) == {}


def test_the_provider_gets_the_audio_and_makes_text_of_it_and_gets_no_numbers() -> None:
    inventory = told(**transcribed())
    assert at(inventory, SERVICE) == AUDIO | TEXT
    assert holder(inventory, SERVICE) == "google_stt"
    assert holder(told(**transcribed(provider=None)), SERVICE) == "unknown"


def test_the_text_comes_back_and_is_kept_with_the_recording() -> None:
    inventory = told(**transcribed())
    assert at(inventory, "store/recordings") >= TEXT
    assert kept(inventory, "store/recordings") == {"P28D"}
    assert path(inventory, "store/recordings", "text.transcript of remote_party")[-3:] == [
        "store/recordings",
        SERVICE,
        "store/recordings",
    ]


def test_the_text_reaches_whoever_reads_recordings() -> None:
    assert where(told(**transcribed()), "text.transcript", "remote_party") == {
        SERVICE,
        "store/recordings",
        "screen/admin",
    }
    api = {"api": {"enabled": True, "application": "google_stt", "permit": ["192.0.2.1"]}}
    assert "service/api:google_stt" in where(told(**transcribed(), **api), "text.transcript", "remote_party")


def test_without_recordings_nothing_is_sent() -> None:
    assert at(told(**{**transcribed(), "call_recording": {}}), SERVICE) == set()


def test_a_connection_in_clear_and_a_region_are_told() -> None:
    inventory = told(**transcribed(tls=False, region="DE", training=True))
    clear = Safeguard.ENCRYPTED_IN_TRANSIT
    assert lacking(inventory, SERVICE, clear) == AUDIO | TEXT
    assert lacking(inventory, "store/recordings", clear) >= TEXT
    assert (
        lacking(told(**transcribed()), SERVICE, clear) == lacking(told(**transcribed()), "screen/admin", clear) == set()
    )
    assert {entry.countries for entry in inventory.exposures if entry.place in (SERVICE, TRAINING)} == {
        frozenset({"DE"})
    }


def test_the_audio_trains_models_only_where_that_is_on() -> None:
    assert TRAINING not in told(**transcribed()).places
    inventory = told(**transcribed(training=True))
    assert at(inventory, TRAINING) == AUDIO | TEXT
    assert holder(inventory, TRAINING) == "google_stt"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    by = "enabled provider"
    assert caused("recording_transcription", enabled=True, training=True) == [
        (SERVICE, TRAINING, "model_training", f"{by} training"),
        (SERVICE, "store/recordings", "transcription", by),
        ("store/recordings", SERVICE, "transcription", by),
    ]
    assert caused("recording_transcription", enabled=True, tls=False)[0][3] == f"{by} tls"
    assert opened("recording_transcription", enabled=True)[SERVICE] == tuple(
        f"recording_transcription.{knob}" for knob in ("enabled", "provider", "region")
    )


def test_how_long_the_provider_keeps_audio_is_for_it_to_say() -> None:
    inventory = told(**transcribed(training=True))
    assert kept(inventory, SERVICE) == kept(inventory, TRAINING) == {"unstated"}
    assert opened("recording_transcription", enabled=True, training=True)[TRAINING] == tuple(
        f"recording_transcription.{knob}" for knob in ("enabled", "provider", "training")
    )
