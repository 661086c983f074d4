"""What of a hostile text may be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.loading.excerpt import excerpt, is_secret, one_line


@given(st.text())
def test_an_excerpt_is_short_and_without_anything_unseen(text: str) -> None:
    shown = excerpt(text)
    assert len(shown) <= 40
    assert not any(unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029" for sign in shown)


@given(st.text(max_size=300).filter(str.isprintable))
def test_one_line_leaves_what_can_be_seen_as_it_is(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(
    "hostile", ["\x1b[31m", "\u202e", "\u2066", "\n", "\r", "\x07", "\x85", "\u2028", "\ud800", "\ufeff"]
)
def test_escapes_and_directions_are_dots(hostile: str) -> None:
    assert excerpt(f"a{hostile}b") == "a" + one_line(hostile) + "b"
    assert "·" in one_line(hostile)
    assert hostile not in one_line(f"a{hostile}b")


def test_ten_thousand_characters_are_cut() -> None:
    assert one_line("x" * 10_000) == "x" * 399 + "…"
    assert excerpt("x" * 10_000) == "x" * 39 + "…"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (1.5, "1.5"),
        (10**30, "a huge number"),
        ({}, "a mapping"),
        ([1], "a list"),
        (object(), "object"),
    ],
)
def test_what_is_not_a_text_is_named(value: object, shown: str) -> None:
    assert excerpt(value) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pw@x.example/", "https://…@x.example/"),
        ("https://x.example/?api_key=abc&n=1", "https://x.example/?api_key=…&n=1"),
        ("https://x.example/?n=1&token=abc", "https://x.example/?n=1&token=…"),
    ],
)
def test_of_a_url_neither_the_user_nor_a_key_is_shown(url: str, shown: str) -> None:
    assert excerpt(url) == shown


@pytest.mark.parametrize(
    "key", ["password", "ami_secret", "API_KEY", "auth", "access-token", "pin", "key", "passphrase"]
)
def test_keys_of_secrets_are_known(key: str) -> None:
    assert is_secret(key)


@pytest.mark.parametrize("key", ["pinned", "keyboard", "tenant", "mode", "opinion"])
def test_other_keys_are_no_secrets(key: str) -> None:
    assert not is_secret(key)
