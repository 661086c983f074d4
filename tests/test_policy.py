"""What a published privacy policy says of a cloud PBX's features, sentence by sentence, as it follows from settings."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, each, holder, lacking, path, told, where

ROOM = {"conferencing": {"enabled": True, "rooms": ["board"]}}
IN_CONFERENCES = {"mode": "opt_in", "scopes": ["conference"]}
CRM = {"crm": {"enabled": True, "vendor": "zoho"}}
PARTIES = {
    "zoho": {"name": "Zoho", "kind": "crm", "country": "IN"},
    "dialer": {"name": "Dialer Co", "country": "US"},
}
GRANTED = {"database_grant": {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"]}}
APPLICATION = "service/database_grant:dialer"
API = {"enabled": True, "application": "dialer", "permit": ["192.0.2.10/32"], "voicemail": True}
TRANSCRIBED = {"voicemail_transcription": {"enabled": True, "authenticated": True}}
GUEST = "meeting_guest"


def stores_of(data: str, person: str, **features: Any) -> set[str]:
    """Return the stores that keep something."""
    return {place for place in where(told(**features), data, person) if place.startswith("store/")}


# Call Recordings


def test_call_recordings_are_disabled_by_default_and_are_opt_in_only() -> None:
    assert not where(told(**LINE, **ROOM), "voice.recording", "remote_party")
    opted_in = told(**LINE, call_recording={"mode": "opt_in"})
    assert at(opted_in, "store/recordings") >= each("voice.recording", "remote_party", "extension_user")
    assert lacking(opted_in, "store/recordings", Safeguard.CONSENTED) == set()


def test_the_stored_information_includes_numbers_addresses_and_all_the_recorded_conversation() -> None:
    found = at(told(**LINE, call_recording={"mode": "always", "scopes": ["external"]}), "store/recordings")
    both = each("voice.recording contact.number", "remote_party", "extension_user")
    assert found == both | each("network.address", "extension_user")


def test_a_prompt_notifies_both_parties_or_the_voices_are_unannounced() -> None:
    voices = each("voice.recording", "remote_party", "extension_user")
    always = {"mode": "always", "scopes": ["external"]}
    for announcement, unannounced in (("prompt", set()), ("beep", voices), ("none", voices)):
        recording = {**always, "announcement": announcement}
        found = lacking(told(**LINE, call_recording=recording), "store/recordings", Safeguard.ANNOUNCED)
        assert found == unannounced
    one_side = told(**LINE, call_recording={**always, "announced_to_all": False})
    assert lacking(one_side, "store/recordings", Safeguard.ANNOUNCED) == voices


# Conferencing


def test_with_recording_off_no_voice_of_a_conference_is_kept() -> None:
    quiet = told(**LINE, **ROOM)
    assert where(quiet, "voice.call", GUEST) == {"call/conference:board"}
    assert not where(quiet, "voice.recording", GUEST)


def test_with_recording_and_call_records_off_nothing_of_a_conference_is_kept() -> None:
    for data in ("voice.call", "voice.recording", "contact.name", "contact.number", "call.record"):
        assert stores_of(data, GUEST, **LINE, **ROOM, cdr={"enabled": False}) == set()


def test_a_conference_includes_the_names_and_numbers_of_all_participants() -> None:
    room = at(told(**LINE, **ROOM), "call/conference:board")
    assert room >= each("contact.name contact.number", GUEST, "remote_party", "extension_user")


def test_a_conference_that_is_not_used_holds_nobody() -> None:
    assert not where(told(**LINE), "voice.call", GUEST)


@pytest.mark.parametrize(
    ("readers", "screens"),
    [
        ("nobody", set()),
        ("administrators", {"screen/admin"}),
        ("supervisors", {"screen/admin", "screen/supervisor"}),
        ("everyone", {"screen/admin", "screen/supervisor", "screen/phone"}),
    ],
)
def test_with_recording_on_for_conferences_the_guests_voices_reach_whoever_may_read_recordings(
    readers: str, screens: set[str]
) -> None:
    inventory = told(**LINE, **ROOM, call_recording={**IN_CONFERENCES, "readers": readers})
    assert where(inventory, "voice.recording", GUEST) == {"store/recordings", *screens}
    for screen in screens:
        route = path(inventory, screen, "voice.recording of meeting_guest")
        assert route == ["call/conference:board", "store/recordings", screen]


def test_recording_that_is_on_for_queues_alone_keeps_nothing_of_a_conference() -> None:
    queues = {"mode": "always", "scopes": ["queue"]}
    assert not where(told(**LINE, **ROOM, call_recording=queues), "voice.recording", GUEST)


# Of two queues, one announced


def test_readers_of_recordings_are_exposed_to_the_unannounced_voices_of_the_queue_without_a_prompt() -> None:
    inventory = told(
        **LINE,
        queues={"names": ["sales", "support"]},
        call_recording={
            "mode": "always",
            "scopes": ["queue"],
            "announcement": "prompt",
            "rules": {"queue:support": {"announcement": "none"}},
        },
    )
    voice = "voice.recording of remote_party"
    for place in ("store/recordings", "screen/admin"):
        assert voice in lacking(inventory, place, Safeguard.ANNOUNCED)
    unannounced = path(inventory, "screen/admin", voice, Safeguard.ANNOUNCED)
    assert unannounced == ["call/inbound.external", "call/queue:support", "store/recordings", "screen/admin"]


def test_of_two_queues_that_are_both_announced_nothing_is_unannounced() -> None:
    recording = {"mode": "always", "scopes": ["queue"]}
    inventory = told(**LINE, queues={"names": ["sales", "support"]}, call_recording=recording)
    assert "voice.recording of agent" in at(inventory, "screen/admin")
    assert lacking(inventory, "screen/admin", Safeguard.ANNOUNCED) == set()


# CRM Integration


def test_without_the_crm_no_contact_of_it_is_anywhere() -> None:
    assert not where(told(**LINE), "contact.number", "contact")


def test_after_the_call_the_contacts_number_is_in_the_call_record_and_its_name_is_not() -> None:
    inventory = told(**LINE, **CRM, parties=PARTIES)
    assert at(inventory, "store/cdr") & each("contact.number contact.name", "contact") == {"contact.number of contact"}
    assert "contact.number of contact" in at(inventory, "screen/web_client")


def test_once_contacts_are_synchronised_the_name_is_in_the_pop_up_and_in_the_call_record_too() -> None:
    synced = {"crm": {**CRM["crm"], "sync_contacts": True}}
    inventory = told(**LINE, **synced, parties=PARTIES)
    both = each("contact.number contact.name", "contact")
    assert at(inventory, "store/cdr") >= both
    assert at(inventory, "screen/web_client") >= both
    route = path(inventory, "store/cdr", "contact.name of contact")
    assert route == ["service/crm", "store/crm_contacts", "store/cdr"]


def test_where_no_call_records_are_kept_the_crm_writes_none() -> None:
    synced = {"crm": {**CRM["crm"], "sync_contacts": True}}
    for data in ("contact.number", "contact.name"):
        found = where(told(**LINE, **synced, parties=PARTIES, cdr={"enabled": False}), data, "contact")
        assert "store/cdr" not in found


def test_the_crm_learns_who_calls() -> None:
    inventory = told(**LINE, **CRM, parties=PARTIES)
    assert holder(inventory, "service/crm") == "zoho"
    assert at(inventory, "service/crm") == {"contact.number of remote_party"}


def test_crm_with_a_database_grant_sends_contact_data_to_the_application_by_way_of_the_call_records() -> None:
    synced = {"crm": {**CRM["crm"], "sync_contacts": True}}
    inventory = told(**LINE, **synced, **GRANTED, parties=PARTIES)
    assert holder(inventory, APPLICATION) == "dialer"
    assert at(inventory, APPLICATION) >= each("contact.number contact.name", "contact")
    number = path(inventory, APPLICATION, "contact.number of contact")
    assert number == ["service/crm", "store/cdr", APPLICATION]
    name = path(inventory, APPLICATION, "contact.name of contact")
    assert name == ["service/crm", "store/crm_contacts", "store/cdr", APPLICATION]


@pytest.mark.parametrize("without", ["crm", "database_grant", "cdr"])
def test_without_crm_or_grant_or_call_records_no_contact_reaches_the_application(without: str) -> None:
    features = {**LINE, **CRM, **GRANTED, "parties": PARTIES, without: {"enabled": False}}
    assert APPLICATION not in where(told(**features), "contact.number", "contact")


# Voicemail and its transcription


def test_transcription_sends_the_callers_message_to_google_and_brings_text_back() -> None:
    inventory = told(**LINE, **TRANSCRIBED)
    google = "service/voicemail_transcription"
    assert holder(inventory, google) == "google_stt"
    assert path(inventory, google, "voice.mail of remote_party") == [
        "call/inbound.external",
        "store/voicemail",
        google,
    ]
    assert "text.transcript of remote_party" in at(inventory, "store/voicemail")


def test_nothing_goes_to_google_before_somebody_authenticated_there() -> None:
    inventory = told(**LINE, voicemail_transcription={"enabled": True})
    assert not [entry for entry in inventory.exposures if entry.party == "google_stt"]


def test_the_text_goes_wherever_voicemail_goes() -> None:
    voicemail = {"mailed": "audio", "readers": "everyone"}
    features = {"voicemail": voicemail, "mail_server": {"relay": "dialer"}, "api": API, "parties": PARTIES}
    inventory = told(**LINE, **TRANSCRIBED, **features)
    spoken = where(inventory, "voice.mail", "remote_party")
    assert where(inventory, "text.transcript", "remote_party") == spoken
    assert spoken == {
        "store/voicemail",
        "service/voicemail_transcription",
        "service/mail_out",
        "service/mail_relay",
        "mailbox/recipients",
        "service/api:dialer",
        "screen/owner",
        "screen/admin",
        "screen/phone",
    }
    assert holder(inventory, "service/mail_relay") == "dialer"


def test_voicemail_can_be_disabled_and_then_there_is_nothing_to_transcribe() -> None:
    inventory = told(**LINE, **TRANSCRIBED, voicemail={"enabled": False})
    assert not where(inventory, "voice.mail", "remote_party")
    assert not where(inventory, "text.transcript", "remote_party")


# Contacts


def test_personal_contacts_reach_nobody_but_their_owner() -> None:
    inventory = told(
        **LINE,
        **ROOM,
        **GRANTED,
        parties=PARTIES,
        personal_contacts={"enabled": True},
        api={**API, "contacts": True, "directory": True, "live_calls": True, "messages": True},
        call_recording={"mode": "always", "readers": "everyone"},
        debug_log={"enabled": True, "digits": True, "remote": True},
        packet_capture={"enabled": True, "media_included": True, "remote": True},
        call_reports={"enabled": True, "scheduled_mail": True, "readers": "everyone"},
        voicemail={"mailed": "audio", "readers": "everyone"},
        event_notifications={"enabled": True, "by_mail": True, "by_phone": True},
    )
    for card in each("contact.name contact.organisation contact.email contact.number contact.address", "contact"):
        data, _, person = card.split()
        assert where(inventory, data, person) == {"store/personal_contacts", "screen/owner"}


def test_company_contacts_are_seen_by_extensions_that_were_granted_the_privilege() -> None:
    for readers, seen in (("administrators", False), ("granted", True)):
        inventory = told(company_contacts={"enabled": True, "readers": readers})
        assert ("screen/web_client" in where(inventory, "contact.email", "contact")) is seen


# Logs and captures


@pytest.mark.parametrize(("feature", "store"), [("debug_log", "store/debug_log"), ("packet_capture", "store/captures")])
def test_logs_and_captures_take_the_parties_names_and_numbers_only_while_they_run(feature: str, store: str) -> None:
    assert store not in where(told(**LINE), "contact.name", "remote_party")
    running = told(**LINE, **{feature: {"enabled": True}})
    assert at(running, store) >= each("contact.name contact.number", "remote_party", "extension_user")
    assert not [entry for entry in running.exposures if entry.place == store]
