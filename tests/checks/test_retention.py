"""How long things live: stated or not, with or without limit, and as copies."""

from __future__ import annotations

from tests.checks.found import DIALER, LINE, RECORDED, about, found

OUTLIVES = "copy-outlives-original"


def test_a_recording_of_28_days_in_a_backup_of_180_days_lives_208() -> None:
    recording = {**RECORDED, "retention": "P28D"}
    stored = {"enabled": True, "recordings": True, "retention": "P180D"}
    (finding,) = found(OUTLIVES, call_recording=recording, backups=stored)
    assert finding.what == (
        "store/backups keeps copies of voice.recording, contact.number and network.address for 208 days;"
        " the originals are in store/recordings for 28 days."
    )
    assert finding.knobs == ("backups.retention",)
    assert finding.path == ("store/recordings", "store/backups")


def test_an_archive_with_a_clock_of_its_own_outlives_what_is_kept_shorter() -> None:
    recording = {**RECORDED, "retention": "P28D"}
    archive = {"enabled": True, "storage": "dialer", "retention": "P29D"}
    (finding,) = found(OUTLIVES, call_recording=recording, archive_upload=archive)
    assert (finding.about, finding.recipient) == ("service/archive", "dialer")
    assert about(OUTLIVES, call_recording=recording, archive_upload={**archive, "retention": "P28D"}) == []


def test_mail_outlives_the_message_that_it_carries() -> None:
    mailed = {"mailed": "audio", "retention": "P30D"}
    (finding,) = found(OUTLIVES, voicemail=mailed, mail_server={"retention": "P365D"})
    assert finding.path == ("store/voicemail", "mailbox/recipients")
    assert finding.what.endswith("for 365 days; the originals are in store/voicemail for 30 days.")
    (unlimited,) = found(OUTLIVES, voicemail=mailed, mail_server={"retention": "unlimited"})
    assert " without limit; " in unlimited.what


def test_mailboxes_that_state_nothing_are_the_matter_of_another_rule() -> None:
    mailed = {"mailed": "audio"}
    assert about("retention-unstated", voicemail=mailed) == ["mailbox/recipients"]
    assert about(OUTLIVES, voicemail=mailed) == []
    hosted = {"mailboxes": "dialer"}
    assert about("retention-unstated", voicemail=mailed, mail_server=hosted) == []
    assert "dialer" not in about("recipient-retention-unstated", voicemail=mailed, mail_server=hosted)


def test_a_crm_contact_in_the_call_records_outlives_the_contact() -> None:
    crm = {"enabled": True, "vendor": "dialer", "sync_contacts": True, "retention": "P30D"}
    (finding,) = found(OUTLIVES, crm=crm, cdr={"retention": "P90D"})
    assert finding.path == ("store/crm_contacts", "store/cdr")


def test_what_an_application_declares_to_keep_longer_outlives_what_it_read() -> None:
    kept = {"call_recording": {**RECORDED, "retention": "P9D"}, "cdr": {"retention": "P30D"}}
    (finding,) = found(OUTLIVES, **kept, api=DIALER)  # the dialer keeps 10 days
    assert (finding.about, finding.recipient) == ("service/api:dialer", "dialer")
    assert "voice.recording" in finding.what
    assert finding.knobs == ("parties.dialer.retention",)
    unlimited = {**LINE["parties"], "dialer": {"name": "Dialer Co", "retention": "unlimited"}}
    assert about(OUTLIVES, **kept, api=DIALER, parties=unlimited) == []
    assert "dialer" in about("recipient-retention-unstated", **kept, api=DIALER, parties=unlimited)


def test_phone_books_without_a_retention_are_no_finding() -> None:
    settings = {"company_contacts": {"enabled": True}, "speed_dial": {"enabled": True}}
    assert about("retention-unlimited", **settings) == []
    assert about("retention-unstated", **settings) == []


def test_an_empty_store_is_no_finding() -> None:
    settings = {"cdr": {"enabled": False, "retention": "unlimited"}, "debug_log": {"retention": "unlimited"}}
    assert about("retention-unlimited", **settings) == []
