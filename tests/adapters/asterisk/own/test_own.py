"""Our own routines are recognised by what they do; whatever was changed about them is read as anybody's dialplan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pbxprivacy.adapters.asterisk.importing import import_reading
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.recording import Announcement, Control, Mode
from pbxprivacy.tenant import Tenant

Server = Callable[..., AsteriskReading]

OPT_IN = {"call_recording": {"mode": "opt_in"}}
ALWAYS = {"call_recording": {"mode": "always"}}
QUEUE = {"queues": {"names": ["sales"]}, "call_recording": {"rules": {"queue:sales": {"mode": "always"}}}}
ROOM = {"conferencing": {"enabled": True}, "call_recording": {"rules": {"conference:main": {"mode": "always"}}}}
SITE = "extensions_site.conf"


def back(reading: AsteriskReading) -> Tenant:
    return import_reading(reading, tenant="acme").tenant


def named(reading: AsteriskReading) -> set[str]:
    return {one.policy.name for one in reading.own.routines}


def test_what_nobody_changed_is_ours(server: Server) -> None:
    reading = server({**OPT_IN, "queues": {"names": ["sales"]}, "conferencing": {"enabled": True}})
    assert named(reading) == {"inbound", "outbound", "internal", "queue-sales", "conference-main"}
    recording = back(reading).call_recording
    assert (recording.mode, recording.opt_in, recording.announcement) == (Mode.OPT_IN, Control.EVERYONE, "prompt")
    assert (recording.stop, recording.pause, recording.announced_to_all) == (Control.EVERYONE, Control.EVERYONE, True)
    assert recording.encrypted
    assert not back(reading).call_programs.programs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Playback(pbxprivacy/recorded)", "NoOp(pbxprivacy/recorded)"),
        ("Playback(pbxprivacy/recorded)", "Playback(welcome)"),
        ('"${PLAYBACKSTATUS}" != "SUCCESS"', '"${PLAYBACKSTATUS}" = "NEVER"'),
        ("Read(PBXPRIVACY_ANSWER,", "Set(PBXPRIVACY_ANSWER=1) ; "),
        ("[pbxprivacy-ask-inbound]\n", "[pbxprivacy-ask-inbound]\nexten => s,1,NoOp()\n"),
        ("[pbxprivacy-inbound]\n", "[pbxprivacy-inbound]\nexten => t,1,Hangup()\n"),
        ("[pbxprivacy-inbound]\n", "[pbxprivacy-inbound]\ninclude => phones\n"),
        ("[pbxprivacy-stop]\nexten => s,1,StopMixMonitor()", "[pbxprivacy-stop]\nexten => s,1,NoOp()"),
        ("/${PBXPRIVACY_ID}-${EPOCH}", "/${CALLERID(num)}-${EPOCH}"),
    ],
)
def test_a_line_that_was_changed_makes_it_anybodys_dialplan(server: Server, old: str, new: str) -> None:
    reading = server(OPT_IN, ("extensions.conf", old, new))
    recording, tenant = back(reading).call_recording, back(reading)
    assert recording.mode is Mode.ALWAYS
    assert not recording.announced_to_all
    assert recording.announcement is not Announcement.PROMPT or "call_recording.announcement" in tenant.unknown
    assert "call_recording.encrypted" in tenant.unknown
    assert recording.stop is not Control.EVERYONE


def test_a_change_that_makes_another_policy_is_read_as_that(server: Server) -> None:
    recording = back(server(OPT_IN, ("extensions.conf", "A(pbxprivacy/recorded)", ""))).call_recording
    assert recording.mode is Mode.OPT_IN
    assert recording.announced_to_all
    assert recording.rules["inbound.external"].announced_to_all is False


@pytest.mark.parametrize(
    "line",
    [
        "exten => 7,1,Goto(pbxprivacy-inbound,s,6)",
        "exten => 7,1,Gosub(pbxprivacy-ask-inbound,s,record)",
        "exten => 7,1,Goto(pbxprivacy-${WAY},s,6)",
        "exten => 7,1,Set(PBXPRIVACY_ANSWER=1)",
        "exten => 7,1,MixMonitor(/tmp/all.wav)",
        "exten => 7,1,Set(DYNAMIC_FEATURES=pbxprivacy-record-self)",
    ],
)
def test_a_way_into_the_midst_of_a_routine_or_past_it_makes_it_anybodys(server: Server, line: str) -> None:
    settings = {"call_recording": {"mode": "opt_in", "rules": {"internal": {"mode": "on_demand"}}}}
    tenant = back(server(settings, extensions_site=f"{line}\n"))
    assert tenant.call_recording.mode is Mode.ALWAYS
    assert not tenant.call_recording.announced_to_all


def test_whoever_may_opt_in_is_told_by_the_site(server: Server) -> None:
    settings = {"call_recording": {"mode": "opt_in", "opt_in": "nobody"}}
    reading = server(settings, extensions_site="exten => 7,1,Set(PBXPRIVACY_OPTED_IN=1)\n")
    assert back(reading).call_recording.opt_in is Control.NOBODY


def test_a_key_of_the_sites_own_into_a_routine_makes_it_anybodys(server: Server) -> None:
    line = 'mine => *8,self,Gosub,"pbxprivacy-ask-inbound,s,record"\n'
    assert back(server(OPT_IN, features=line)).call_recording.mode is Mode.ALWAYS


def test_without_features_conf_nobody_can_stop_a_recording_or_start_one(server: Server) -> None:
    recording = back(server(OPT_IN, without=["features.conf"])).call_recording
    assert (recording.mode, recording.stop, recording.pause) == (Mode.OPT_IN, Control.NOBODY, Control.NOBODY)
    on_demand = {"call_recording": {"mode": "on_demand"}}
    assert not back(server(on_demand, without=["features.conf"])).call_recording.traced.flows


@pytest.mark.parametrize(
    ("old", "new", "knob"),
    [
        ("pbxprivacy-stop-self => *3,", "; pbxprivacy-stop-self => *3,", "stop"),
        ("pbxprivacy-stop-peer => *3,peer,", "pbxprivacy-stop-peer => *3,self,", "stop"),
        ("pbxprivacy-resume-inbound-peer =>", "; pbxprivacy-resume-inbound-peer =>", "pause"),
    ],
)
def test_a_key_that_does_something_else_gives_nobody_anything(server: Server, old: str, new: str, knob: str) -> None:
    rule = {"call_recording": {"rules": {"inbound.external": {"mode": "opt_in"}}}}
    recording = back(server(rule, ("features.conf", old, new))).call_recording
    assert recording.mode is Mode.OPT_IN
    assert getattr(recording, knob) is not Control.EVERYONE


def test_only_the_routines_that_the_site_calls_count(server: Server) -> None:
    recording = back(server(ALWAYS, only=["inbound"])).call_recording
    assert (recording.mode, recording.scopes) == (Mode.ALWAYS, ("inbound.external",))
    asked = back(server(OPT_IN, only=["inbound", "internal"])).call_recording
    assert (asked.mode, asked.scopes) == (Mode.OPT_IN, ("inbound.external", "internal"))
    assert not back(server(ALWAYS, only=["voicemail"])).call_recording.traced.flows


def test_a_routine_that_may_be_called_records_possibly(server: Server) -> None:
    plan = "[phones]\nexten => 1,1,Gosub(pbxprivacy-${WAY},s,1(PJSIP/201,30))\n"
    tenant = back(server(ALWAYS, only=["none"], extensions_site=plan))
    assert "call_recording.rules[inbound.external].mode" in tenant.unknown
    assert tenant.call_recording.announcement is Announcement.PROMPT


def test_what_could_not_be_read_may_record_otherwise_so_all_is_in_doubt(server: Server) -> None:
    settings = {"call_recording": {"mode": "opt_in", "rules": {"internal": {"mode": "on_demand"}}}}
    tenant = back(server(settings, extensions_site="switch => Realtime/@\n"))
    for knob in ("mode", "scopes", "announcement", "opt_in", "encrypted", "rules[internal].mode"):
        assert f"call_recording.{knob}" in tenant.unknown
    assert tenant.call_recording.mode is Mode.OPT_IN


def test_a_queue_that_is_reached_past_its_routine_is_not_announced(server: Server) -> None:
    assert back(server(QUEUE)).call_recording.announcement is Announcement.PROMPT
    past = back(server(QUEUE, extensions_site="exten => 7,1,Queue(sales)\n"))
    assert past.call_recording.rules["queue:sales"].announcement is Announcement.NONE


def test_a_room_that_is_reached_past_its_routine_is_not_announced(server: Server) -> None:
    assert back(server(ROOM)).call_recording.rules["conference:main"].mode is Mode.ALWAYS
    past = back(server(ROOM, extensions_site="exten => 7,1,ConfBridge(main)\n"))
    assert past.call_recording.rules["conference"].mode is Mode.ALWAYS
    assert not past.call_recording.announced_to_all


@pytest.mark.parametrize("key", ["record_options = p", "record_conference = no", "record_command = /bin/true"])
def test_a_room_whose_profile_was_changed_is_not_ours(server: Server, key: str) -> None:
    assert "conference-main" not in named(
        server(ROOM, ("confbridge.conf", "[pbxprivacy-conference-main]", f"[pbxprivacy-conference-main]\n{key}"))
    )


@pytest.mark.parametrize("name", ["a b", "a:b", "*", "a'b", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_a_routine_of_a_name_that_nothing_is_rendered_for_is_not_ours(server: Server, name: str) -> None:
    room = f"[pbxprivacy-conference-{name}]\n"
    plan = f"[phones]\nexten => 7,1,Gosub(pbxprivacy-conference-{name},s,1)\n{room}"
    plan += f"exten => s,1,ConfBridge({name},pbxprivacy-conference-{name},pbxprivacy-guest)\n same => n,Return()\n"
    reading = server({}, extensions_site=plan, confbridge=f"{room}type=bridge\nrecord_conference=no\n")
    assert named(reading) == {"inbound", "outbound", "internal"}
    assert back(reading).conferencing.enabled


def test_a_routine_for_a_queue_that_is_not_there_is_not_ours(server: Server) -> None:
    reading = server(QUEUE, ("queues.conf", "\n[sales]", "\n[Sales]"))
    assert "queue-sales" not in named(reading)
    assert back(reading).queues.names == ("Sales",)


def test_a_notice_before_voicemail_is_known_if_every_message_is_left_over_our_routine(server: Server) -> None:
    assert back(server({})).voicemail.notice
    assert not back(server({"voicemail": {"notice": False}})).voicemail.notice
    past = server({}, extensions_site="exten => 7,1,VoiceMail(201@default)\n")
    assert "voicemail.notice" in back(past).unknown
    changed = server({}, ("extensions.conf", "Playback(pbxprivacy/notice)", "Playback(beep)"))
    assert "voicemail.notice" in back(changed).unknown


def test_numbers_are_masked_if_every_record_is_kept_so(server: Server) -> None:
    masked = {"cdr": {"masked": True}}
    assert back(server(masked)).cdr.masked
    assert not back(server(masked, cdr="[csv]\n")).cdr.masked
    assert not back(server(masked, ("cdr_custom.conf", ":0:-3}xxx", "}"))).cdr.masked
