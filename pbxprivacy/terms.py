"""The words: kinds of personal data, of persons, purposes, safeguards and roles.

Closed enumerations. Each `Data`, `Person` and `Purpose` carries, where one exists, its key in the fideslang
3.1 taxonomy and its IRI in the W3C Data Privacy Vocabulary (DPV) 2.3, as a prefixed name (see `DPV_PREFIXES`).
None means that the vocabulary has no such concept, which is itself a fact that exporters tell.

A plain recording is *not* biometric data: GDPR Art. 4(14) asks for specific technical processing. So
`Data.VOICE_RECORDING` maps to fideslang's ``user.content.private`` although fideslang names
``user.biometric.voice`` "Voice Recording"; only `Data.VOICE_PRINT` is biometric.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self

__all__ = [
    "DPV_PREFIXES",
    "DPV_VERSION",
    "FIDESLANG_VERSION",
    "Art9Condition",
    "Data",
    "LegalBasis",
    "PartyKind",
    "Person",
    "Purpose",
    "Role",
    "Safeguard",
    "Transfer",
]

FIDESLANG_VERSION: Final = "3.1"
DPV_VERSION: Final = "2.3"
DPV_PREFIXES: Final = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "tech": "https://w3id.org/dpv/tech#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
}


class _Term(StrEnum):
    """A word with its place in two public vocabularies."""

    fides: str | None
    dpv: str | None
    position: int  # in the order of definition; the engine's bits are counted from it

    def __new__(cls, value: str, fides: str | None = None, dpv: str | None = None) -> Self:
        """Make one word; ``fides`` and ``dpv`` are None where the vocabulary lacks the concept."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.fides = fides
        word.dpv = dpv
        word.position = len(cls.__members__)
        return word

    @property
    def iri(self) -> str | None:
        """The full DPV IRI, or None."""
        if self.dpv is None:
            return None
        prefix, _, name = self.dpv.partition(":")
        return DPV_PREFIXES[prefix] + name


class Data(_Term):
    """A kind of personal data. A blunted form is a kind of its own, so that no later hop can unmask it."""

    # voices: live in a call, kept, left as a message, spoken as a name, measured as a voiceprint
    VOICE_CALL = "voice.call", "user.content.private", "pd:Communication"
    VOICE_RECORDING = "voice.recording", "user.content.private", "pd:VoiceCommunicationRecording"
    VOICE_MAIL = "voice.mail", "user.content.private", "pd:VoiceMail"
    VOICE_NAME = "voice.name", "user.content.private", "pd:Name"
    VOICE_PRINT = "voice.print", "user.biometric.voice", "pd:Biometric"
    VIDEO_CALL = "video.call", "user.content.self_image", "pd:Picture"
    # texts
    TEXT_TRANSCRIPT = "text.transcript", "user.content.private", "pd:Communication"
    TEXT_MESSAGE = "text.message", "user.content.private", "pd:Communication"
    TEXT_MAIL = "text.mail", "user.content.private", "pd:EmailContent"
    TEXT_FORM = "text.form", "user.content", "pd:Communication"
    FILE_SHARED = "file.shared", "user.content.private", None
    # who somebody is, and how to reach them
    CONTACT_NUMBER = "contact.number", "user.contact.phone_number", "pd:TelephoneNumber"
    CONTACT_NUMBER_MASKED = "contact.number.masked", "user.contact.phone_number", "pd:TelephoneNumber"
    CONTACT_NAME = "contact.name", "user.name", "pd:Name"
    CONTACT_EMAIL = "contact.email", "user.contact.email", "pd:EmailAddress"
    CONTACT_ADDRESS = "contact.address", "user.contact.address", "pd:Contact"
    CONTACT_ORGANISATION = "contact.organisation", "user.contact.organization", "pd:Contact"
    CONTACT_ROLE = "contact.role", "user.job_title", "pd:Professional"
    # calls
    CALL_RECORD = "call.record", "user.behavior", "pd:CallLog"
    CALL_EVENT = "call.event", "user.behavior", "pd:CallLog"
    CALL_DIGITS = "call.digits", "user.content.private", None
    CALL_VOTE = "call.rating", "user.content", None
    # people at work
    WORK_ACTIVITY = "work.activity", "user.workplace", "pd:Behavioural"
    WORK_PRESENCE = "work.presence", "user.workplace", "pd:Behavioural"
    WORK_OPERATION = "work.operation", "user.behavior", "pd:Behavioural"
    WORK_LOCATION = "work.location", "user.location", "pd:Location"
    WORK_EMPLOYMENT = "work.employment", "user.workplace", "pd:Professional"
    # networks, devices, accounts
    NETWORK_ADDRESS = "network.address", "user.device.ip_address", "pd:IPAddress"
    NETWORK_ADDRESS_MASKED = "network.address.masked", "user.device.ip_address", "pd:IPAddress"
    NETWORK_SIGNALLING = "network.signalling", "user.telemetry", None
    DEVICE_IDENTIFIER = "device.identifier", "user.device.device_id", "pd:DeviceBased"
    DEVICE_AGENT = "device.agent", "user.device", "pd:UserAgent"
    DEVICE_MEDIA = "device.media", "user.device", "pd:DeviceBased"
    ACCOUNT_IDENTIFIER = "account.identifier", "user.account.username", "pd:Username"
    ACCOUNT_CREDENTIAL = "account.credential", "user.authorization.credentials", "pd:Authenticating"
    DIAGNOSTIC_LOG = "diagnostic.log", "system.operations", None
    # money
    PAYMENT_CARD = "payment.card", "user.payment", "pd:Transactional"
    PAYMENT_BILLING = "payment.billing", "user.payment", "pd:Transactional"
    PAYMENT_CREDIT = "payment.credit", "user.financial", "pd:FinancialAccount"
    # web sites and marketing around telephony
    WEB_VISIT = "web.visit", "user.behavior.browsing_history", "pd:BrowserHistory"
    WEB_REFERRER = "web.referrer", "user.behavior.browsing_history", "pd:BrowsingReferral"
    WEB_COOKIE = "web.cookie", "user.device.cookie", "tech:Cookie"
    WEB_SEARCH = "web.search", "user.behavior.search_history", "pd:BrowserHistory"
    WEB_PROFILE = "web.profile", "user.behavior", "pd:Behavioural"
    MARKETING_RESPONSE = "marketing.response", "user.behavior", "pd:Behavioural"

    @property
    def sharper(self) -> Data | None:
        """The full kind that this one is a blunted form of, or None."""
        return _SHARPER.get(self)


