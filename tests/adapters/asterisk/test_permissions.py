import pytest
from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.permissions import CLASSES, data_read, granted

EVERYTHING = frozenset(CLASSES)


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("system, call, cdr", {"system"}),
        ("ALL", set()),
        ("call,,cdr", EVERYTHING),
        (",call", EVERYTHING),
        ("call,", {"call"}),
        ("", set()),
        ("all", EVERYTHING),
        ("call,all", EVERYTHING),
        ("none", set()),
        ("call,cdr", {"call", "cdr"}),
        ("Call,cdr", {"cdr"}),
        ("cdr call", set()),
    ],
)
def test_tokens_are_read_as_the_server_reads_them(line: str, classes: set[str]) -> None:
    assert granted(line) == classes


def test_no_line_is_none() -> None:
    assert granted(None) == frozenset()


def test_a_token_that_is_not_the_last_grants_all_that_start_with_it() -> None:
    assert granted("c,x") == {"call", "command", "config", "cdr", "cc"}
    assert granted("al,x") == EVERYTHING


@given(st.lists(st.sampled_from(CLASSES), unique=True, min_size=1))
def test_whole_names_without_blanks_grant_themselves(names: list[str]) -> None:
    # "c" of "cc" is no name of its own, so that no whole name is the start of another.
    assert granted(",".join(names)) == frozenset(names)


@given(st.lists(st.sampled_from(["call", " call", "CALL", "", "c", "all", "x", "none"]), max_size=5))
def test_permissions_agree_with_the_server_s_loop(tokens: list[str]) -> None:
    line = ",".join(tokens)

    def matches(small: str) -> bool:
        value = line
        while True:
            token, comma, rest = value.partition(",")
            if not comma:
                return value == small
            if small.startswith(token):
                return True
            if not rest:
                return False
            value = rest

    expected = EVERYTHING if matches("all") else {name for name in CLASSES if matches(name)}
    assert granted(line) == expected


def test_classes_let_data_out() -> None:
    assert "contact.number" in data_read(frozenset({"call"}))
    assert data_read(frozenset()) == ()
