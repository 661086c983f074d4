import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.arguments import Arguments
from pbxprivacy.adapters.asterisk.calls import call
from pbxprivacy.adapters.asterisk.facts import Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]


@pytest.mark.parametrize(
    ("lines", "given"),
    [
        (["Gosub(sub,s,1(one,x))", "Gosub(sub,s,1(two))"], ["one", "two"]),
        (["GosubIf(${X}?sub,s,1(one):sub,s,1(two))"], ["one", "two"]),
        (["Macro(sub,one)"], []),
        (["Gosub(s,1(one))"], []),
        (["Gosub(sub,s,1(one))", "Gosub(sub,s,1(${EXTEN}))"], []),
        (["Gosub(sub,s,1(one))", "Gosub(sub,s,1)"], []),
        (["Gosub(sub,s,1(${ARG1}))"], []),
        (["Gosub(sub,s,1(one))", "Dial(PJSIP/1,,U(sub^two))"], []),
        ([], []),
    ],
)
def test_arguments_are_known_where_every_caller_writes_them_out(lines: list[str], given: list[str]) -> None:
    assert Arguments(("in", call(one)) for one in lines).of("sub", "${ARG1}") == given


def test_a_macro_and_the_context_itself_give_arguments_too() -> None:
    assert Arguments([("in", call("Macro(sub,one)"))]).of("macro-sub", "${ARG1}") == ["one"]
    assert Arguments([("in", call("Gosub(s,1(a,b))"))]).of("in", "${ARG2}") == ["b"]
    assert Arguments([("in", call("Gosub(s,1(a,b))"))]).of("in", "${OTHER}") == []


def test_an_argument_that_a_routine_hands_on_is_what_it_was_given() -> None:
    lines = [("in", "Gosub(sub,s,1(one))"), ("sub", "Gosub(more,1(${ARG1}))"), ("sub", "Gosub(far,s,1(x,${ARG1}))")]
    found = Arguments((context, call(one)) for context, one in lines)
    assert (found.of("sub", "${ARG1}"), found.of("far", "${ARG2}")) == (["one"], ["one"])


def test_an_argument_that_is_handed_on_out_of_a_routine_that_is_dialled_is_not_known() -> None:
    lines = [("sub", "Gosub(far,s,1(${ARG1}))"), ("in", "Dial(PJSIP/1,,U(sub^two))"), ("in", "Gosub(far,s,1(one))")]
    assert Arguments((context, call(one)) for context, one in lines).of("far", "${ARG1}") == []


def test_routines_that_hand_on_to_routines_cost_no_more_for_each() -> None:
    lines = [("in", "Gosub(c0,s,1(one))")]
    lines += [(f"c{n}", f"Gosub(c{n + 1},s,1(${{ARG1}}))") for n in range(3000) for _ in range(2)]
    start = time.process_time()
    assert Arguments((context, call(one)) for context, one in lines).of("c3000", "${ARG1}") == ["one"]
    assert time.process_time() - start < 3


ROUTINE = """[check]
exten => s,1,Goto(${ARG1},1)
exten => ask,1,GotoIf($["${DB(x/y)}"="1"]?yes)
 same => n,Return()
 same => n(yes),Gosub(record,1(x))
exten => record,1,MixMonitor(x.wav)
"""


@pytest.mark.parametrize(
    ("given", "status"), [("ask", Status.UNKNOWN), ("record", Status.EFFECTIVE), ("other", Status.UNREACHABLE)]
)
def test_a_routine_goes_where_its_caller_says(pbx: Pbx, given: str, status: Status) -> None:
    routine = ROUTINE.replace("Gosub(record,1(x))", "Goto(record,1)") if given == "other" else ROUTINE
    routine = routine.replace("(x))", f"({given}))")
    files = {"pjsip.conf": "[p]\ntype=endpoint\ncontext=in\n"}
    files["extensions.conf"] = f"[in]\nexten => 1,1,Gosub(check,s,1({given}))\n{routine}"
    (one,) = read(pbx(files)).about(Topic.RECORDER)
    assert one.state.status is status
