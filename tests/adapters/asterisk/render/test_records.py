"""CDR, CEL, logs and the queue log, as the reader finds them in what was rendered."""

from __future__ import annotations

import itertools

import pytest

from pbxprivacy.adapters.asterisk.facts import Topic
from pbxprivacy.adapters.asterisk.read import AsteriskReading
from pbxprivacy.adapters.asterisk.render import Target, render
from pbxprivacy.tenant import Tenant
from tests.adapters.asterisk.render.conftest import Server


def levels(reading: AsteriskReading, channel: str) -> set[str]:
    (found,) = [one for one in reading.about(Topic.LOG) if one.subject == channel]
    return set(found.many("levels"))


def test_records_are_kept_by_one_back_end_with_the_columns_that_it_names(server: Server) -> None:
    reading = server({})
    (cdr,), (backend,) = reading.about(Topic.CDR), reading.about(Topic.CDR_BACKEND)
    assert cdr.effective
    assert (backend.subject, backend.effective, backend["host"]) == ("cdr_custom", True, "")
    assert {"src", "dst", "clid", "start", "duration"} <= set(backend.many("columns"))


def test_records_that_are_not_kept_are_switched_off_and_have_no_back_end(server: Server) -> None:
    reading = server({"cdr": {"enabled": False}})
    assert [one.state.status for one in reading.about(Topic.CDR)] == ["inert"]
    assert reading.about(Topic.CDR_BACKEND) == ()


@pytest.mark.parametrize(("masked", "names"), [*itertools.product([True, False], repeat=2)])
def test_masked_numbers_lose_their_last_digits_and_no_column_holds_them_whole(masked: bool, names: bool) -> None:
    rendering = render(Tenant.model_validate({"tenant": "t", "cdr": {"masked": masked, "names": names}}))
    columns = rendering.files["cdr_custom.conf"]
    assert ("${CDR(src):0:-3}xxx" in columns and "${CDR(dst):0:-3}xxx" in columns) is masked
    assert ("${CDR(src)}" in columns or "${CDR(dst)}" in columns) is not masked
    assert ("clid" in columns) == (names and not masked)
    assert ("cdr.names" in {one.setting for one in rendering.report}) == (masked and names)
    assert not any(other in columns for other in ("lastdata", "channel", "userfield"))


@pytest.mark.parametrize("version", [20, 22])
def test_channel_events_are_named_one_by_one_and_none_is_of_another_version(server: Server, version: int) -> None:
    (cel,) = server({"cel": {"enabled": True}}, version).about(Topic.CEL)
    assert cel.effective
    assert not {"ALL", "DTMF"} & set(cel.many("events"))


def test_keys_pressed_are_events_from_22_on_and_told_before() -> None:
    tenant = Tenant.model_validate({"tenant": "t", "cel": {"enabled": True, "digits": True}})
    new, old = render(tenant, Target(version=22)), render(tenant, Target(version=20))
    assert "events = ALL" in new.files["cel.conf"]
    assert "ALL" not in old.files["cel.conf"]
    assert "cel.digits" not in {one.setting for one in new.report}
    assert "cel.digits" in {one.setting for one in old.report}


def test_channel_events_are_off_by_default(server: Server) -> None:
    assert not any(one.effective for one in server({}).about(Topic.CEL))


def test_no_log_carries_calls_unless_the_debug_log_is_on(server: Server) -> None:
    reading = server({})
    assert {one.subject for one in reading.about(Topic.LOG)} == {"console", "messages.log"}
    assert levels(reading, "messages.log") == {"notice", "warning", "error"}


def test_the_debug_log_holds_keys_pressed_only_if_asked_for(server: Server) -> None:
    reading = server({"debug_log": {"enabled": True}})
    assert levels(reading, "debug.log") == {"notice", "warning", "error", "verbose"}
    assert (
        "verbose(2)"
        in render(Tenant.model_validate({"tenant": "t", "debug_log": {"enabled": True}})).files["logger.conf"]
    )
    assert {"dtmf", "debug"} <= levels(server({"debug_log": {"enabled": True, "digits": True}}), "debug.log")


@pytest.mark.parametrize("signalling", [True, False])
def test_whole_sip_messages_are_in_it_only_if_asked_for(server: Server, signalling: bool) -> None:
    reading = server({"debug_log": {"enabled": True, "signalling": signalling}})
    traced = [one for one in reading.about(Topic.LOG) if one["kind"] == "trace" and one.effective]
    assert bool(traced) is signalling


@pytest.mark.parametrize("enabled", [True, False])
def test_the_queue_log_is_what_its_switch_says(server: Server, enabled: bool) -> None:
    (found,) = server({"queue_log": {"enabled": enabled}, "queues": {"names": ["sales"]}}).about(Topic.QUEUE_LOG)
    assert found.effective is enabled
