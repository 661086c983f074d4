"""Video conferencing: meetings by a link, hosted by a provider."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import TENANT, UNKNOWN_PARTY, Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items, select
from pbxprivacy.knob import identity, level, party, protection, retention, switch
from pbxprivacy.law import UNKNOWN_COUNTRY
from pbxprivacy.parties import Country, PartyName
from pbxprivacy.retention import Retention
from pbxprivacy.terms import Data, Person, Purpose, Safeguard

__all__ = ["LogUpload", "VideoConferencing"]

_PEOPLE: Final = (Person.MEETING_GUEST, Person.EXTENSION_USER)
_IN_BROWSERS: Final = items(
    (Data.VOICE_CALL, Data.VIDEO_CALL, Data.CONTACT_NAME, Data.DEVICE_MEDIA, Data.NETWORK_ADDRESS), _PEOPLE
)
_LOG: Final = items((Data.DIAGNOSTIC_LOG, Data.ACCOUNT_IDENTIFIER), _PEOPLE)
_CHOSEN: Final = select(Data.VOICE_CALL, Data.VIDEO_CALL, Data.DEVICE_MEDIA, of=_PEOPLE)
_GIVEN: Final = select(Data.CONTACT_NAME, Data.NETWORK_ADDRESS, of=_PEOPLE)
_UPLOADED: Final = select(Data.DIAGNOSTIC_LOG, Data.ACCOUNT_IDENTIFIER, of=_PEOPLE)
_RECORDED: Final = select(Data.VOICE_CALL, of=_PEOPLE).becoming(Data.VOICE_RECORDING) | select(
    Data.VIDEO_CALL, Data.CONTACT_NAME, of=_PEOPLE
)
_NOTHING: Final[frozenset[Safeguard]] = frozenset()
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})
_CONSENTED: Final = frozenset({Safeguard.CONSENTED})
_ANNOUNCED: Final = frozenset({Safeguard.ANNOUNCED})


class LogUpload(StrEnum):
    """When a browser sends its technical log to the provider, from the quietest."""

    NEVER = "never"
    ON_CLICK = "on_click"
    ALWAYS = "always"


class VideoConferencing(Feature):
    """Meetings that anybody with the link joins from a browser; the provider hosts them.

    The provider gets the media, names, addresses and what microphone and camera there are. It records nothing unless
    ``cloud_recording`` is on. The policy lets a participant upload a technical log by a click; here that is off until
    ``log_upload`` says ``on_click``, since it sends something to a third party.
    """

    key: ClassVar[str] = "video_conferencing"
    title: ClassVar[str] = "Video conferencing"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Video Conferencing",)

    enabled: bool = switch("Whether there are video meetings.")
    provider: PartyName | None = party("Who hosts them.", default="agora")
    region: Country | None = identity("In which country the provider was told to keep them.", stand_in=UNKNOWN_COUNTRY)
    encrypted: bool = protection("Whether media and signalling are encrypted (HTTPS, DTLS-SRTP).")
    participants_choose: bool = protection("Whether each participant chooses to switch on microphone and camera.")
    log_upload: LogUpload = level("When technical logs go to the provider.", LogUpload, default=LogUpload.NEVER)
    cloud_recording: bool = switch("Whether the provider records meetings.")
    cloud_recording_announced: bool = protection("Whether participants are told that it does.")
    cloud_retention: Retention = retention("How long the provider keeps these recordings.", default=Retention(30))

    def effects(self) -> Iterator[Effect]:
        """Open the participants' browsers and the provider's meeting, and its recordings where they are on."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        hosted = self.because("enabled", "provider")
        holder = self.provider or UNKNOWN_PARTY
        countries = None if self.region is None else frozenset({self.region})
        yield Place(PlaceKind.SCREEN, "video_meeting", holder=TENANT, because=enabled)
        yield Origin(places.MEETING_BROWSERS, _IN_BROWSERS, enabled)
        yield Place(
            PlaceKind.SERVICE,
            "video_meeting",
            holder=holder,
            retention=None,
            countries=countries,
            because=self.because("enabled", "provider", "region"),
        )
        sent = hosted if self.encrypted else (*hosted, *self.because("encrypted"))
        lacks = _NOTHING if self.encrypted else _IN_CLEAR
        chosen = sent if self.participants_choose else (*sent, *self.because("participants_choose"))
        gives = _CONSENTED if self.participants_choose else _NOTHING
        yield Flow(places.MEETING_BROWSERS, places.VIDEO_MEETING, _CHOSEN, Purpose.COLLABORATION, chosen, gives, lacks)
        yield Flow(places.MEETING_BROWSERS, places.VIDEO_MEETING, _GIVEN, Purpose.COLLABORATION, sent, lacks=lacks)
        if self.log_upload is not LogUpload.NEVER:
            yield from self._logs((*sent, *self.because("log_upload")), lacks)
        if self.cloud_recording:
            yield from self._recordings(holder, countries)

    def _logs(self, because: tuple[str, ...], lacks: frozenset[Safeguard]) -> Iterator[Effect]:
        yield Origin(places.MEETING_BROWSERS, _LOG, because)
        gives = _CONSENTED if self.log_upload is LogUpload.ON_CLICK else _NOTHING
        yield Flow(
            places.MEETING_BROWSERS, places.VIDEO_MEETING, _UPLOADED, Purpose.TROUBLESHOOTING, because, gives, lacks
        )

    def _recordings(self, holder: str, countries: frozenset[str] | None) -> Iterator[Effect]:
        because = self.because("enabled", "provider", "cloud_recording")
        yield Place(
            PlaceKind.SERVICE,
            "meeting_recordings",
            holder=holder,
            retention=self.cloud_retention,
            countries=countries,
            because=(*because, *self.because("cloud_retention", "region")),
        )
        told = self.cloud_recording_announced
        yield Flow(
            places.VIDEO_MEETING,
            "service/meeting_recordings",
            _RECORDED,
            Purpose.QUALITY_RECORDING,
            because if told else (*because, *self.because("cloud_recording_announced")),
            gives=_ANNOUNCED if told else _NOTHING,
        )
