from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.language import parse
from pbxprivacy.adapters.asterisk.language.lexer import Kind
from pbxprivacy.adapters.asterisk.render.text import LONGEST_NAME, comment, is_plain, value
from pbxprivacy.kit.values import HOSTILE_TEXTS

TRAPS = (
    *HOSTILE_TEXTS,
    "a\n#include /etc/passwd",
    "[x]\nsecret=1",
    ";-- opened",
    "--; closed",
    "-- ;-- --; ;---",
    "\\; \\\\; \\",
    "a\0b",
    "x" * 10_000,
    "${SHELL(id)} ^{X} %{y}",
    "a,b|c",
    "\u2028\u0085[x]",
)
hostile = st.one_of(st.sampled_from(TRAPS), st.text(), st.lists(st.sampled_from(TRAPS)).map("".join))


@given(hostile)
def test_a_comment_is_one_line_that_says_nothing_to_the_server(text: str) -> None:
    document = parse(f"[a]\n{comment(text)}\nkey = value\n".encode())
    assert [node.kind for node in document.nodes] == [Kind.HEADER, Kind.NOTHING, Kind.SETTING]
    assert document.open_comments == 0


@given(hostile)
def test_a_value_is_read_back_as_it_was_or_refused(text: str) -> None:
    try:
        written = value(text)
    except ValueError:
        return
    (node,) = parse(f"key = {written}\n".encode()).nodes
    assert (node.kind, node.name, node.value) == (Kind.SETTING, "key", text)


@pytest.mark.parametrize("text", ["a;b", "a\\;b", "a;--b", "--;", "> a", "a # b", "é \u00fc"])
def test_what_means_something_to_the_server_can_be_a_value_all_the_same(text: str) -> None:
    (node,) = parse(f"key = {value(text)}\n".encode()).nodes
    assert node.value == text


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\0", "\ta", " a", "a ", "x" * 9000, "\u202ea", "\u2028"])
def test_what_no_line_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a value"):
        value(text)


@given(st.one_of(hostile, st.from_regex(r"[A-Za-z0-9_.+-]{1,80}", fullmatch=True)))
def test_a_plain_name_is_read_back_from_a_header_and_a_value(name: str) -> None:
    if is_plain(name):
        header, setting = parse(f"[pbxprivacy-called-extension-{name}-outbound]\nkey = {name}\n".encode()).nodes
        assert header.name == f"pbxprivacy-called-extension-{name}-outbound"
        assert setting.value == name


@pytest.mark.parametrize("name", ["general", "General", "globals", "default", "_X.", "-a", "", "a b", "a" * 41])
def test_names_that_mean_something_else_are_not_plain(name: str) -> None:
    assert not is_plain(name)


def test_a_name_of_the_longest_length_is_plain() -> None:
    assert is_plain("a" * LONGEST_NAME)
