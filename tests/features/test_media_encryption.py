from __future__ import annotations

from typing import Any

import pytest

from pbxprivacy.terms import Safeguard
from tests.features.told import LINE, caused, each, lacking, opened, told

BOTH = ("remote_party", "extension_user")
SIGNALLED = each("contact.number contact.name", *BOTH) | each("network.address", "extension_user")
MEDIA = each("voice.call call.digits", *BOTH)
PHONE = "screen/phone"
CLEAR = Safeguard.ENCRYPTED_IN_TRANSIT


def in_clear(**knobs: Any) -> set[str]:
    return lacking(told(media_encryption=knobs, **LINE), PHONE, CLEAR)


def test_by_default_phones_are_reached_over_tls_and_srtp() -> None:
    assert in_clear() == set()
    assert caused("media_encryption") == []
    assert opened("media_encryption") == {}


@pytest.mark.parametrize("level", ["optional", "none"])
def test_what_may_be_in_clear_is_not_said_to_be_encrypted(level: str) -> None:
    assert in_clear(signalling=level) == SIGNALLED
    assert in_clear(media=level) == MEDIA
    assert in_clear(signalling=level, media=level) == SIGNALLED | MEDIA


@pytest.mark.parametrize(
    ("signalling", "clear"), [("required", set()), ("optional", SIGNALLED | MEDIA), ("none", SIGNALLED | MEDIA)]
)
def test_keys_that_stand_in_clear_signalling_protect_no_voice(signalling: str, clear: set[str]) -> None:
    assert in_clear(signalling=signalling, key_exchange="sdes") == clear


def test_nobody_is_said_to_listen_on_the_network() -> None:
    inventory = told(media_encryption={"signalling": "none", "media": "none", "key_exchange": "sdes"})
    assert inventory.exposures == ()


def test_each_flow_names_the_knobs_that_cause_it() -> None:
    assert caused("media_encryption", signalling="none", media="optional", key_exchange="sdes") == [
        ("call/*", PHONE, "call_service", "media"),
        ("call/*", PHONE, "call_service", "signalling"),
        ("call/*", PHONE, "call_service", "signalling key_exchange"),
    ]
