from hypothesis import example, given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.language.lexer import LINE_BUFFER, Kind, parse, unparse

FRAGMENTS = st.lists(
    st.sampled_from(
        [b"[a]", b"(!)", b"(+)", b"x=1", b"x => 2", b"x += 3", b"#include y", b"#exec z", b";", b";--", b"--;", b"\\",
         b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b" ", b"y" * 9000]
    ),
    max_size=25,
).map(b"".join)  # fmt: skip


@given(st.one_of(st.binary(max_size=300), FRAGMENTS))
@example(b"\xef\xbb\xbf[a]\n")
def test_every_byte_of_every_input_is_kept(data: bytes) -> None:
    document = parse(data)
    assert unparse(document) == data
    assert [node.line for node in document.nodes] == list(range(1, len(document.nodes) + 1))


def only(data: bytes) -> tuple[str, str, str]:
    (node,) = (node for node in parse(data).nodes if node.kind is Kind.SETTING)
    return node.name, node.value, node.operator


def test_blanks_around_key_and_value_are_taken_away() -> None:
    assert only(b"  key \t=\t a b  ; c\r\n") == ("key", "a b", "=")


def test_an_arrow_is_an_equal_sign() -> None:
    assert only(b"exten => s,1,NoOp(a=b)") == ("exten", "s,1,NoOp(a=b)", "=>")


def test_what_is_appended_keeps_its_blanks() -> None:
    assert only(b"read += ,cdr ") == ("read", " ,cdr", "+=")


def test_a_backslash_lets_a_key_start_with_any_sign() -> None:
    assert only(b"\\[odd]=1") == ("[odd]", "1", "=")
    assert parse(b"\\ =1").nodes[0].kind is Kind.BROKEN


def test_a_byte_order_mark_is_skipped_at_the_start_only() -> None:
    assert parse(b"\xef\xbb\xbf[a]").nodes[0].kind is Kind.HEADER
    assert parse(b"\n\xef\xbb\xbf[a]").nodes[1].kind is Kind.IGNORED


def test_latin_text_is_read_as_latin_text() -> None:
    assert only("name=Jos\xe9".encode("latin-1"))[1] == "Jos\xe9"


def test_a_line_that_fills_the_buffer_is_skipped() -> None:
    nodes = parse(b"a=" + b"x" * (LINE_BUFFER + 10) + b"\nb=1\n").nodes
    assert [node.kind for node in nodes] == [Kind.IGNORED, Kind.SETTING]


def test_a_line_that_fills_the_buffer_exactly_takes_the_next_one_with_it() -> None:
    nodes = parse(b"a=" + b"x" * (LINE_BUFFER - 3) + b"\nb=1\nc=1\n").nodes
    assert [node.kind for node in nodes] == [Kind.IGNORED, Kind.IGNORED, Kind.SETTING]


def test_a_blank_before_the_brackets_takes_their_meaning() -> None:
    assert parse(b"[a] (!)").nodes[0].options is None
    assert parse(b"[a](!,b)").nodes[0].options == ("!", "b")


def test_what_stops_the_server_is_told() -> None:
    assert parse(b"[a").nodes[0].kind is Kind.BROKEN
    assert parse(b"[a](b").nodes[0].kind is Kind.BROKEN


def test_quotes_and_angles_around_a_file_are_taken_away() -> None:
    assert parse(b'#include "a b.conf"').nodes[0].value == "a b.conf"
    assert parse(b"#tryinclude <a.conf>").nodes[0].value == "a.conf"


def test_an_unknown_directive_is_ignored() -> None:
    assert parse(b"#pragma x").nodes[0].kind is Kind.IGNORED


def test_no_value_is_shown_by_repr() -> None:
    assert "canary" not in repr(parse(b"[a]\nsecret=canary\n").nodes)
