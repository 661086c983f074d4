from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pbxprivacy.adapters.asterisk.decisions import Decisions
from pbxprivacy.adapters.asterisk.facts import Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[phone]\ntype=endpoint\ncontext=in\n"
ASKED = "${DB(AMPUSER/${EXTEN}/recording)}"


def state(pbx: Pbx, dialplan: str) -> Status:
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan})).about(Topic.RECORDER)
    return one.state.status


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (f"GotoIf($[{ASKED}]?rec,s,1)", Status.UNKNOWN),
        (f"GosubIf($[{ASKED}]?rec,s,1)", Status.UNKNOWN),
        (f"ExecIf($[{ASKED}]?Goto(rec,s,1))", Status.UNKNOWN),
        (f"GotoIf($[{ASKED}]?rec,s,1:rec,s,1)", Status.EFFECTIVE),
        (f"GotoIf($[{ASKED}]?no,s,1:rec,s,1)", Status.UNKNOWN),
        (f"GotoIf($[{ASKED}]?rec,s,1)\n same => n,Goto(rec,s,1)", Status.EFFECTIVE),
        (f"GotoIf($[{ASKED}]?rec,s,1)\nexten => 9,1,Goto(rec,s,1)", Status.EFFECTIVE),
        (f"NoOp({ASKED})\n same => n,Goto(rec,s,1)", Status.EFFECTIVE),
        ("GotoIf($[${EXTEN}=1]?rec,s,1)", Status.EFFECTIVE),
    ],
)
def test_a_database_decides_over_a_line_in_another_extension(pbx: Pbx, lines: str, status: Status) -> None:
    routine = "[rec]\nexten => s,1,MixMonitor(x.wav)\n[no]\nexten => s,1,Hangup()\n"
    assert state(pbx, f"[in]\nexten => 1,1,{lines}\n same => n,Dial(PJSIP/1)\n{routine}") is status


@pytest.mark.parametrize(("given", "status"), [(ASKED, Status.UNKNOWN), ("yes", Status.EFFECTIVE)])
def test_a_subroutine_is_given_what_the_database_said(pbx: Pbx, given: str, status: Status) -> None:
    routine = "[check]\nexten => s,1,GotoIf($[${ARG1}=yes]?rec,1)\n same => n,Return()\n"
    recorder = "exten => rec,1,MixMonitor(x.wav)\n same => n,Return()\n"
    assert state(pbx, f"[in]\nexten => 1,1,Gosub(check,s,1({given}))\n{routine}{recorder}") is status


SIZE = 8
NODES = st.integers(0, SIZE - 1)


def reached(edges: list[list[int]], starts: set[int], without: int = -1) -> set[int]:
    seen, stack = set[int](), list(starts)
    while stack:
        node = stack.pop()
        if node not in seen and node != without:
            seen.add(node)
            stack += edges[node]
    return seen


@given(
    st.lists(st.lists(NODES, max_size=3), min_size=SIZE, max_size=SIZE),
    st.sets(NODES, min_size=1, max_size=2),
    st.sets(NODES),
    st.sets(NODES, max_size=2),
)
@settings(max_examples=300)
def test_a_line_is_decided_by_what_can_lead_past_it_and_cannot_be_left_out(
    edges: list[list[int]], starts: set[int], asking: set[int], ignored: set[int]
) -> None:
    found = Decisions(edges, starts, asking, ignored)
    for target in reached(edges, starts):
        expected = False
        for node in asking - {target}:
            ways = [other for other in edges[node] if other not in ignored]
            is_past = len(ways) < 2 or any(target not in reached(edges, {way}) for way in ways)
            expected |= is_past and target not in reached(edges, starts, node)
        assert found.over(target) is expected
