"""YAML by the rules of 1.2, guarded, with places."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.loading.node import Document, Mark
from pbxprivacy.loading.sources import parts_of_text
from pbxprivacy.loading.yaml_text import yaml_documents


def read(text: str) -> Document:
    (part,) = yaml_documents(text, "a.yaml")
    if isinstance(part, InputError):
        raise part
    return part


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        list(map(read_part, yaml_documents(text, "a.yaml")))
    return caught.value.faults


def read_part(part: Document | InputError) -> Document:
    if isinstance(part, InputError):
        raise part
    return part


def test_norway_stays_norway_and_a_number_keeps_its_zero() -> None:
    text = "country: NO\nnumber: 0555567\nyes: on\n100: 'true'\nflag: true\nnone:\n"
    expected = {"country": "NO", "number": "0555567", "yes": "on", "100": "true", "flag": True, "none": None}
    assert read(text).data == expected


@pytest.mark.parametrize("number", ["9" * 1001, f"-{'9' * 5000}", f"0x{'f' * 5000}", f"1.{'0' * 1001}"])
def test_a_number_without_end_is_refused_and_a_text_of_digits_is_read(number: str) -> None:
    (fault,) = faults(f"tenant: acme\ncdr: {{retention: {number}}}\n")
    assert (fault.line, fault.column) == (2, 18)
    assert fault.what == f"a number of {len(number)} signs"
    assert read(f"tenant: '{number}'").data == {"tenant": number}


def test_every_value_keeps_its_line_and_column() -> None:
    node = read("a:\n  - 1\n  - {b: é, c: x}\n").located()
    assert node is not None
    steps = list(node.along(["a", 1, "c"]))
    assert [(step, key, below.mark) for step, key, below in steps] == [
        ("a", Mark(1, 1), Mark(2, 3)),
        (1, Mark(3, 5), Mark(3, 5)),
        ("c", Mark(3, 12), Mark(3, 15)),
    ]
    assert steps[-1][2].raw == "x"


def test_several_documents_are_several_tenants_and_a_bad_one_spares_the_others() -> None:
    parts = list(yaml_documents("a: 1\n---\nb: !x 1\n---\nc: 3\n", "a.yaml"))
    assert [part.data for part in parts if isinstance(part, Document)] == [{"a": 1}, {"c": 3}]
    assert [part.line for part in parts if isinstance(part, Document)] == [1, 5]
    assert [str(part) for part in parts if isinstance(part, InputError)] == [
        "a.yaml:3:4: the tag !x (leave tags out; quote what is text)"
    ]


def test_a_key_that_stands_twice_is_refused_with_both_places() -> None:
    (fault,) = faults("a: 1\nb: {c: 1, c: 2}\n")
    assert (fault.line, fault.column) == (2, 11)
    assert "first in line 2, column 5" in fault.what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: !!str 1", "the tag tag:yaml.org,2002:str"),
        ("!!map {a: 1}", "the tag tag:yaml.org,2002:map"),
        ("!x a: 1", "the tag !x"),
        ("<<: {a: 1}", "the merge key <<"),
        ("&k a: 1", "an anchor at a key"),
        ("? [a]\n: 1", "a key that is not a text"),
        ("&a b: 1\n*a : 2", "a key that is not a text"),
        ("%YAML 1.1\n---\na: 1", "a YAML directive"),
        ("%TAG ! x:\n---\na: 1", "a YAML directive"),
        ("a: *x", "the alias *x stands for nothing yet"),
        ("a: &x [*x]", "the alias *x stands for nothing yet"),
        ("a: [1", "not valid YAML"),
        ("a: @b", "not valid YAML"),
        ("a: b: c", "not valid YAML"),
        ("a: \x01", "the control character U+0001"),
    ],
)
def test_what_is_refused_is_named_with_what_to_do(text: str, what: str) -> None:
    found = faults(text)
    assert any(what in fault.what for fault in found)
    assert all(fault.mend and fault.line and fault.column for fault in found)


def test_the_merge_key_in_quotes_is_a_key_like_any_other() -> None:
    assert read('"<<": 1').data == {"<<": 1}


def test_an_alias_repeats_what_its_anchor_holds() -> None:
    document = read("a: &x [1, 2]\nb: *x\nc: &y t\nd: *y\n")
    assert document.data == {"a": [1, 2], "b": [1, 2], "c": "t", "d": "t"}


def test_anchors_end_with_their_document() -> None:
    assert "stands for nothing" in faults("a: &x 1\n---\nb: *x\n")[0].what


def test_aliases_that_explode_are_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in pairwise("abcdefghij")]
    started = time.monotonic()
    (fault,) = faults("\n".join(lines))
    assert "aliases counted at full length" in fault.what
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", '{"a":'])
def test_a_million_brackets_are_refused_at_once(opening: str) -> None:
    started = time.monotonic()
    (fault,) = faults(opening * 1_000_000)
    assert fault.what == "nested more than 64 levels deep"
    assert fault.line == 1
    assert time.monotonic() - started < 10


def test_sixty_four_levels_are_read() -> None:
    data = read("[" * 64 + "]" * 64).data
    for _ in range(63):
        (data,) = data
    assert data == []


@given(st.text(alphabet=st.sampled_from("ab:-?[]{},&*!|>'\"%@`# \n\t0~<"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for part in parts_of_text(text or "~", "yaml", "a.yaml"):
        if isinstance(part, InputError):
            assert all(fault.line or fault.what == "nothing in it" for fault in part.faults)
        else:
            tree = part.located()
            assert tree is not None
            assert repr(tree.plain()) == repr(part.data)
