from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, at, caused, each, holder, kept, lacking, opened, told

BOTH = ("remote_party", "extension_user")
AUDIO = each("voice.recording", *BOTH)
NUMBERS = each("contact.number", *BOTH)
ARCHIVE = "service/archive"


def archive(**knobs: Any) -> dict[str, Any]:
    return {
        "archive_upload": {"enabled": True, "storage": "cloud", **knobs},
        "call_recording": {"mode": "always", "retention": "P28D"},
        "parties": {"cloud": {"name": "Cloud Storage"}},
        **LINE,
    }


def test_no_archive_by_default() -> None:
    assert caused("archive_upload", numbers_in_names=True) == []
    assert opened("archive_upload") == {}


def test_without_recordings_nothing_is_archived() -> None:
    assert at(told(**{**archive(), "call_recording": {}}), ARCHIVE) == set()


def test_the_storage_gets_the_audio_and_numbers_only_in_names_and_metadata() -> None:
    inventory = told(**archive())
    assert at(inventory, ARCHIVE) == AUDIO
    assert holder(inventory, ARCHIVE) == "cloud"
    assert at(told(**archive(numbers_in_names=True)), ARCHIVE) == AUDIO | NUMBERS


@pytest.mark.parametrize(("upload", "days"), [("once", "P180D"), ("mirrored", "P208D")])
def test_a_copy_lives_by_its_own_clock_which_starts_on_upload_or_when_the_source_is_gone(
    upload: str, days: str
) -> None:
    inventory = told(**archive(upload=upload, retention="P180D", numbers_in_names=True))
    assert kept(inventory, ARCHIVE) == {days}


def test_region_encryption_and_transport_are_told() -> None:
    safe = told(**archive(region="DE", numbers_in_names=True))
    assert {entry.countries for entry in safe.exposures if entry.place == ARCHIVE} == {frozenset({"DE"})}
    for guard in (Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.ENCRYPTED_AT_REST):
        assert lacking(safe, ARCHIVE, guard) == set()
    bare = told(**archive(tls=False, encrypted=False, numbers_in_names=True))
    for guard in (Safeguard.ENCRYPTED_IN_TRANSIT, Safeguard.ENCRYPTED_AT_REST):
        assert lacking(bare, ARCHIVE, guard) == AUDIO | NUMBERS
    assert {"UNKNOWN"} == {country for entry in bare.exposures if entry.place == ARCHIVE for country in entry.countries}


def test_a_storage_that_nobody_named_is_unknown() -> None:
    assert holder(told(**archive(storage=None)), ARCHIVE) == "unknown"


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    assert caused("archive_upload", enabled=True) == [
        ("store/recordings", ARCHIVE, "quality_recording", "enabled storage")
    ]
    assert caused("archive_upload", enabled=True, tls=False, numbers_in_names=True) == [
        ("store/recordings", ARCHIVE, "quality_recording", "enabled storage tls"),
        ("store/recordings", ARCHIVE, "quality_recording", "enabled storage tls numbers_in_names"),
    ]
    knobs = ("enabled", "storage", "region", "retention", "upload", "encrypted")
    assert opened("archive_upload", enabled=True)[ARCHIVE] == tuple(f"archive_upload.{knob}" for knob in knobs)


def test_an_archive_keeps_recordings_30_days_unless_it_is_told_otherwise() -> None:
    assert kept(told(**archive()), ARCHIVE) == {"P30D"}
