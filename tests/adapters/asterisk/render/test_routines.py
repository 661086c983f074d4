"""The dialplan set, as the reader finds it in what was rendered: who records, after what, and who may end it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.asterisk.render import Target, render
from pbxprivacy.kit.strategies import tenants
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.conftest import Server

SALES = {"queues": {"names": ["sales"]}}
ROOM = {"conferencing": {"enabled": True, "rooms": ["board"]}}


def recorders(reading: AsteriskReading) -> dict[str, Fact]:
    return {one.subject.split(",")[0]: one for one in reading.about(Topic.RECORDER) if one.effective}


def plan(**recording: object) -> str:
    return render(Tenant.model_validate({"tenant": "t", "call_recording": recording})).files["extensions.conf"]


def context(text: str, name: str) -> list[str]:
    body = text.split(f"[{name}]\n", 1)[1].split("\n\n", 1)[0]
    return [re.sub(r"^(exten => s,1,| same => n(\(\w+\))?,)", "", line) for line in body.splitlines()]


def test_nothing_records_by_default(server: Server) -> None:
    assert recorders(server({**SALES, **ROOM})) == {}


@pytest.mark.parametrize("version", [20, 22])
def test_everything_that_is_recorded_always_is_announced_on_every_path_and_sealed(server: Server, version: int) -> None:
    found = recorders(server({**SALES, **ROOM, "call_recording": {"mode": "always"}}, version))
    assert found.keys() == {
        "pbxprivacy-inbound",
        "pbxprivacy-outbound",
        "pbxprivacy-internal",
        "queue sales",
        "conference pbxprivacy-conference-board",
    }
    for one in found.values():
        assert one["announcement"] == "prompt"
        assert one["post_command"] == "/bin/sh"
        assert one["numbers_in_name"] is False


@pytest.mark.parametrize(("announcement", "heard"), [("prompt", "prompt"), ("beep", "beep"), ("none", "none")])
def test_the_announcement_is_the_one_of_the_tenant(server: Server, announcement: str, heard: str) -> None:
    recording = {"mode": "always", "announcement": announcement, "pause": "nobody"}
    found = recorders(server({"call_recording": recording}))
    assert {one["announcement"] for one in found.values()} == {heard}


def test_only_the_scopes_that_are_named_record(server: Server) -> None:
    rules = {"inbound.external": {"mode": "always"}, "queue:sales": {"mode": "always", "pause": "nobody"}}
    found = recorders(server({**SALES, **ROOM, "call_recording": {"rules": rules, "pause": "nobody"}}))
    assert found.keys() == {"pbxprivacy-inbound", "queue sales"}


def test_an_extension_that_is_recorded_has_routines_for_each_way(server: Server) -> None:
    recording = {"rules": {"extension:201": {"mode": "always"}}, "pause": "nobody"}
    found = recorders(server({"extensions": {"names": ["201", "202"]}, "call_recording": recording}))
    assert found.keys() == {f"pbxprivacy-extension-201-{way}" for way in ("inbound", "outbound", "internal")}


def test_on_demand_a_party_starts_it_by_a_key_and_nothing_records_by_itself(server: Server) -> None:
    reading = server({"call_recording": {"mode": "on_demand", "start": "everyone"}})
    found = recorders(reading)
    assert found.keys() == {"feature pbxprivacy-record-self", "feature pbxprivacy-record-peer"}
    assert {one["kind"] for one in found.values()} == {"one_touch"}


@pytest.mark.parametrize(
    ("start", "inbound"), [("everyone", ["self", "peer"]), ("extension", ["peer"]), ("nobody", [])]
)
def test_only_who_may_start_a_recording_has_the_key_for_it(start: str, inbound: list[str]) -> None:
    text = plan(mode="on_demand", start=start, stop="nobody", pause="nobody")
    lines = context(text, "pbxprivacy-inbound")
    assert ("Set(DYNAMIC_FEATURES=pbxprivacy-record-self)" in lines) is ("self" in inbound)
    assert ("[pbxprivacy-called-inbound]" in text) is ("peer" in inbound)


@pytest.mark.parametrize("mode", ["off", "opt_in", "always"])
def test_no_key_starts_a_recording_unless_it_is_on_demand(mode: str) -> None:
    files = render(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": mode}})).files
    assert "pbxprivacy-record" not in files["features.conf"]
    assert "automixmon" not in files["features.conf"]


def test_without_its_prompt_a_call_goes_on_unrecorded() -> None:
    lines = context(plan(mode="always"), "pbxprivacy-inbound")
    at = lines.index('GotoIf($["${PLAYBACKSTATUS}" != "SUCCESS"]?plain)')
    assert lines[at - 1] == "Playback(pbxprivacy/recorded)"
    assert lines[-2:] == ["Dial(${ARG1},${ARG2})", "Return()"]
    assert not any("MixMonitor(" in line for line in lines[:at])


def test_both_sides_are_asked_and_the_recording_starts_when_the_second_has_agreed() -> None:
    text = plan(mode="opt_in", opt_in="everyone")
    caller, called = context(text, "pbxprivacy-inbound"), context(text, "pbxprivacy-ask-inbound")
    assert "Read(PBXPRIVACY_ANSWER,pbxprivacy/consent,1,,1,8)" in caller
    assert not any(line.startswith("MixMonitor(") for line in caller)
    assert any("U(pbxprivacy-ask-inbound)" in line for line in caller)
    assert called[:2] == [
        "Read(PBXPRIVACY_ANSWER,pbxprivacy/consent,1,,1,8)",
        'GotoIf($["${PBXPRIVACY_ANSWER}" != "1"]?end)',
    ]
    assert any(line.startswith("MixMonitor(") for line in called)


def test_the_extension_alone_is_asked_on_its_own_side() -> None:
    text = plan(mode="opt_in", opt_in="extension")
    assert not any("Read(" in line for line in context(text, "pbxprivacy-inbound"))
    assert any("Read(" in line for line in context(text, "pbxprivacy-ask-inbound"))
    assert any("Read(" in line for line in context(text, "pbxprivacy-outbound"))
    assert "[pbxprivacy-ask-outbound]" not in text


def test_an_administrators_word_is_a_variable_of_the_line() -> None:
    text = plan(mode="opt_in", opt_in="nobody")
    assert 'GotoIf($["${PBXPRIVACY_OPTED_IN}" != "1"]?plain)' in context(text, "pbxprivacy-inbound")
    assert "Read(" not in text


@pytest.mark.parametrize("to_all", [True, False])
def test_the_called_side_hears_the_prompt_too_if_all_do(to_all: bool) -> None:
    assert ("A(pbxprivacy/recorded)" in plan(mode="always", announced_to_all=to_all)) is to_all


@pytest.mark.parametrize(("knob", "key"), [("stop", "stop"), ("pause", "pause"), ("pause", "resume")])
@pytest.mark.parametrize("who", ["everyone", "extension", "nobody"])
def test_only_who_may_has_the_keys_to_stop_and_to_pause(knob: str, key: str, who: str) -> None:
    text = plan(mode="always", **{"stop": "nobody", "pause": "nobody", knob: who})
    caller = next((line for line in context(text, "pbxprivacy-inbound") if "DYNAMIC_FEATURES" in line), "")
    called = "[pbxprivacy-called-inbound]" in text
    key += "-inbound" if key == "resume" else ""
    assert (f"pbxprivacy-{key}-self" in caller) is (who == "everyone")
    assert called is (who != "nobody")
    if called:
        assert f"pbxprivacy-{key}-peer" in context(text, "pbxprivacy-called-inbound")[0]


def test_what_was_never_recorded_or_was_stopped_cannot_be_resumed() -> None:
    text = plan(mode="always")
    assert context(text, "pbxprivacy-pause")[0] == 'GotoIf($["${MIXMONITOR_FILENAME}" = ""]?end)'
    assert {"Set(PBXPRIVACY_PAUSED=)", "Set(MIXMONITOR_FILENAME=)"} <= set(context(text, "pbxprivacy-stop"))


def test_what_is_resumed_is_announced_again_and_begins_where_the_first_part_did() -> None:
    lines = context(plan(mode="always"), "pbxprivacy-inbound")
    at = lines.index('GotoIf($["${PBXPRIVACY_PAUSED}" != "1"]?end)')
    assert lines[at + 1 : at + 4] == [
        "Playback(pbxprivacy/recorded)",
        'GotoIf($["${PLAYBACKSTATUS}" != "SUCCESS"]?end)',
        "Goto(record)",
    ]
    files = render(Tenant.model_validate({"tenant": "t", "call_recording": {"mode": "opt_in"}})).files
    assert 'pbxprivacy-resume-inbound-self => *4,self,Gosub,"pbxprivacy-ask-inbound,s,resume"' in files["features.conf"]


def test_each_part_of_a_recording_is_a_file_of_its_own_named_without_a_number() -> None:
    (line,) = [one for one in context(plan(mode="always"), "pbxprivacy-inbound") if "PBXPRIVACY_FILE=" in one]
    assert line.endswith("/${PBXPRIVACY_ID}-${EPOCH}.${PBXPRIVACY_FORMAT})")


def test_in_a_queue_nothing_is_resumed_and_that_is_told() -> None:
    content = {**SALES, "call_recording": {"rules": {"queue:sales": {"mode": "always"}}}}
    rendering = render(Tenant.model_validate({"tenant": "t", **content}))
    assert "resume" not in rendering.files["extensions.conf"]
    assert "call_recording.pause" in {one.setting for one in rendering.report}


def test_consent_and_announcement_stand_in_the_call_file() -> None:
    noted = "Gosub(pbxprivacy-note,s,1({}))".format
    assert noted("1,both") in context(plan(mode="opt_in"), "pbxprivacy-ask-inbound")
    assert noted("1,caller") in context(plan(mode="opt_in", opt_in="extension"), "pbxprivacy-outbound")
    assert noted(",") in context(plan(mode="always", announcement="none"), "pbxprivacy-inbound")
    assert noted("1,administrator") in context(plan(mode="opt_in", opt_in="nobody"), "pbxprivacy-inbound")


def test_a_beep_sounds_as_often_as_the_tenant_says() -> None:
    assert "MixMonitor(${PBXPRIVACY_FILE},bB(15)," in plan(mode="always", beep_seconds=15)


@pytest.mark.parametrize(("version", "is_there"), [(20, True), (22, False)])
def test_the_application_that_records_queues_is_chosen_where_it_can_be(version: int, is_there: bool) -> None:
    tenant = Tenant.model_validate({"tenant": "t", **SALES, "call_recording": {"mode": "always"}})
    files = render(tenant, Target(version=version)).files
    assert ("monitor-type = MixMonitor" in files["queues.conf"]) is is_there
    assert not any(re.search(r"\bMonitor\(|Macro\(|automon\b", text) for text in files.values())


@pytest.mark.parametrize("names", [True, False])
def test_guests_speak_their_names_only_if_the_tenant_says_so(names: bool) -> None:
    tenant = Tenant.model_validate({"tenant": "t", "conferencing": {"enabled": True, "announce_names": names}})
    text = render(tenant).files["confbridge.conf"]
    assert f"announce_join_leave = {'yes' if names else 'no'}" in text
    assert "[pbxprivacy-conference-main]" in text


@pytest.mark.parametrize("mode", ["opt_in", "on_demand"])
def test_a_queue_that_cannot_ask_is_not_recorded_and_that_is_told(mode: str) -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", **SALES, "call_recording": {"mode": mode}}))
    assert "monitor-format" not in rendering.files["queues.conf"]
    assert f"{mode} (queue:sales)" in {one.value for one in rendering.report}


@settings(max_examples=25)
@given(tenants())
def test_every_jump_and_every_key_leads_somewhere(tenant: Tenant) -> None:
    files = render(tenant).files
    contexts = set(re.findall(r"^\[(.+)\]$", files["extensions.conf"], re.MULTILINE))
    text = files["extensions.conf"] + files["features.conf"]
    named = re.findall(r'(?:Gosub\(|Gosub,")(pbxprivacy[^,]*),s,', "\n".join(_lines(text)))
    labels = re.findall(r'Gosub,"(pbxprivacy[^,]*),s,resume"', text)
    assert all("n(resume)," in text.split(f"[{name}]\n", 1)[1].split("\n\n", 1)[0] for name in labels)
    for body in files["extensions.conf"].split("\n\n"):
        jumps = set(re.findall(r"\?(\w+)\)|Goto\((\w+)\)", body))
        assert {one or other for one, other in jumps} <= set(re.findall(r"n\((\w+)\),", body))
    named += re.findall(r"U\((pbxprivacy[^)]*)\)|b\((pbxprivacy[^)^]*)\^s\^1\)", text)
    assert {part for one in named for part in ([one] if isinstance(one, str) else one) if part} <= contexts
    keys = set(re.findall(r"^(pbxprivacy-\S+) =>", files["features.conf"], re.MULTILINE))
    used = {key for found in re.findall(r"DYNAMIC_FEATURES=([^)]*)\)", text) for key in found.split("#")}
    assert used == keys
    profiles = set(re.findall(r"^\[(pbxprivacy-conference-.+)\]$", files["confbridge.conf"], re.MULTILINE))
    assert set(re.findall(r"ConfBridge\([^,]*,([^,]*),", text)) == profiles


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith(";")]


def test_the_reader_takes_every_line_of_the_loudest_set(server: Server) -> None:
    reading = server({**SALES, **ROOM, "call_recording": {"mode": "always"}})
    assert reading.completeness.rejected == ()
    assert reading.completeness.faults == ()


def test_when_a_call_is_over_its_channel_is_no_longer_recorded() -> None:
    lines = context(plan(mode="always"), "pbxprivacy-inbound")
    at = next(number for number, line in enumerate(lines) if line.startswith("Dial("))
    assert lines[at + 1 : at + 3] == ["StopMixMonitor()", "Return()"]


def test_a_room_that_is_not_there_has_no_routine() -> None:
    content = {"tenant": "t", "conferencing": {"enabled": True, "rooms": []}}
    assert "conference" not in render(Tenant.model_validate(content)).files["confbridge.conf"]


def test_no_queue_or_extension_is_called_like_what_stands_beside_the_routine_of_another() -> None:
    names = ["sales", "sales-called", "sales-ask", "note", "called-inbound"]
    tenant = Tenant.model_validate(
        {
            "tenant": "acme",
            "queues": {"names": names},
            "extensions": {"names": names},
            "call_recording": {"mode": "opt_in", "rules": {f"queue:{name}": {"mode": "always"} for name in names}},
        }
    )
    heads = [line for line in render(tenant).files["extensions.conf"].splitlines() if line.startswith("[")]
    assert {f"[pbxprivacy-queue-{name}]" for name in names} <= set(heads)
    assert {f"[pbxprivacy-called-queue-{name}]" for name in names} <= set(heads)
    assert len(heads) == len(set(heads))
