"""Recording transcription: recordings go to a speech service, and text comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import identity, party, protection, switch
from pbxprivacy.law import UNKNOWN_COUNTRY
from pbxprivacy.parties import Country, PartyName
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["RecordingTranscription"]

_AUDIO: Final = select(Data.VOICE_RECORDING)
# What the provider hears it has as text too.
_HEARD: Final = _AUDIO | _AUDIO.becoming(Data.TEXT_TRANSCRIPT)
_TEXT: Final = select(Data.TEXT_TRANSCRIPT)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class RecordingTranscription(Feature):
    """Transcripts or summaries of recordings, made by a provider. The text is kept with the recording.

    So it lives as long, and reaches whoever reads recordings.
    """

    key: ClassVar[str] = "recording_transcription"
    title: ClassVar[str] = "Recording transcription"
    sources: ClassVar[tuple[str, ...]] = (
        "FusionPBX default settings: call_recordings transcribe_enabled, summary_enabled; transcribe engine, api_url",
        "cloud.google.com speech-to-text: data logging is an option of the project",
    )

    enabled: bool = switch("Whether recordings are transcribed or summarised.")
    provider: PartyName | None = party("Who does it.")
    region: Country | None = identity("In which country the provider was told to do it.", stand_in=UNKNOWN_COUNTRY)
    tls: bool = protection("Whether the connection to the provider is encrypted.")
    training: bool = switch("Whether the provider may keep the audio to improve its models.")

    def effects(self) -> Iterator[Effect]:
        """Send the audio of recordings to the provider, and bring the text back to them."""
        if not self.enabled:
            return
        because = self.because("enabled", "provider", *(() if self.tls else ("tls",)))
        lacks = _NOTHING if self.tls else _IN_CLEAR
        holder = self.provider or UNKNOWN_PARTY
        countries = None if self.region is None else frozenset({self.region})
        service = Place(
            PlaceKind.SERVICE,
            "recording_transcription",
            holder=holder,
            retention=None,
            countries=countries,
            because=self.because("enabled", "provider", "region"),
        )
        yield service
        yield Flow(places.RECORDINGS, service.id, _HEARD, Purpose.TRANSCRIPTION, because, lacks=lacks)
        yield Flow(service.id, places.RECORDINGS, _TEXT, Purpose.TRANSCRIPTION, because, lacks=lacks)
        if self.training:
            trained = (*because, *self.because("training"))
            training = Place(
                PlaceKind.SERVICE, "model_training", holder=holder, retention=None, countries=countries, because=trained
            )
            yield training
            yield Flow(service.id, training.id, EVERYTHING, Purpose.MODEL_TRAINING, trained)
