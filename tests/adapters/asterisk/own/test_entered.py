"""A routine is ours only if calls get to its start alone, with arguments that it takes as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.importing import import_reading
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.recording import Mode
from pbxprivacy.tenant import Tenant

Server = Callable[..., AsteriskReading]

ALWAYS = {"call_recording": {"mode": "always"}}
MIXED = {"call_recording": {"mode": "opt_in", "rules": {"internal": {"mode": "on_demand"}}}}


def back(reading: AsteriskReading) -> Tenant:
    return import_reading(reading, tenant="acme").tenant


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("extensions_site", "[x]\ninclude => pbxprivacy-inbound\n[phones]\nexten => 8,1,Goto(x,s,6)\n"),
        ("extensions_site", "exten => 7,1,Set(X=pbxprivacy-inbound,s,6)\n same => n,Goto(${X})\n"),
        ("extensions_site", "exten => 7,1,ChannelRedirect(${OTHER},pbxprivacy-inbound,s,record)\n"),
        ("extensions_site", "exten => 7,1,Dial(PJSIP/201,,G(pbxprivacy-inbound^s^6))\n"),
        ("extensions_site", 'exten => 7,1,Gosub(pbxprivacy-inbound,s,1("PJSIP/201,30,X"))\n'),
        ("extensions_site", "exten => 7,1,Gosub(pbxprivacy-inbound,s,1(PJSIP/201,30\\,X))\n"),
        ("pjsip_endpoints", "[202]\ntype=endpoint\ncontext=pbxprivacy-ask-inbound\n"),
        ("pjsip_endpoints", "[202]\ntype=endpoint\nset_var=PBXPRIVACY_ANSWER=1\n"),
        ("queues_members", "[sales](+)\nmember => Local/s@pbxprivacy-ask-inbound\n"),
        ("confbridge", "[m]\ntype=menu\n1=dialplan_exec(pbxprivacy-inbound,s,6)\n"),
        ("features", 'mine => *8,self,ExecIf,"1?Goto(pbxprivacy-ask-inbound,s,record)"\n'),
    ],
)
def test_a_way_past_the_start_of_a_routine_makes_it_anybodys(server: Server, file: str, text: str) -> None:
    settings = {"call_recording": {"mode": "opt_in"}, "queues": {"names": ["sales"]}}
    reading = server(settings, **{file: text})
    assert not reading.own.routines
    assert back(reading).call_recording.mode is Mode.ALWAYS
    assert not back(reading).call_recording.announced_to_all


@pytest.mark.parametrize("word", ["Goto(pbxprivacy-inbound,s,6)", "goto pbxprivacy-inbound|s|6", "PBXPRIVACY_ANSWER=1"])
def test_so_does_one_in_another_language(server: Server, tmp_path: Path, word: str) -> None:
    (tmp_path / "extensions.ael").write_text(f"context phones {{ 7 => {{ {word}; }} }}\n")
    assert not server({"call_recording": {"mode": "opt_in"}}).own.routines


def test_a_routine_that_another_language_calls_records_possibly(server: Server, tmp_path: Path) -> None:
    (tmp_path / "extensions.ael").write_text("context x { 7 => { Gosub(pbxprivacy-inbound,s,1(PJSIP/201)); } }\n")
    tenant = back(server(ALWAYS, only=["none"]))
    assert "call_recording.rules[inbound.external].mode" in tenant.unknown


@pytest.mark.parametrize(
    "text",
    [
        "exten => 7,1,Set(WAY=pbxprivacy-inbound)\n same => n,Gosub(${WAY},s,1(PJSIP/201,30))\n",
        'exten => 7,1,Verbose(1,"calling pbxprivacy-inbound")\n',
        'exten => 7,1,Gosub(pbxprivacy-inbound,s,1(${IF($["${A}" = "1"]?PJSIP/1:PJSIP/2)},30))\n',
        'exten => 7,1,GosubIf($["${A}" = "1"]?pbxprivacy-inbound,s,1(PJSIP/1,30):pbxprivacy-stop,s,1)\n',
        "exten => 7,1,Dial(Local/s@pbxprivacy-inbound,30)\n",
        "exten => 7,1,ConfBridge(main,pbxprivacy-conference-main,guests)\n",
    ],
)
def test_what_calls_a_routine_as_it_is_meant_leaves_it_ours(server: Server, text: str) -> None:
    reading = server({**MIXED, "conferencing": {"enabled": True}}, extensions_site=text)
    assert back(reading).call_recording.mode is Mode.OPT_IN


@pytest.mark.parametrize(
    "more",
    [
        {"pjsip_endpoints": "[202]\ntype=endpoint\nset_var=DYNAMIC_FEATURES=pbxprivacy-record-self\n"},
        {
            "features": "[grp]\npbxprivacy-record-self => *9\n",
            "extensions_site": "exten => 7,1,Set(DYNAMIC_FEATURES=grp)\n",
        },
        {"extensions_site": "exten => 7,1,Set(__DYNAMIC_FEATURES=${MINE})\n"},
    ],
)
def test_a_key_to_record_that_is_given_past_a_routine_makes_all_anybodys(server: Server, more: dict[str, str]) -> None:
    recording = back(server(MIXED, **more)).call_recording
    assert recording.mode is Mode.ALWAYS
    assert not recording.announced_to_all


def test_a_key_that_is_named_twice_in_another_case_is_not_known(server: Server) -> None:
    settings = {"call_recording": {"rules": {"inbound.external": {"mode": "opt_in"}}}}
    reading = server(settings, features="PBXPRIVACY-stop-self => *3,self,NoOp\n")
    assert back(reading).call_recording.stop is not back(server(settings)).call_recording.stop


def test_a_way_past_the_notice_before_voicemail_leaves_it_unknown(server: Server) -> None:
    past = server({}, extensions_site="exten => 7,1,Gosub(pbxprivacy-voicemail,s,3(201))\n")
    assert "voicemail.notice" in back(past).unknown


@pytest.mark.parametrize("name", ["inbound", "ask-inbound"])
def test_lines_for_one_caller_in_a_routine_make_it_anybodys(server: Server, name: str) -> None:
    line = f"[pbxprivacy-{name}]\nexten => s/555,1,MixMonitor(/tmp/x.wav)\n"
    reading = server({"call_recording": {"mode": "opt_in"}}, extensions_site=line)
    assert "inbound" not in {one.policy.name for one in reading.own.routines}
    assert back(reading).call_recording.mode is Mode.ALWAYS


def test_lines_for_one_caller_before_voicemail_leave_the_notice_unknown(server: Server) -> None:
    line = "[pbxprivacy-voicemail]\nexten => s/555,1,VoiceMail(201@default)\n"
    assert "voicemail.notice" in back(server({}, extensions_site=line)).unknown
