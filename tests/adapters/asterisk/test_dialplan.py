from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.dialplan import build
from pbxprivacy.adapters.asterisk.server import Server

Pbx = Callable[[Mapping[str, str]], Path]


def steps(pbx: Pbx, text: str) -> list[tuple[str, str, int, str]]:
    plan = build(Server(pbx({"extensions.conf": text})).file("extensions.conf"))
    return [(step.context, step.exten, step.number, step.call.name) for step in plan.steps()]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("exten => 1,1,A\n same => n,B\n same => n(x),C\n", [(1, "a"), (2, "b"), (3, "c")]),
        ("exten => 1,1,A\nexten => 1,n+3,B\n", [(1, "a"), (5, "b")]),
        ("exten => 1,1,A\nexten => 1,1,B\n", [(1, "a")]),
        ("exten => 1,hint,PJSIP/1\nexten => 1,1,A\n", [(1, "a")]),
        ("exten => 1,1,A\nexten => 1,s,B\nexten => 1,n,C\n", [(1, "a"), (2, "c")]),
        ("exten = 1,1,A()\nsame = n,B(x,y)\n", [(1, "a"), (2, "b")]),
        ("exten => 1/5551,1,A\n", [(1, "a")]),
        ("exten => 1,1,A\nexten => 1/5551,1,B\n", [(1, "a"), (1, "b")]),
        ("exten => 1,0,A\nexten => 1,x,B\nsame\n", []),
    ],
)
def test_priorities_are_numbered_as_the_server_numbers_them(
    pbx: Pbx, lines: str, expected: list[tuple[int, str]]
) -> None:
    assert [(number, name) for _, _, number, name in steps(pbx, "[c]\n" + lines)] == expected


def test_contexts_of_one_name_are_one_context(pbx: Pbx) -> None:
    found = steps(pbx, "[c]\nexten => 1,1,A\n[d]\n[c]\nexten => 2,1,B\n")
    assert found == [("c", "1", 1, "a"), ("c", "2", 1, "b")]


def test_general_and_globals_are_no_contexts(pbx: Pbx) -> None:
    assert steps(pbx, "[general]\nexten => 1,1,A\n[globals]\nX=1\n") == []


def test_global_variables_are_put_into_the_names_of_extensions_and_includes(pbx: Pbx) -> None:
    text = "[c]\nexten => ${N},1,A\nexten => ${X},1,B\ninclude => ${C}\n[globals]\nN=7\nC=d\n"
    plan = build(Server(pbx({"extensions.conf": text})).file("extensions.conf"))
    assert set(plan.contexts["c"].extensions) == {"7", "${X}"}
    assert [name for name, _ in plan.contexts["c"].includes] == ["d"]
