"""Sentences of the policy about what leaves the PBX, and what comes of several of them together."""

from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.tenant import Tenant
from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, QUEUE, at, each, kept, lacking, path, told, where

APP = {"application": "dialer", "permit": ["192.0.2.10/32"]}
PARTIES = {"dialer": {"name": "Dialer Co"}, "desk": {"name": "Desk Co"}, "cloud": {"name": "Cloud Storage"}}
PAGE = {"popup_url": {"enabled": True, "url": "https://desk.example/call", "recipient": "desk"}}
WEB = {"web_calls": {"enabled": True}}
RECORDED = {"call_recording": {"mode": "opt_in", "retention": "P28D"}}
CALLER = each("contact.number contact.name", "remote_party")


def policy(**features: Any) -> Inventory:
    return told(parties=PARTIES, **features)


def parties_that_get(inventory: Inventory, data: str) -> set[str]:
    return {entry.party for entry in inventory.exposures if entry.item.data == data}


# default states


@pytest.mark.parametrize(
    "feature",
    ["call_recording", "instant_messaging", "ami", "api", "database_grant", "popup_url", "video_conferencing"],
)
def test_the_feature_is_disabled_by_default(feature: str) -> None:
    assert not Tenant.feature_types()[feature].default().traced.flows


def test_with_all_defaults_a_line_exposes_calls_to_its_carrier_alone() -> None:
    assert {entry.party for entry in told(**LINE).exposures} == {"unknown"}
    assert {entry.place for entry in told(**LINE).exposures} == {"service/trunk:main"}


# web calls and video


def test_video_is_visible_to_participants_only_and_never_recorded_or_stored_whatever_else_is_on() -> None:
    loud = {
        "call_recording": {"mode": "always", "readers": "everyone"},
        "listening_in": {"enabled": True, "who": "everyone", "calls": "all"},
        "ami": {"enabled": True, "reads": "everything", "commands": True, **APP},
        "api": {"enabled": True, "call_control": True, "live_calls": True, **APP},
        "packet_capture": {"enabled": True, "media_included": True},
        "debug_log": {"enabled": True},
        "backups": {"enabled": True, "recordings": True, "logs": True},
        "speaker_identification": {"enabled": True, "of": "everyone", "from_recordings": True},
        "media_encryption": {"media": "none", "signalling": "none"},
    }
    inventory = policy(**WEB, **LINE, **QUEUE, **loud)
    for person in ("remote_party", "extension_user"):
        assert where(inventory, "video.call", person) == {"screen/web_call"}


@pytest.mark.parametrize(
    ("recording", "is_recorded"),
    [
        ({}, False),
        ({"mode": "opt_in"}, True),
        ({"mode": "opt_in", "scopes": ["queue", "external"]}, False),
        ({"mode": "opt_in", "scopes": ["web"]}, True),
        ({"mode": "always", "rules": {"web": {"mode": "off"}}}, False),
        ({"rules": {"web": {"mode": "on_demand"}}}, True),
    ],
)
def test_recording_of_web_audio_follows_the_rule_for_call_recordings(
    recording: dict[str, Any], is_recorded: bool
) -> None:
    inventory = policy(**WEB, call_recording=recording)
    assert bool(where(inventory, "voice.recording", "remote_party")) == is_recorded
    assert "video.call of remote_party" not in at(inventory, "store/recordings")


def test_a_video_meeting_is_hosted_by_its_provider_and_neither_recorded_nor_stored() -> None:
    inventory = policy(video_conferencing={"enabled": True}, **RECORDED)
    assert parties_that_get(inventory, "video.call") == {"agora"}
    assert where(inventory, "voice.recording", "meeting_guest") == set()
    assert not parties_that_get(inventory, "diagnostic.log")
    clicked = policy(video_conferencing={"enabled": True, "log_upload": "on_click"})
    assert parties_that_get(clicked, "diagnostic.log") == {"agora"}


# messages


def test_messages_are_not_stored() -> None:
    inventory = policy(instant_messaging={"enabled": True})
    stores = {place for place in where(inventory, "text.message", "extension_user") if place.startswith("store/")}
    assert stores == set()


# applications


def test_ami_gives_an_application_names_and_numbers_of_calls_and_no_voices() -> None:
    inventory = policy(ami={"enabled": True, **APP}, **LINE, **RECORDED)
    assert at(inventory, "service/ami:dialer") == CALLER | each("contact.number contact.name", "extension_user") | each(
        "call.record", "remote_party", "extension_user"
    )


def test_api_gives_an_application_records_and_recordings() -> None:
    inventory = policy(api={"enabled": True, **APP}, **LINE, **RECORDED)
    got = at(inventory, "service/api:dialer")
    assert got == at(inventory, "store/cdr") | at(inventory, "store/recordings")
    assert each("voice.recording", "remote_party") <= got


