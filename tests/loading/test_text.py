"""Bytes into text."""

from __future__ import annotations

import pytest

from pbxprivacy.errors import InputError
from pbxprivacy.loading import text as text_module
from pbxprivacy.loading.text import decode


def test_a_byte_order_mark_is_accepted() -> None:
    assert decode(b"\xef\xbb\xbftenant: a\n", "a.yaml") == "tenant: a\n"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"tenant: a\nname: M\xfcller\n", "a.yaml:2:8: byte 18 (0xfc) is not UTF-8 (save the file as UTF-8)"),
        ("é: ".encode() + b"\xff", "a.yaml:1:4: byte 5 (0xff) is not UTF-8 (save the file as UTF-8)"),
        (b"\xef\xbb\xbf\xff", "a.yaml:1:1: byte 4 (0xff) is not UTF-8 (save the file as UTF-8)"),
    ],
)
def test_what_is_not_utf_8_is_refused_with_the_byte(content: bytes, shown: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(content, "a.yaml")
    assert str(caught.value) == shown


@pytest.mark.parametrize("content", [b"\x7fELF\x00\x01", b"\x00\xff", b"a: b\x00"])
def test_a_binary_file_is_called_one(content: bytes) -> None:
    with pytest.raises(InputError, match="a binary file"):
        decode(content, "a.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_called_so(encoding: str) -> None:
    content = "tenant: a".encode(encoding)
    with pytest.raises(InputError, match=r"UTF-16|binary"):
        decode(content, "a.yaml")


def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="which no configuration needs"):
        decode(b"a" * 11, "a.yaml")


def test_the_line_and_the_bytes_before_count() -> None:
    with pytest.raises(InputError) as caught:
        decode(b'{"a": "\xff"}', "a.jsonl", line=7, offset=100)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (7, 8)
    assert "byte 108" in fault.what
