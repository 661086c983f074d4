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


def by_pointers(line: str, depth: int) -> tuple[str, int]:
    """The same rules, told over one buffer with positions: an oracle that shares no step with the reader."""
    buffer, shown, at = list(line), depth == 0, 0
    end = len(buffer)  # of what is shown; None of it while a block is open
    start = 0
    while True:
        found = next((n for n in range(at, len(buffer)) if buffer[n] == ";"), None)
        if found is None:
            break
        if found > at and buffer[found - 1] == "\\":
            del buffer[found - 1]
            end = min(end, len(buffer)) if end >= found else end
            at = found
        elif buffer[found + 1 : found + 3] == ["-", "-"] and buffer[found + 3 : found + 4] != ["-"]:
            end = min(end, found)
            at, depth = found + 3, depth + 1
        elif found >= at + 2 and buffer[found - 2 : found] == ["-", "-"]:
            depth -= 1
            at = found + 1
            if depth == 0 and shown:
                buffer = buffer[:end] + buffer[at:]
                at, end = end, len(buffer)
            elif depth == 0:
                shown, start, end = True, at, len(buffer)
        elif depth == 0:
            end = min(end, found)
            break
        else:
            at = found + 1
    return ("".join(buffer[start:end]) if shown else ""), depth


@given(st.text(alphabet=";;;--\\ab", max_size=24), st.integers(0, 2))
def test_the_reader_agrees_with_an_oracle_over_one_buffer(line: str, depth: int) -> None:
    assert uncomment(line, depth) == by_pointers(line, depth)
