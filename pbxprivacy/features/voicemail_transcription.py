"""Voicemail transcription: messages go to a speech service, and their text comes back into the box."""

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

__all__ = ["VoicemailTranscription"]

_PROVIDER: Final = "service/voicemail_transcription"
_TRAINING: Final = "service/voicemail_training"
_MESSAGES: Final = select(Data.VOICE_MAIL)
# What the provider hears it has as text too.
_HEARD: Final = _MESSAGES | _MESSAGES.becoming(Data.TEXT_TRANSCRIPT)
_TEXT: Final = select(Data.TEXT_TRANSCRIPT)


class VoicemailTranscription(Feature):
    """Voicemail audio to a speech-to-text provider, and text back, which goes wherever voicemail goes.

    Nothing leaves before somebody authenticated with the provider. The credentials themselves are never part of a
    tenant.
    """

    key: ClassVar[str] = "voicemail_transcription"
    title: ClassVar[str] = "Voicemail transcription"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Voicemail Transcription",
        "docs.cloud.google.com/speech-to-text/docs/v1/endpoints: EU and US endpoints keep data in the region",
        "cloud.google.com/solutions/visualize-speech-data-with-framework: data logging is an opt-in of the project",
    )

    enabled: bool = switch("Whether messages are transcribed.")
    authenticated: bool = switch("Whether credentials of the provider are deposited.")
    provider: PartyName | None = party("Who transcribes.", default="google_stt")
    region: tuple[Country, ...] = identity(
        "The countries of the regional endpoint; none: wherever the provider works.",
        default=(),
        stand_in=UNKNOWN_COUNTRY,
    )
    data_logging: bool = switch("Whether the provider may keep messages to improve its speech models.")
    tls: bool = protection("Whether the connection to the provider is encrypted.")

    def effects(self) -> Iterator[Effect]:
        """Send messages to the provider, bring their text back, and let it learn from them where that is allowed."""
        if not (self.enabled and self.authenticated):
            return
        because = self.because("enabled", "authenticated")
        in_clear = self.because("tls") if not self.tls else ()
        lacks = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT}) if in_clear else frozenset()
        yield self._place("voicemail_transcription", because)
        yield Flow(places.VOICEMAIL, _PROVIDER, _HEARD, Purpose.TRANSCRIPTION, because + in_clear, lacks=lacks)
        yield Flow(_PROVIDER, places.VOICEMAIL, _TEXT, Purpose.TRANSCRIPTION, because + in_clear, lacks=lacks)
        if self.data_logging:
            learnt = (*because, *self.because("data_logging"))
            yield self._place("voicemail_training", learnt)
            yield Flow(_PROVIDER, _TRAINING, EVERYTHING, Purpose.MODEL_TRAINING, learnt)

    def _place(self, name: str, because: tuple[str, ...]) -> Place:
        return Place(
            PlaceKind.SERVICE,
            name,
            holder=self.provider or UNKNOWN_PARTY,
            retention=None,
            countries=frozenset(self.region) or None,
            because=(*because, *self.because("provider", "region")),
        )
