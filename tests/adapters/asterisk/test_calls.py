from hypothesis import given
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.calls import branches, call, functions, inner_calls, options, split, variables


def test_arguments_are_split_outside_of_brackets_and_quotes() -> None:
    assert split('a,${STRFTIME(${EPOCH},,%d)},"x,y",f(1,2)') == ["a", "${STRFTIME(${EPOCH},,%d)}", '"x,y"', "f(1,2)"]


def test_the_last_bracket_closes_an_application() -> None:
    one = call("MixMonitor(a(b)c.wav,b)")
    assert (one.name, one.argument(0), one.argument(1), one.argument(9)) == ("mixmonitor", "a(b)c.wav", "b", "")


def test_a_condition_has_two_ways() -> None:
    assert branches('$["${X}"="a?b"]?yes,1:no,2') == ('$["${X}"="a?b"]', "yes,1", "no,2")


def test_wrapped_applications_are_found_with_their_condition() -> None:
    found = list(inner_calls(call("ExecIf($[${R}=1]?MixMonitor(f.wav):ExecIf(1?Hangup()))")))
    assert [(one.name, bool(one.condition)) for one in found] == [("mixmonitor", True), ("hangup", True)]


def test_functions_are_found_with_their_arguments() -> None:
    assert list(functions("${CURL(http://h/${CALLERID(num)})}")) == [
        ("curl", "http://h/${CALLERID(num)}"),
        ("callerid", "num"),
    ]


def test_variables_are_read_without_their_inheritance_marks() -> None:
    assert variables("${__A}${CALLERID(num)}${B:1}") == {"a", "callerid", "b"}


def test_options_have_arguments() -> None:
    assert options("ab(5)U(x^1)${Y}m") == {"a": "", "b": "5", "U": "x^1", "m": ""}


@given(st.text(alphabet='aE(?:),[]{}$"\\xIf ', max_size=60))
def test_no_text_makes_reading_fail(text: str) -> None:
    for prefix in ("", "ExecIf(", "GotoIf(", "TryExec("):
        for one in inner_calls(call(prefix + text)):
            options(one.text)
            branches(one.text)
    list(functions("${CURL(" + text))
