"""Speaker identification: voiceprints are made of callers, to tell who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import UNKNOWN_PARTY, Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import level, party, protection, retention, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["Enrolled", "SpeakerIdentification"]


class Enrolled(StrEnum):
    """Of whom voiceprints are made."""

    STAFF = "staff"
    EVERYONE = "everyone"


_STAFF: Final = (Person.EXTENSION_USER, Person.AGENT)
_VOICES: Final = {
    Enrolled.STAFF: select(Data.VOICE_CALL, Data.VOICE_RECORDING, of=_STAFF),
    Enrolled.EVERYONE: select(Data.VOICE_CALL, Data.VOICE_RECORDING),
}
_PRINTS: Final = select(Data.VOICE_CALL, Data.VOICE_RECORDING).becoming(Data.VOICE_PRINT)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_CONSENTED: Final = frozenset({Safeguard.CONSENTED})


class SpeakerIdentification(Feature):
    """Voiceprints of people who speak in calls, made and kept by a provider.

    A voiceprint is biometric data (GDPR Art. 4(14), Art. 9): it is measured so that a person can be told by it. A
    recording alone is not.
    """

    key: ClassVar[str] = "speaker_identification"
    title: ClassVar[str] = "Speaker identification"
    sources: ClassVar[tuple[str, ...]] = ("Aculab Cloud privacy policy: speaker identification, voiceprints",)

    enabled: bool = switch("Whether voiceprints are made.")
    provider: PartyName | None = party("Who makes and keeps them.")
    of: Enrolled = level("Of whom they are made.", Enrolled, default=Enrolled.STAFF)
    from_recordings: bool = switch("Whether they are also made from recordings.")
    consent: bool = protection("Whether only of people who agreed to it.")
    tls: bool = protection("Whether the connection to the provider is encrypted.")
    encrypted: bool = protection("Whether voiceprints are encrypted at rest.")
    retention: Retention = retention("How long a voiceprint is kept.", default=Retention(30))

    def effects(self) -> Iterator[Effect]:
        """Send voices to the provider, and keep the voiceprints that it makes of them."""
        if not self.enabled:
            return
        loud = tuple(knob for knob in ("consent", "tls") if not getattr(self, knob))
        because = self.because("enabled", "provider", "of", *loud)
        holder = self.provider or UNKNOWN_PARTY
        service = Place(PlaceKind.SERVICE, "speaker_identification", holder=holder, retention=None, because=because)
        yield service
        yield Place(
            PlaceKind.SERVICE,
            "voice_prints",
            holder=holder,
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=(*because, *self.because("retention", "encrypted")),
        )
        gives = _CONSENTED if self.consent else _NOTHING
        lacks = _NOTHING if self.tls else _IN_CLEAR
        voices = _VOICES[self.of]
        yield Flow(places.CALLS, service.id, voices, Purpose.SECURITY, because, gives, lacks)
        if self.from_recordings:
            recorded = (*because, *self.because("from_recordings"))
            yield Flow(places.RECORDINGS, service.id, voices, Purpose.SECURITY, recorded, gives, lacks)
        yield Flow(service.id, places.VOICE_PRINTS, _PRINTS, Purpose.SECURITY, because)
