"""TOML with places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import InputError
from pbxprivacy.loading.node import Mark
from pbxprivacy.loading.toml_text import toml_document, toml_nodes

_EVERYTHING = '''\
# a comment
tenant = "acme"  # another
a.b . c = 1
"é \\"x" = [1, 2, # inside
  {q = 'x', r.s = 2020-01-01 10:00:00}, [ ] ,
]
day = 2026-12-01
many = """ab"c" ""x"""""
lines = \'\'\'
x'\'\'\'
empty = {}
[crm]
enabled = true
[[z.y]]
k=1
[z.y.sub]
j=1.5
[[z.y]]
k=-2\r
[a.d]
'''


def test_both_readings_give_the_same_data() -> None:
    document = toml_document(_EVERYTHING, "a.toml")
    tree = document.located()
    assert tree is not None
    assert tree.plain() == document.data


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (["tenant"], Mark(2, 1), Mark(2, 10)),
        (["a", "b", "c"], Mark(3, 7), Mark(3, 11)),
        (['é "x', 2, "r", "s"], Mark(5, 15), Mark(5, 19)),
        (["crm"], Mark(12, 2), Mark(12, 2)),
        (["crm", "enabled"], Mark(13, 1), Mark(13, 11)),
        (["z", "y", 1, "k"], Mark(19, 1), Mark(19, 3)),
    ],
)
def test_every_value_keeps_its_line_and_column(path: list[str | int], key: Mark, value: Mark) -> None:
    steps = list(toml_nodes(_EVERYTHING).along(path))
    assert [step for step, _, _ in steps] == path
    assert (steps[-1][1], steps[-1][2].mark) == (key, value)


def test_a_key_that_stands_twice_is_refused_with_both_places() -> None:
    with pytest.raises(InputError) as caught:
        toml_document("[crm]\nenabled = true\nvendor = 'x'\nenabled = false\n[x]\n", "a.toml")
    (fault,) = caught.value.faults
    assert fault.line == 4
    assert fault.what == "not valid TOML: the key enabled stands twice, first in line 2, column 1"
    assert fault.mend == "keep one of the two"


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("a = ", "Invalid value", 1),
        ("a = yes", "Invalid value", 1),
        ("\na = 0555567", "Expected newline", 2),
        ("[[[", "Invalid initial character", 1),
        ("[a]\n[a]", "the table a is declared twice", 2),
        ("a = 1\n[a.b]", "overwrite", 2),
        ("a = " + "[" * 100_000, "nested more than 64 levels deep", 0),
        ("a = '''x", "Expected", 1),
        (f"a = 1\n[b]\nc = [1, {'9' * 5000}]", "a number of 5000 signs", 3),
        (f"a = '{'9' * 5000}'\nb = 0x{'f' * 5000}", "a number of 5002 signs", 2),
        (f"a = {'9' * 5000}\nb = yes", "a number of 5000 signs", 1),
        (f"a = 1_{'9' * 5000}", "a number of 5002 signs", 1),
    ],
)
def test_what_is_not_toml_is_refused(text: str, what: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        toml_document(text, "a.toml")
    (fault,) = caught.value.faults
    assert what in fault.what
    assert fault.line == line


def test_many_digits_are_no_number_where_they_are_a_text_a_key_or_a_comment() -> None:
    digits = "9" * 5000
    text = f"a = '{digits}' # {digits}\n{digits} = \"{digits}\""
    assert toml_document(text, "a.toml").data == {"a": digits, digits: digits}


@given(st.text(alphabet=st.sampled_from("ab=.[]{},'\"# \n1-"), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_refused_or_read_alike_twice(text: str) -> None:
    try:
        document = toml_document(text, "a.toml")
    except InputError:
        return
    assert toml_nodes(text).plain() == document.data
