"""Tenant: one customer's configuration, every feature on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from pbxprivacy.effects import Effects
from pbxprivacy.evidence import Unknown
from pbxprivacy.feature import Feature
from pbxprivacy.features.address_discovery import AddressDiscovery
from pbxprivacy.features.ami import Ami
from pbxprivacy.features.api import Api
from pbxprivacy.features.archive_upload import ArchiveUpload
from pbxprivacy.features.backups import Backups
from pbxprivacy.features.browser_extension import BrowserExtension
from pbxprivacy.features.call_programs import CallPrograms
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.features.call_reports import CallReports
from pbxprivacy.features.cdr import Cdr
from pbxprivacy.features.cel import Cel
from pbxprivacy.features.company_contacts import CompanyContacts
from pbxprivacy.features.conferencing import Conferencing
from pbxprivacy.features.crm import Crm
from pbxprivacy.features.database_grant import DatabaseGrant
from pbxprivacy.features.debug_log import DebugLog
from pbxprivacy.features.directory_database import DirectoryDatabase
from pbxprivacy.features.event_notifications import EventNotifications
from pbxprivacy.features.extensions import Extensions
from pbxprivacy.features.instant_messaging import InstantMessaging
from pbxprivacy.features.listening_in import ListeningIn
from pbxprivacy.features.mail_server import MailServer
from pbxprivacy.features.media_encryption import MediaEncryption
from pbxprivacy.features.operation_log import OperationLog
from pbxprivacy.features.packet_capture import PacketCapture
from pbxprivacy.features.personal_contacts import PersonalContacts
from pbxprivacy.features.phone_provisioning import PhoneProvisioning
from pbxprivacy.features.popup_url import PopupUrl
from pbxprivacy.features.queue_log import QueueLog
from pbxprivacy.features.queues import Queues
from pbxprivacy.features.recording_transcription import RecordingTranscription
from pbxprivacy.features.security_log import SecurityLog
from pbxprivacy.features.speaker_identification import SpeakerIdentification
from pbxprivacy.features.speed_dial import SpeedDial
from pbxprivacy.features.trunks import Trunks
from pbxprivacy.features.video_conferencing import VideoConferencing
from pbxprivacy.features.voicemail import Voicemail
from pbxprivacy.features.voicemail_transcription import VoicemailTranscription
from pbxprivacy.features.web_calls import WebCalls
from pbxprivacy.features.webhooks import Webhooks
from pbxprivacy.flow import OPERATOR, TENANT
from pbxprivacy.organisation import Organisation
from pbxprivacy.parties import BUILT_IN, Country, Party, PartyName, known_parties, own_party
from pbxprivacy.references import raise_for_references
from pbxprivacy.setting import Setting, assume, settings_of, turn

__all__ = ["FORMAT_VERSION", "Tenant", "TenantName"]

FORMAT_VERSION: Final = 1

TenantName = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class Tenant(BaseModel):
    """One customer's configuration: what was declared, all features, and what is unknown.

    A feature left out is at its defaults, and every default is private. A vendor extends it by subclassing::

        class AcmeTenant(Tenant):
            ghost_ring: GhostRing = Field(default_factory=GhostRing.default)

    Raises:
        pydantic.ValidationError: with every fault found, each at its place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    pbxprivacy: Literal[1] = FORMAT_VERSION
    tenant: TenantName
    country: Country | None = None
    organisation: Organisation = Field(default_factory=Organisation.default)
    parties: dict[PartyName, Party] = Field(default_factory=dict)

    extensions: Extensions = Field(default_factory=Extensions.default)
    trunks: Trunks = Field(default_factory=Trunks.default)
    queues: Queues = Field(default_factory=Queues.default)
    conferencing: Conferencing = Field(default_factory=Conferencing.default)
    cdr: Cdr = Field(default_factory=Cdr.default)
    call_recording: CallRecording = Field(default_factory=CallRecording.default)
    voicemail: Voicemail = Field(default_factory=Voicemail.default)
    voicemail_transcription: VoicemailTranscription = Field(default_factory=VoicemailTranscription.default)
    speed_dial: SpeedDial = Field(default_factory=SpeedDial.default)
    browser_extension: BrowserExtension = Field(default_factory=BrowserExtension.default)
    mail_server: MailServer = Field(default_factory=MailServer.default)
    event_notifications: EventNotifications = Field(default_factory=EventNotifications.default)
    call_reports: CallReports = Field(default_factory=CallReports.default)
    debug_log: DebugLog = Field(default_factory=DebugLog.default)
    operation_log: OperationLog = Field(default_factory=OperationLog.default)
    security_log: SecurityLog = Field(default_factory=SecurityLog.default)
    packet_capture: PacketCapture = Field(default_factory=PacketCapture.default)
    company_contacts: CompanyContacts = Field(default_factory=CompanyContacts.default)
    personal_contacts: PersonalContacts = Field(default_factory=PersonalContacts.default)
    queue_log: QueueLog = Field(default_factory=QueueLog.default)
    cel: Cel = Field(default_factory=Cel.default)
    crm: Crm = Field(default_factory=Crm.default)
    directory_database: DirectoryDatabase = Field(default_factory=DirectoryDatabase.default)
    database_grant: DatabaseGrant = Field(default_factory=DatabaseGrant.default)
    recording_transcription: RecordingTranscription = Field(default_factory=RecordingTranscription.default)
    speaker_identification: SpeakerIdentification = Field(default_factory=SpeakerIdentification.default)
    archive_upload: ArchiveUpload = Field(default_factory=ArchiveUpload.default)
    instant_messaging: InstantMessaging = Field(default_factory=InstantMessaging.default)
    web_calls: WebCalls = Field(default_factory=WebCalls.default)
    video_conferencing: VideoConferencing = Field(default_factory=VideoConferencing.default)
    listening_in: ListeningIn = Field(default_factory=ListeningIn.default)
    call_programs: CallPrograms = Field(default_factory=CallPrograms.default)
    popup_url: PopupUrl = Field(default_factory=PopupUrl.default)
    webhooks: Webhooks = Field(default_factory=Webhooks.default)
    ami: Ami = Field(default_factory=Ami.default)
    api: Api = Field(default_factory=Api.default)
    address_discovery: AddressDiscovery = Field(default_factory=AddressDiscovery.default)
    media_encryption: MediaEncryption = Field(default_factory=MediaEncryption.default)
    phone_provisioning: PhoneProvisioning = Field(default_factory=PhoneProvisioning.default)
    backups: Backups = Field(default_factory=Backups.default)

    unknown: dict[str, Unknown] = Field(default_factory=dict)

    @field_validator("unknown", mode="before")
    @classmethod
    def _reasons(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return {knob: {"reason": reason} if isinstance(reason, str) else reason for knob, reason in value.items()}

    @model_validator(mode="after")
    def _refer(self) -> Self:
        raise_for_references(self)
        return self

    @classmethod
    @cache
    def feature_types(cls) -> Mapping[str, type[Feature]]:
        """Return the features by name, in the order in which they stand."""
        annotated = ((name, field.annotation) for name, field in cls.model_fields.items())
        return {name: kind for name, kind in annotated if isinstance(kind, type) and issubclass(kind, Feature)}

    def features(self) -> Iterator[Feature]:
        """Yield every feature as this tenant has it."""
        values = self.__dict__
        return iter([values[name] for name in self.feature_types()])

    def said(self) -> list[Feature]:
        """Return the features of which anything is said, all others being at their defaults."""
        values = self.__dict__
        return [feature for name, default in _defaults(type(self)) if (feature := values[name]) is not default]

    def effects(self) -> Effects:
        """Return everything that all features open and cause."""
        return Effects.union(feature.traced for feature in self.features())

    def party(self, holder: str) -> Party:
        """Return what is known and declared of a holder.

        Raises:
            KeyError: no such party.
        """
        if holder in self.parties:
            return self.parties[holder]
        if holder == OPERATOR:
            operator = self.organisation.operator
            if operator is None:
                return own_party(holder, "the operator", None)
            return own_party(holder, operator.name, operator.country, operator.transfer)
        if holder == TENANT:
            controller = self.organisation.controller
            country = (controller and controller.country) or self.country
            return own_party(holder, controller.name if controller else self.tenant, country)
        return BUILT_IN[holder] if holder in BUILT_IN else known_parties()[holder]

    def settings(self) -> Iterator[Setting]:
        """Yield every knob of every feature, those of named entries too, with its value."""
        for feature in self.features():
            yield from settings_of(feature)

    def is_unknown(self, path: str) -> bool:
        """Tell whether a knob, by full name, is unknown by itself or with its whole feature."""
        return path in self.unknown or path.partition(".")[0] in self.unknown

    def turned(self, turns: Mapping[str, Any]) -> Self:
        """Return a copy with some knobs, by full name, set otherwise.

        A knob that was unknown is known then; the others of a feature that was unknown as a whole stay unknown.

        Raises:
            KeyError: no such knob.
            pydantic.ValidationError: a knob cannot have that value, or it names what nobody defined.
        """
        changed: dict[str, Feature] = {}
        unknown = dict(self.unknown)
        for path, value in turns.items():
            key = path.partition(".")[0]
            if key not in self.feature_types():
                raise KeyError(path)
            changed[key] = turn(changed.get(key, getattr(self, key)), path, value)
            if key in unknown:
                reason = unknown.pop(key)
                unknown |= {
                    setting.path: reason
                    for setting in settings_of(changed[key])
                    if not setting.knob.neutral and (setting.knob.stand_in or not setting.knob.is_entries)
                }
            unknown.pop(path, None)
        turned = self._with({**changed, "unknown": unknown})
        raise_for_references(turned)
        return turned

    def assuming(self, *, loud: bool) -> Self:
        """Return a copy in which every unknown knob is at its loud, or at its quiet, value; nothing is unknown."""
        changed: dict[str, Feature] = {}
        for path in self.unknown:
            key, _, knob = path.partition(".")
            changed[key] = assume(changed.get(key, getattr(self, key)), knob, loud=loud)
        return self._with({**changed, "unknown": {}})

    def _with(self, fields: Mapping[str, Any]) -> Self:
        copy = self.model_copy()
        for name, value in fields.items():
            copy.__dict__[name] = value
        return copy


@cache
def _defaults(kind: type[Tenant]) -> tuple[tuple[str, Feature], ...]:
    return tuple((name, feature.default()) for name, feature in kind.feature_types().items())