@pytest.mark.parametrize("feature", ["ami", "api", "database_grant"])
def test_without_an_authorised_address_nobody_gets_anything(feature: str) -> None:
    inventory = policy(**{feature: {"enabled": True, "application": "dialer"}}, **LINE, **RECORDED)
    assert not [entry for entry in inventory.exposures if entry.party == "dialer"]


@pytest.mark.parametrize("feature", ["api", "database_grant"])
def test_contact_data_of_the_crm_reaches_an_application_through_the_records(feature: str) -> None:
    grant = {feature: {"enabled": True, **APP}}
    target = f"service/{feature}:dialer"
    linked = policy(**grant, crm={"enabled": True}, **LINE)
    assert path(linked, target, "contact.number of contact") == ["service/crm", "store/cdr", target]
    assert "contact.name of contact" not in at(linked, target)
    synced = policy(**grant, crm={"enabled": True, "sync_contacts": True}, **LINE)
    assert path(synced, target, "contact.name of contact") == ["service/crm", "store/crm_contacts", "store/cdr", target]


def test_transcribed_recordings_reach_whoever_reads_recordings() -> None:
    transcribed = {"recording_transcription": {"enabled": True, "provider": "google_stt"}}
    inventory = policy(api={"enabled": True, **APP}, **transcribed, **LINE, **RECORDED)
    assert parties_that_get(inventory, "voice.recording") == {"google_stt", "dialer"}
    assert parties_that_get(inventory, "text.transcript") == {"google_stt", "dialer"}


# the popup URL


def test_the_popup_url_receives_the_incoming_callers_name_and_number() -> None:
    got = at(policy(**PAGE, **LINE), "service/popup_url")
    assert got >= CALLER
    assert {item.partition(" ")[0] for item in got} == {"contact.number", "contact.name"}


@pytest.mark.parametrize(
    ("book", "known"),
    [
        ({"company_contacts": {"enabled": True}}, "contact.number contact.name"),
        ({"crm": {"enabled": True}}, "contact.number"),
        ({"crm": {"enabled": True, "sync_contacts": True}}, "contact.number contact.name"),
    ],
)
def test_from_the_crm_or_the_phone_book_too(book: dict[str, Any], known: str) -> None:
    got = at(policy(**PAGE, **LINE, **book), "service/popup_url")
    assert {item for item in got if item.endswith(" of contact")} == each(known, "contact")


def test_personal_contacts_reach_nobody_but_their_owner_unless_they_are_backed_up() -> None:
    loud = {
        "personal_contacts": {"enabled": True},
        "api": {"enabled": True, "contacts": True, "directory": True, **APP},
        "ami": {"enabled": True, "reads": "everything", **APP},
        "phone_provisioning": {"enabled": True, "permit": ["192.0.2.0/24"], "phone_book": True},
        "webhooks": {"enabled": True, "calls": True, "records": True},
    }
    inventory = policy(**loud, **PAGE, **LINE)
    for data in ("contact.number", "contact.name", "contact.email", "contact.address"):
        assert where(inventory, data, "contact") == {"store/personal_contacts", "screen/owner"}
    copied = policy(**loud, **LINE, backups={"enabled": True, "personal_contacts": True, "storage": "cloud"})
    assert parties_that_get(copied, "contact.address") == {"cloud"}


# how long


@pytest.mark.parametrize("storage", ["operator", "cloud"])
def test_a_recording_kept_28_days_and_its_backup_180_make_208(storage: str) -> None:
    backup = {"enabled": True, "recordings": True, "retention": "P180D", "storage": storage}
    inventory = policy(**LINE, **RECORDED, backups=backup)
    assert kept(inventory, "store/recordings") == {"P28D"}
    assert kept(inventory, "store/backups") == {"P208D"}


# who was told


def test_of_two_queues_one_announced_the_api_hands_on_voices_that_were_not_told() -> None:
    queues = {"queues": {"names": ["sales", "support"]}}
    rules = {"queue:sales": {"mode": "always"}, "queue:support": {"mode": "always", "announcement": "none"}}
    inventory = policy(**queues, call_recording={"rules": rules}, api={"enabled": True, **APP})
    target = "service/api:dialer"
    assert "voice.recording of agent" in lacking(inventory, target, Safeguard.ANNOUNCED)
    assert path(inventory, target, "voice.recording of agent", Safeguard.ANNOUNCED) == [
        "call/queue:support",
        "store/recordings",
        target,
    ]


def test_a_voiceprint_is_the_only_biometric_data_and_comes_of_speaker_identification_alone() -> None:
    without = policy(**LINE, **RECORDED, recording_transcription={"enabled": True})
    assert not parties_that_get(without, "voice.print")
    assert parties_that_get(policy(**LINE, speaker_identification={"enabled": True}), "voice.print") == {"unknown"}
