"""The call file that a dialplan writes beside a recording."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import InputError
from pbxprivacy.vault import callfile
from pbxprivacy.vault.entry import Consent
from pbxprivacy.vault.pseudonym import Party, PseudonymKey


def test_every_line_is_read() -> None:
    manifest = callfile.parse(
        b"call_id=1763719200.42\ncaller=+49 30 5550 100\ncallee=201\nparty=sip:x@y.example\nseconds=61.5\n"
        b"announced=2026-11-21T10:00:00+00:00\nprompt=privacy/recorded\nopted_in_by=remote party\n\n",
        "a.call",
        "audio/wav",
    )
    assert (manifest.call_id, manifest.media_type, manifest.seconds) == ("1763719200.42", "audio/wav", 61.5)
    assert manifest.parties == (
        Party("caller", "+49 30 5550 100"),
        Party("callee", "201"),
        Party("party", "sip:x@y.example"),
    )
    assert manifest.consent == Consent(datetime(2026, 11, 21, 10, tzinfo=UTC), "privacy/recorded", "remote party")


def test_an_anonymous_caller_is_no_party_and_no_fault() -> None:
    assert callfile.parse(b"caller=\ncallee=201\n", "a.call").parties == (Party("callee", "201"),)


def test_without_a_call_file_the_call_id_is_random_and_not_the_file_name(tmp_path: Path) -> None:
    recording = tmp_path / "+49305550100.wav"
    first, second = callfile.read(recording), callfile.read(recording)
    assert "5550" not in first.call_id
    assert first.call_id != second.call_id
    assert first.media_type == "audio/wav"


def test_everything_that_is_wrong_comes_back_together_and_no_value_is_repeated() -> None:
    with pytest.raises(InputError) as wrong:
        callfile.parse(b"caler=+49305550100\n+49305550100\nannounced=5550100\nseconds=-5550100\n", "a.call")
    assert [fault.line for fault in wrong.value.faults[:2]] == [1, 2]
    assert len(wrong.value.faults) == 4
    assert "5550100" not in str(wrong.value)


@pytest.mark.parametrize("text", [b"call_id=1\ncall_id=2\n", b"announced=2026-11-21T10:00:00\n", b"x" * 70_000])
def test_what_could_be_read_in_two_ways_is_refused(text: bytes) -> None:
    with pytest.raises(InputError):
        callfile.parse(text, "a.call")


def test_a_call_file_that_cannot_be_read_is_an_error_without_its_number(tmp_path: Path) -> None:
    (tmp_path / "+49305550100.wav.call").mkdir()
    with pytest.raises(InputError) as wrong:
        callfile.read(tmp_path / "+49305550100.wav")
    assert "5550100" not in str(wrong.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        assert callfile.parse(data, "a.call").call_id


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.wav", "audio/wav"),
        ("a.mp3", "audio/mpeg"),
        ("a.html", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_a_name_tells_a_sound_and_nothing_that_a_browser_would_run(name: str, media_type: str) -> None:
    assert callfile.media_type_of(Path(name)) == media_type


def test_a_name_too_long_for_a_call_file_has_none(tmp_path: Path) -> None:
    recording = tmp_path / ("n" * 251 + ".wav")
    recording.write_bytes(b"voice")
    assert callfile.read(recording).parties == ()


def test_a_caller_who_says_too_much_does_not_keep_the_recording_from_its_catalogue() -> None:
    (party,) = callfile.parse(b"caller=" + b"x" * 5000, "a.call").parties
    assert PseudonymKey(bytes(32)).of(party.address)
