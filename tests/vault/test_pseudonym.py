"""Pseudonyms of numbers, and the key that they hang on."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.errors import ExistsError, KeyringError, UsageError
from pbxprivacy.vault.pseudonym import TAIL, Party, PseudonymKey

KEY = PseudonymKey(bytes(range(32)))
digits = st.from_regex(r"[1-9][0-9]{7,14}", fullmatch=True)


@given(number=digits, marks=st.lists(st.sampled_from(" -./()"), max_size=15))
def test_spellings_of_one_number_are_one_pseudonym(number: str, marks: list[str]) -> None:
    spelt = "+" + "".join(digit + (marks[place] if place < len(marks) else "") for place, digit in enumerate(number))
    for other in (spelt, "00" + number, number, f"sip:+{number}@sip.example", f"tel:+{number};phone-context=x"):
        assert KEY.of(other) == KEY.of(number)


@given(one=digits, other=digits)
def test_numbers_that_differ_have_pseudonyms_that_differ(one: str, other: str) -> None:
    assert (KEY.of(one).exact == KEY.of(other).exact) is (one == other)
    assert (KEY.of(one).tail == KEY.of(other).tail) is (one[-TAIL:] == other[-TAIL:])


@given(address=st.text(min_size=1, max_size=100))
def test_any_text_has_a_pseudonym_unless_it_is_blank(address: str) -> None:
    if address.strip():
        assert len(KEY.of(address).exact) == 16


@pytest.mark.parametrize("address", ["", " \t", "5550100" * 60])
def test_what_is_no_address_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        KEY.of(address)
    assert "5550100" not in str(refused.value)


def test_another_key_gives_other_pseudonyms() -> None:
    assert PseudonymKey.generate().of("201") != KEY.of("201")


def test_a_name_is_no_number_and_its_letters_are_compared_without_case() -> None:
    assert KEY.of("sip:Alice@Example.com") == KEY.of("alice@example.com")
    assert KEY.of("alice@example.com").tail is None
    assert KEY.of("alice@example.com") != KEY.of("alice@example.org")


def test_a_key_is_read_back_from_its_file_and_shown_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    KEY.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert PseudonymKey.read(path).of("201") == KEY.of("201")
    assert repr(KEY) == "PseudonymKey(...)"
    for take in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError):
            take(KEY)
    with pytest.raises(ExistsError):
        KEY.write(path)


def test_a_key_file_that_is_open_to_others_or_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    with pytest.raises(KeyringError, match="cannot be read"):
        PseudonymKey.read(path)
    for text in ("", "00" * 31, "zz" * 32):
        path.write_text(text)
        path.chmod(0o600)
        with pytest.raises(KeyringError):
            PseudonymKey.read(path)
    path.write_text("00" * 32)
    path.chmod(0o640)
    with pytest.raises(KeyringError, match="chmod 600"):
        PseudonymKey.read(path)
    with pytest.raises(UsageError):
        PseudonymKey(b"short")


def test_a_party_does_not_show_its_address() -> None:
    assert "5550" not in repr(Party("caller", "+49305550100"))