_SHARPER: Final = {
    Data.CONTACT_NUMBER_MASKED: Data.CONTACT_NUMBER,
    Data.NETWORK_ADDRESS_MASKED: Data.NETWORK_ADDRESS,
}
_KEPT_SPEECH: Final = frozenset({Data.VOICE_RECORDING, Data.VOICE_MAIL, Data.VOICE_PRINT, Data.TEXT_TRANSCRIPT})


class Person(_Term):
    """Whose data it is."""

    REMOTE_PARTY = "remote_party", "customer", "dpv:DataSubject"
    EXTENSION_USER = "extension_user", "employee", "dpv:User"
    AGENT = "agent", "employee", "dpv:Employee"
    CONTACT = "contact", "customer", "dpv:DataSubject"
    MEETING_GUEST = "meeting_guest", "visitor", "dpv:Visitor"
    NOTIFIED_PERSON = "notified_person", "employee", "dpv:DataSubject"
    SITE_VISITOR = "site_visitor", "visitor", "dpv:Visitor"
    ACCOUNT_HOLDER = "account_holder", "customer", "dpv:Customer"
    ADMINISTRATOR = "administrator", "employee", "dpv:Employee"
    PROSPECT = "prospect", "prospect", "dpv:DataSubject"
    SUPPLIER = "supplier", "supplier_vendor", "dpv:DataSubject"
    APPLICANT = "applicant", "job_applicant", "dpv:DataSubject"
    STAFF = "staff", "employee", "dpv:Employee"


class Purpose(_Term):
    """What personal data is processed for."""

    CALL_SERVICE = "call_service", "essential.service", "dpv:TechnicalServiceProvision"
    VOICEMAIL_SERVICE = "voicemail_service", "essential.service", "dpv:RequestedServiceProvision"
    COLLABORATION = "collaboration", "essential.service", "dpv:RequestedServiceProvision"
    CONTACT_DIRECTORY = "contact_directory", "essential.service", "dpv:RequestedServiceProvision"
    NOTIFICATION = "notification", "essential.service.notifications", "dpv:ServiceProvision"
    QUALITY_RECORDING = "quality_recording", "functional.service.improve", "dpv:ServiceProvision"
    CALL_STATISTICS = "call_statistics", "functional.service.improve", "dpv:ServiceProvision"
    STAFF_MONITORING = "staff_monitoring", "functional.service.improve", None
    TRANSCRIPTION = "transcription", "functional.service", "dpv:RequestedServiceProvision"
    INTEGRATION = "integration", "third_party_sharing", "dpv:ServiceProvision"
    TROUBLESHOOTING = "troubleshooting", "essential.service.operations.support", "dpv:CustomerCare"
    SECURITY = "security", "essential.service.security", "dpv:EnforceSecurity"
    BACKUP = "backup", "essential.service.operations", "dpv:EnforceSecurity"
    BILLING = "billing", "essential.service.payment_processing", "dpv:PaymentManagement"
    LEGAL_OBLIGATION = "legal_obligation", "essential.legal_obligation", "dpv:LegalCompliance"
    MODEL_TRAINING = "model_training", "train_ai_system", None
    MARKETING = "marketing", "marketing", "dpv:Marketing"
    ADVERTISING = "advertising", "marketing.advertising", "dpv:Advertising"
    WEB_ANALYTICS = "web_analytics", "analytics", None
    CREDIT_CHECK = "credit_check", "essential.fraud_detection", None
    RECRUITMENT = "recruitment", "employment.recruitment", None


