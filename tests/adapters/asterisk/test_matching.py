from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Status, Topic
from pbxprivacy.adapters.asterisk.matching import is_match
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
PHONE = "[p]\ntype=endpoint\ncontext=in\n"


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("_X.", "12", "1"),
        ("_X!", "1", "a1"),
        ("_NZX", "219", "119"),
        ("_[13-5]x", "47", "27"),
        ("_+49.", "+491", "491"),
        ("_1-2", "12", "1-2"),
    ],
)
def test_a_pattern_fits_what_the_server_says_it_fits(pattern: str, fitting: str, other: str) -> None:
    assert is_match(pattern, fitting)
    assert not is_match(pattern, other)


@pytest.mark.parametrize("pattern", ["_[9-1]", "_[", "_[]", "_", "_\\", "_[^0]", "_(((", "_[[]"])
def test_no_pattern_is_too_odd_to_be_asked(pattern: str) -> None:
    assert is_match(pattern, "5") in {True, False}


@pytest.mark.parametrize(
    ("dialplan", "status"),
    [
        ("[in]\nexten => 5,1,NoOp()\nexten => _X,2,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[in]\nexten => 5,1,NoOp()\nexten => _6,2,MixMonitor(x.wav)\n", Status.UNREACHABLE),
        ("[in]\nexten => 5,1,Hangup()\nexten => _X,2,MixMonitor(x.wav)\n", Status.UNREACHABLE),
        ("[in]\nexten => 5,1,NoOp()\ninclude => b\n[b]\nexten => 5,2,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[in]\nexten => 5,1,Goto(b,s,2)\n[b]\ninclude => c\n[c]\nexten => s,2,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[in]\nexten => 5/555,1,MixMonitor(x.wav)\nexten => 5,1,NoOp()\n", Status.EFFECTIVE),
        ("[in]\nexten => 5,1,NoOp()\nexten => 5/555,2,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[in]\nexten => 5,1,Goto(b,s,1)\n[b]\nexten => s/555,1,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[globals]\nC=rec\n[in]\ninclude => ${C}\n[rec]\nexten => 9,1,MixMonitor(x.wav)\n", Status.EFFECTIVE),
        ("[in]\ninclude => ${ENV(C)}\n[rec]\nexten => 9,1,MixMonitor(x.wav)\n", Status.UNKNOWN),
    ],
)
def test_a_line_is_found_where_the_server_finds_it(pbx: Pbx, dialplan: str, status: Status) -> None:
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": dialplan})).about(Topic.RECORDER)
    assert one.state.status is status


def test_a_prompt_in_an_extension_for_one_caller_is_not_heard_by_all(pbx: Pbx) -> None:
    plan = "[in]\nexten => 5/555,1,Playback(recorded)\nexten => 5,1,NoOp()\n same => n,MixMonitor(x.wav)\n"
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": plan})).about(Topic.RECORDER)
    assert one["announcement"] == "some_paths"


def test_a_priority_of_an_included_context_is_reached_past_its_prompt(pbx: Pbx) -> None:
    plan = "[in]\nexten => 5,1,Goto(b,s,2)\n[b]\ninclude => c\n"
    plan += "[c]\nexten => s,1,Playback(recorded)\n same => n,MixMonitor(x.wav)\n"
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": plan})).about(Topic.RECORDER)
    assert one["announcement"] == "none"


def test_a_dialplan_that_is_entangled_ends_soon_and_hides_nothing(pbx: Pbx) -> None:
    lines = [f"[c{n}]\ninclude => c{n + 1}\nexten => {n},1,NoOp()\nexten => _X{n}X.,2,NoOp()" for n in range(2000)]
    plan = "[in]\ninclude => c0\n" + "\n".join(lines) + "\n[c2000]\nexten => 3,2,MixMonitor(x.wav)\n"
    start = time.process_time()
    (one,) = read(pbx({"pjsip.conf": PHONE, "extensions.conf": plan})).about(Topic.RECORDER)
    assert one.state.status in {Status.EFFECTIVE, Status.UNKNOWN}
    assert time.process_time() - start < 8
