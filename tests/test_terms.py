"""The words: tied to public vocabularies by names that exist, and enough of them for five published policies."""

from __future__ import annotations

import pytest

from pbxprivacy.terms import DPV_PREFIXES, Data, Person, Purpose, Safeguard

# fideslang 3.1.4: the keys used here, each found in its default taxonomy
FIDES_DATA = """
system.operations user.account.username user.authorization.credentials user.behavior user.behavior.browsing_history
user.behavior.search_history user.biometric.voice user.contact.address user.contact.email user.contact.organization
user.contact.phone_number user.content user.content.private user.content.self_image user.device user.device.cookie
user.device.device_id user.device.ip_address user.financial user.job_title user.location user.name user.payment
user.telemetry user.workplace
""".split()
FIDES_SUBJECTS = "customer employee job_applicant prospect supplier_vendor visitor".split()
FIDES_USES = """
analytics employment.recruitment essential.fraud_detection essential.legal_obligation essential.service
essential.service.notifications essential.service.operations essential.service.operations.support
essential.service.payment_processing essential.service.security functional.service functional.service.improve marketing
marketing.advertising third_party_sharing train_ai_system
""".split()
# W3C DPV 2.3: concepts used here, each found in the vocabulary
DPV = """
dpv:Advertising dpv:Customer dpv:CustomerCare dpv:DataSubject dpv:Employee dpv:EnforceSecurity dpv:LegalCompliance
dpv:Marketing dpv:PaymentManagement dpv:RequestedServiceProvision dpv:ServiceProvision dpv:TechnicalServiceProvision
dpv:User dpv:Visitor pd:Authenticating pd:Behavioural pd:Biometric pd:BrowserHistory pd:BrowsingReferral pd:CallLog
pd:Communication pd:Contact pd:DeviceBased pd:EmailAddress pd:EmailContent pd:FinancialAccount pd:IPAddress pd:Location
pd:Name pd:Picture pd:Professional pd:TelephoneNumber pd:Transactional pd:UserAgent pd:Username
pd:VoiceCommunicationRecording pd:VoiceMail tech:Cookie
""".split()
# names that look right and are in no DPV, or mean something else there
NO_SUCH_DPV = """
dpv:Transcribe dpv:EncryptionInTransit tech:SaaS tech:Webhook tech:LogFile pd:JobTitle pd:DeviceIdentifier eu-gdpr:ROPA
eu-gdpr:A30 eu-gdpr:A28 pd:CommunicationsMetadata pd:SocialMediaCommunication
""".split()
ALL = (*Data, *Person, *Purpose)


@pytest.mark.parametrize(
    ("words", "known"), [(Data, FIDES_DATA), (Person, FIDES_SUBJECTS), (Purpose, FIDES_USES)], ids=str
)
def test_every_fideslang_key_exists_there(words: type[Data | Person | Purpose], known: list[str]) -> None:
    assert {word.fides for word in words} == set(known)


def test_every_dpv_concept_exists_there_and_none_of_the_names_that_do_not() -> None:
    used = {word.dpv for word in ALL if word.dpv is not None}
    assert used == set(DPV)
    assert not used & set(NO_SUCH_DPV)


def test_a_dpv_name_stands_for_a_full_iri_over_https() -> None:
    assert Data.VOICE_MAIL.iri == "https://w3id.org/dpv/pd#VoiceMail"
    assert Purpose.CALL_SERVICE.iri == "https://w3id.org/dpv#TechnicalServiceProvision"
    assert Data.WEB_COOKIE.iri == "https://w3id.org/dpv/tech#Cookie"
    assert Data.FILE_SHARED.iri is None
    assert all(iri.startswith("https://w3id.org/dpv") and iri.endswith("#") for iri in DPV_PREFIXES.values())


def test_only_a_voiceprint_is_biometric() -> None:
    assert [data for data in Data if "biometric" in (data.fides or "")] == [Data.VOICE_PRINT]
    assert [data for data in Data if data.dpv == "pd:Biometric"] == [Data.VOICE_PRINT]
    assert Data.VOICE_RECORDING.dpv == "pd:VoiceCommunicationRecording"


@pytest.mark.parametrize("words", [Data, Person, Purpose], ids=str)
def test_positions_are_dense_and_in_the_order_of_definition(words: type[Data | Person | Purpose]) -> None:
    assert [word.position for word in words] == list(range(len(words)))


def test_a_blunted_form_is_a_kind_of_its_own_and_knows_the_full_one() -> None:
    assert {data: data.sharper for data in Data if data.sharper} == {
        Data.CONTACT_NUMBER_MASKED: Data.CONTACT_NUMBER,
        Data.NETWORK_ADDRESS_MASKED: Data.NETWORK_ADDRESS,
    }


