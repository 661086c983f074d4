from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.language.comments import uncomment


def test_a_semicolon_starts_a_comment() -> None:
    assert uncomment("a=b ; c", 0) == ("a=b ", 0)


def test_an_escaped_semicolon_is_a_semicolon() -> None:
    assert uncomment(r"a=b\;c ; d", 0) == ("a=b;c ", 0)


def test_a_block_may_open_and_close_within_a_line() -> None:
    assert uncomment("a=;-- hidden --;b", 0) == ("a=b", 0)


def test_blocks_nest() -> None:
    text, depth = uncomment("a ;-- one ;-- two --; three", 0)
    assert (text, depth) == ("a ", 1)
    assert uncomment("still --;b", depth) == ("b", 0)


def test_a_line_of_dashes_is_a_plain_comment() -> None:
    assert uncomment(";---------------", 0) == ("", 0)
    assert uncomment("a=1 ;--- not a block", 0) == ("a=1 ", 0)


def test_the_end_marks_of_freepbx_leave_no_block_open() -> None:
    assert uncomment(";--== end of [from-internal] ==--;", 0) == ("", 0)


def test_a_close_that_closes_nothing_hides_what_follows_until_a_block_opens() -> None:
    text, depth = uncomment("a=1 --; b", 0)
    assert (text, depth) == ("a=1 --; b", -1)
    assert uncomment("c=1", depth) == ("", -1)
    assert uncomment(";-- d", depth) == ("", 0)


@given(st.text(alphabet="ab;-\\ =", max_size=30), st.integers(-2, 3))
def test_what_is_left_is_part_of_the_line(line: str, depth: int) -> None:
    text, _ = uncomment(line, depth)
    assert len(text) <= len(line)
    rest = iter(line)
    assert all(character in rest for character in text)
