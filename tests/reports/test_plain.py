from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pbxprivacy.reports.plain import LONGEST, markdown, mermaid, visible

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(codec="utf-8")),
    st.text(alphabet="\x1b[]\r\n\t\u202e\u2066\u200b|`*_#<>\"'&~!()-+.:;{}\\$1aw@/", max_size=80),
    st.sampled_from(
        [
            "\x1b[2J\x1b]0;owned\x07",
            "acme\u202egpj.exe",
            "a\nb\r\nc",
            "| a | b |",
            "<img src=x onerror=alert(1)>",
            "![x](http://tracker.example/x.png)",
            "https://evil.example and www.evil.example and a@evil.example",
            '"]; click n0 "javascript:alert(1)"',
            "```\n# heading",
            "1. one",
            "- one",
            "+ one",
            "---",
            "Z\u0310\u0310\u0310\u0310\u0310\u0310algo",
            "\ud800",
            "x" * 10_240,
        ]
    ),
)


@given(HOSTILE)
def test_nothing_visible_steers_a_terminal_or_turns_the_reading_direction(text: str) -> None:
    for character in visible(text):
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}


@given(st.text(alphabet=st.characters(whitelist_categories=["Lu", "Ll", "Nd", "Po", "Sm"]), max_size=LONGEST))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_endless_names_are_cut_and_say_so() -> None:
    assert visible("x" * 10_240) == "x" * LONGEST + "… (10,240 characters)"


def test_many_marks_on_one_letter_cannot_smear_over_other_lines() -> None:
    assert visible("a" + "\u0310" * 5) == "a" + "\u0310" * 3 + "\\u0310\\u0310"


@given(HOSTILE)
def test_markdown_shows_hostile_text_as_text(text: str) -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).enable(["table", "strikethrough"])
    tokens = [child for token in page.parse(markdown(text)) for child in token.children or []]
    assert {token.type for token in tokens} <= {"text", "text_special", "softbreak"}
    assert "".join(token.content for token in tokens).strip() == visible(text).strip()


@given(st.lists(HOSTILE, min_size=3, max_size=3))
def test_a_markdown_row_keeps_its_cells_whatever_they_hold(texts: list[str]) -> None:
    row = f"| {' | '.join(map(markdown, texts))} |"
    page = f"| a | b | c |\n| --- | --- | --- |\n{row}\n"
    rendered = MarkdownIt("commonmark").enable("table").render(page)
    cells = re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)
    assert [html.unescape(cell).strip() for cell in cells] == [visible(text).strip() for text in texts]


@pytest.mark.parametrize("text", ["https://evil.example", "www.evil.example", "WWW.evil.example", "a@evil.example"])
def test_markdown_links_nothing_by_itself(text: str) -> None:
    written = markdown(text)
    assert "https://" not in written
    assert "www." not in written.lower()
    assert "a@" not in written


@given(HOSTILE)
def test_mermaid_labels_hold_letters_digits_and_character_codes_only(text: str) -> None:
    without_codes = re.sub(r"#\d+;", "", mermaid(text))
    assert all(character.isalnum() or character in " .,/-" for character in without_codes)


@given(HOSTILE)
def test_mermaid_labels_say_what_the_text_says(text: str) -> None:
    assert re.sub(r"#(\d+);", lambda code: chr(int(code[1])), mermaid(text)) == visible(text)
