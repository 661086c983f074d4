from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.features.voicemail_transcription import VoicemailTranscription
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, path, told, where

ON = {"enabled": True, "authenticated": True}
PROVIDER = "service/voicemail_transcription"
TRAINING = "service/voicemail_training"
HEARD = each("voice.mail text.transcript", "remote_party", "extension_user")


@pytest.mark.parametrize(
    "settings", [{}, {"enabled": True}, {"authenticated": True}, {"enabled": False, "data_logging": True}]
)
def test_nothing_reaches_the_provider_unless_it_is_on_and_somebody_authenticated(settings: dict[str, Any]) -> None:
    inventory = told(**LINE, voicemail_transcription=settings)
    assert PROVIDER not in inventory.places
    assert not where(inventory, "text.transcript", "remote_party")
    assert caused("voicemail_transcription", **settings) == []


def test_google_gets_the_audio_and_has_its_text_and_gets_no_number_or_name() -> None:
    inventory = told(**LINE, voicemail_transcription=ON)
    assert holder(inventory, PROVIDER) == "google_stt"
    assert at(inventory, PROVIDER) == HEARD


def test_the_text_comes_back_into_the_box() -> None:
    inventory = told(**LINE, voicemail_transcription=ON)
    assert at(inventory, "store/voicemail") >= each("text.transcript", "remote_party", "extension_user")
    assert path(inventory, "store/voicemail", "text.transcript of remote_party") == [
        "call/inbound.external",
        "store/voicemail",
        PROVIDER,
        "store/voicemail",
    ]


def test_without_voicemail_there_is_nothing_to_transcribe() -> None:
    inventory = told(**LINE, voicemail={"enabled": False}, voicemail_transcription=ON)
    assert at(inventory, PROVIDER) == set()


def test_the_provider_learns_from_messages_only_where_data_logging_allows_it() -> None:
    assert TRAINING not in told(**LINE, voicemail_transcription=ON).places
    inventory = told(**LINE, voicemail_transcription={**ON, "data_logging": True})
    assert holder(inventory, TRAINING) == "google_stt"
    assert at(inventory, TRAINING) == HEARD
    assert kept(inventory, PROVIDER) == kept(inventory, TRAINING) == {"unstated"}


def test_another_provider_may_be_named_and_an_unnamed_one_is_unknown() -> None:
    parties = {"speech": {"name": "Speech Co", "country": "DE"}}
    for provider, name in (("speech", "speech"), ("operator", "operator"), (None, "unknown")):
        settings = {**ON, "provider": provider, "data_logging": True}
        inventory = told(**LINE, parties=parties, voicemail_transcription=settings)
        assert {holder(inventory, place) for place in (PROVIDER, TRAINING)} == {name}


def test_a_regional_endpoint_keeps_the_audio_in_its_countries() -> None:
    settings = {**ON, "data_logging": True}
    for place in (PROVIDER, TRAINING):
        anywhere = told(**LINE, voicemail_transcription=settings)
        assert {entry.countries for entry in anywhere.exposures if entry.place == place} == {frozenset({"UNKNOWN"})}
        regional = told(**LINE, voicemail_transcription={**settings, "region": ["BE", "NL"]})
        assert {entry.countries for entry in regional.exposures if entry.place == place} == {frozenset({"BE", "NL"})}


def test_an_unencrypted_connection_shows_on_both_ways() -> None:
    both = (PROVIDER, "store/voicemail")
    plain = told(**LINE, voicemail_transcription={**ON, "tls": False})
    sure = told(**LINE, voicemail_transcription=ON)
    guard = Safeguard.ENCRYPTED_IN_TRANSIT
    assert [lacking(sure, place, guard) for place in both] == [set(), set()]
    assert lacking(plain, PROVIDER, guard) == HEARD
    assert lacking(plain, "store/voicemail", guard) == each("text.transcript", "remote_party", "extension_user")


def test_each_way_says_for_itself_that_it_is_unencrypted() -> None:
    for tls in (True, False):
        ways = VoicemailTranscription.model_validate({**ON, "tls": tls}).traced.flows
        assert [Safeguard.ENCRYPTED_IN_TRANSIT in flow.lacks for flow in ways] == [not tls, not tls]


def test_every_flow_names_the_knobs_that_cause_it() -> None:
    store, why = "store/voicemail", "enabled authenticated"
    assert caused("voicemail_transcription", **ON, tls=False, data_logging=True) == [
        (PROVIDER, TRAINING, "model_training", f"{why} data_logging"),
        (PROVIDER, store, "transcription", f"{why} tls"),
        (store, PROVIDER, "transcription", f"{why} tls"),
    ]
    assert {cause for *_, cause in caused("voicemail_transcription", **ON)} == {why}
    knobs = opened("voicemail_transcription", **ON, data_logging=True)
    assert {place: " ".join(knobs[place]).replace("voicemail_transcription.", "") for place in knobs} == {
        PROVIDER: f"{why} provider region",
        TRAINING: f"{why} data_logging provider region",
    }