class Safeguard(StrEnum):
    """What protects items on their way, and where they lie.

    *Carried* ones hold on a path once one flow gave them. *Hop* ones hold on a path only if every hop has
    them. At a place each holds only if it holds on all paths. `ENCRYPTED_AT_REST` belongs to the place alone.
    """

    ANNOUNCED = "announced"
    CONSENTED = "consented"
    ENCRYPTED_IN_TRANSIT = "encrypted_in_transit"
    AUTHENTICATED = "authenticated"
    ADDRESS_RESTRICTED = "address_restricted"
    ENCRYPTED_AT_REST = "encrypted_at_rest"

    def concerns(self, data: Data) -> bool:
        """Tell whether it makes sense for a kind of data: being told and agreeing are about what was said and kept."""
        return not self.is_carried or data in _KEPT_SPEECH

    @property
    def is_carried(self) -> bool:
        """Whether it holds on a path once one flow gave it."""
        return self in (Safeguard.ANNOUNCED, Safeguard.CONSENTED)


class Role(StrEnum):
    """What a party is in the terms of GDPR Art. 4, as declared; never guessed."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint_controller"
    INDEPENDENT_CONTROLLER = "independent_controller"
    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub_processor"
    RECIPIENT = "recipient"
    AUTHORITY = "authority"


class PartyKind(StrEnum):
    """What sort of party can hold data."""

    TENANT = "tenant"
    OPERATOR = "operator"
    APPLICATION = "application"
    CARRIER = "carrier"
    CRM = "crm"
    SPEECH_TO_TEXT = "speech_to_text"
    TEXT_TO_SPEECH = "text_to_speech"
    VIDEO_MEETING = "video_meeting"
    MAIL = "mail"
    WEB_PAGE = "web_page"
    STORAGE = "storage"
    DATABASE = "database"
    MONITORING = "monitoring"
    PLATFORM_VENDOR = "platform_vendor"
    DISTRIBUTION = "distribution"
    PAYMENT = "payment"
    CREDIT_REFERENCE = "credit_reference"
    CALL_TRACKING = "call_tracking"
    WEB_CHAT = "web_chat"
    WEB_ANALYTICS = "web_analytics"
    ADVERTISING = "advertising"
    SOCIAL = "social"
    MARKETING = "marketing"
    RECRUITMENT = "recruitment"
    ADVISER = "adviser"
    AFFILIATE = "affiliate"
    CUSTOMER = "customer"
    AUTHORITY = "authority"
    ANYONE = "anyone"
    OPAQUE = "opaque"
    UNKNOWN = "unknown"


class LegalBasis(StrEnum):
    """A ground of GDPR Art. 6(1), as declared by the controller."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Art9Condition(StrEnum):
    """A condition of GDPR Art. 9(2) for special categories, as declared by the controller."""

    EXPLICIT_CONSENT = "explicit_consent"
    EMPLOYMENT_LAW = "employment_law"
    VITAL_INTERESTS = "vital_interests"
    NOT_FOR_PROFIT = "not_for_profit"
    MADE_PUBLIC = "made_public"
    LEGAL_CLAIMS = "legal_claims"
    PUBLIC_INTEREST = "public_interest"
    HEALTH_CARE = "health_care"
    PUBLIC_HEALTH = "public_health"
    ARCHIVING = "archiving"


class Transfer(StrEnum):
    """A mechanism of GDPR Chapter V for a transfer to a third country, as declared."""

    ADEQUACY = "adequacy"
    DATA_PRIVACY_FRAMEWORK = "dpf"
    STANDARD_CONTRACTUAL_CLAUSES = "scc"
    BINDING_CORPORATE_RULES = "bcr"
    CODE_OF_CONDUCT = "code_of_conduct"
    CERTIFICATION = "certification"
    AD_HOC_CLAUSES = "ad_hoc_clauses"
    UK_IDTA = "idta"
    DEROGATION = "derogation"