def test_being_told_and_agreeing_are_about_speech_that_is_kept_and_hold_along_a_path() -> None:
    spoken = {Data.VOICE_RECORDING, Data.VOICE_MAIL, Data.VOICE_PRINT, Data.TEXT_TRANSCRIPT}
    for guard in Safeguard:
        assert guard.is_carried == (guard in {Safeguard.ANNOUNCED, Safeguard.CONSENTED})
        assert {data for data in Data if guard.concerns(data)} == (spoken if guard.is_carried else set(Data))


# What five published policies about telephony name, and the word for it here.
DATA_NAMED = {
    Data.VOICE_CALL: "voice_content",
    Data.VOICE_RECORDING: "voice_recording",
    Data.VOICE_MAIL: "voicemail_audio",
    Data.VOICE_PRINT: "voiceprint",
    Data.VIDEO_CALL: "video",
    Data.TEXT_TRANSCRIPT: "transcript",
    Data.TEXT_MESSAGE: "message_content chat_content message",
    Data.TEXT_MAIL: "email_content attachments notification_content",
    Data.TEXT_FORM: "form_entries feedback problem_description use_case business_requirements meeting_and_call_notes "
    "text_content",
    Data.FILE_SHARED: "files",
    Data.CONTACT_NUMBER: "phone phone_caller phone_callee phone_parties phone_contact phone_business phone_mobile "
    "phone_home phone_trunk fax page_phone_numbers",
    Data.CONTACT_NAME: "name name_caller name_callee name_internal display_name_external",
    Data.CONTACT_EMAIL: "email",
    Data.CONTACT_ADDRESS: "address physical_address site",
    Data.CONTACT_ORGANISATION: "company organisation organisation_type headcount website",
    Data.CONTACT_ROLE: "role",
    Data.CALL_RECORD: "call_metadata call_log cdr routing call_duration call_time call_source number_type",
    Data.CALL_EVENT: "call_data app_metadata event",
    Data.WORK_ACTIVITY: "agent_activity",
    Data.WORK_PRESENCE: "agent_availability agent_preference",
    Data.WORK_OPERATION: "operation result api_commands config",
    Data.WORK_LOCATION: "agent_location",
    Data.WORK_EMPLOYMENT: "job_application employment_file",
    Data.NETWORK_ADDRESS: "ip isp",
    Data.DEVICE_AGENT: "browser device_info",
    Data.DEVICE_MEDIA: "mic_info camera_info",
    Data.ACCOUNT_IDENTIFIER: "account_id agency_id admin_id",
    Data.ACCOUNT_CREDENTIAL: "password api_key account_key",
    Data.DIAGNOSTIC_LOG: "log_data technical_log",
    Data.PAYMENT_CARD: "card",
    Data.PAYMENT_BILLING: "billing billing_address",
    Data.PAYMENT_CREDIT: "credit_score",
    Data.WEB_VISIT: "pages site_usage web_visits browsing web_history full_url visit_id timestamps visit_counts "
    "phone_numbers_displayed",
    Data.WEB_REFERRER: "referrer referrer_pages visit_source ppc_ad_clicked campaign",
    Data.WEB_COOKIE: "cookie_id calltracks_guid doubleclick_dart_cookie other_cookies",
    Data.WEB_SEARCH: "search_terms",
    Data.WEB_PROFILE: "behaviour on_page_behaviour purchase_propensity user_list_membership",
    Data.MARKETING_RESPONSE: "open_events click_events",
}
PERSONS_NAMED = {
    Person.REMOTE_PARTY: "caller call_party end_customer",
    Person.EXTENSION_USER: "extension_user",
    Person.AGENT: "agent",
    Person.CONTACT: "external_contact third_person contact",
    Person.MEETING_GUEST: "participant external_participant",
    Person.NOTIFIED_PERSON: "notified_contact",
    Person.SITE_VISITOR: "website_visitor customer_site_visitor respondent",
    Person.ACCOUNT_HOLDER: "account_holder licence_holder customer business end_user",
    Person.ADMINISTRATOR: "administrator",
    Person.PROSPECT: "prospect subscriber demo_user reseller",
    Person.SUPPLIER: "supplier correspondent",
    Person.APPLICANT: "applicant",
    Person.STAFF: "staff employee ex_employee",
}


@pytest.mark.parametrize("named", [DATA_NAMED, PERSONS_NAMED], ids=["data", "persons"])
def test_what_the_policies_name_has_one_word_each(named: dict[Data | Person, str]) -> None:
    words = [word for line in named.values() for word in line.split()]
    assert len(words) == len(set(words))
    assert all(str(word) for word in named)


def test_every_person_is_named_by_some_policy() -> None:
    assert set(PERSONS_NAMED) == set(Person)


def test_kinds_that_no_policy_names_are_those_that_telephony_itself_has() -> None:
    assert {str(data) for data in Data if data not in DATA_NAMED} == {
        "voice.name",
        "contact.number.masked",
        "call.digits",
        "call.rating",
        "network.address.masked",
        "network.signalling",
        "device.identifier",
    }
