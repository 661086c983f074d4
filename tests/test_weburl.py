from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from pbxprivacy.terms import Safeguard
from pbxprivacy.weburl import WebUrl, lacks_of

URL: TypeAdapter[str] = TypeAdapter(WebUrl)
CLEAR = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


@pytest.mark.parametrize(
    "url", ["https://crm.example", "http://192.0.2.7:8080/x?y=1", "https://[2001:db8::1]/", "HTTPS://CRM.EXAMPLE/"]
)
def test_web_addresses_are_taken_as_they_are(url: str) -> None:
    assert URL.validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "crm.example",
        "ftp://crm.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///popup",
        "https://crm.example:port/",
        "https://[::1/",
        "https://crm.example/a b",
        "https://crm.example/\n",
        "https://crm.example/\x1b[31m",
        "https://crm.example/\u202e",
        "https://crm.example/" + "a" * 2_000,
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        URL.validate_python(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError) as caught:
        URL.validate_python("https://user:hunter2@crm.example/")
    assert "hunter2" not in caught.value.errors()[0]["msg"]


@given(st.text())
def test_any_text_is_taken_or_refused_and_never_breaks_anything(text: str) -> None:
    try:
        taken = URL.validate_python(text)
    except ValidationError:
        return
    assert taken == text


def test_only_https_is_encrypted_and_an_address_that_is_not_known_is_not_said_to_be() -> None:
    assert lacks_of("https://crm.example") == lacks_of("HTTPS://crm.example") == frozenset()
    assert lacks_of("http://crm.example") == lacks_of(None) == CLEAR
