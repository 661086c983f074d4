"""What a plain YAML scalar means."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pbxprivacy.loading.scalars import is_plain_text, resolve


@pytest.mark.parametrize("text", ["NO", "no", "yes", "on", "off", "y", "0555567", "-007", "00", "2026-12-01", "1_000"])
def test_what_older_readers_mistake_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("text", ["12:30:45", "0b1", "0o9", "1e", "1.2.3", "+", "-", ".", "0x", "nan", "tRue", "007.5"])
def test_what_only_looks_like_a_number_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("2.", 2.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
    ],
)
def test_the_core_schema_of_yaml_1_2_holds(text: str, value: Any) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(resolve(".nan"))


def test_a_number_of_a_thousand_digits_is_a_text() -> None:
    assert resolve("9" * 1001) == "9" * 1001


@given(st.text(max_size=20))
@example("sales: x")
@example("trunk #1")
def test_what_is_written_without_quotes_is_the_same_text_for_old_and_new_readers(text: str) -> None:
    if is_plain_text(text):
        assert resolve(text) == text
        assert yaml.safe_load(f"[{text}]") == [text]
        assert yaml.safe_load(f"{text}: {text}") == {text: text}
