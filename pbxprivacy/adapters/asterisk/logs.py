"""Logs: channels with their levels, SIP traces, and the log of queues.

Topic ``log`` (subject: the channel; values ``levels``, ``kind`` (``console``, ``file``, ``syslog``),
``persisted``): exposes if a level carries numbers, names or digits. A trace of SIP messages is a log whose
subject names it. Topic ``queue_log`` (subject ``queue_log``; values ``file``, ``realtime``). Source:
``main/logger.c``; the file has no key for retention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.sorcery import pjsip_objects
from pbxprivacy.adapters.asterisk.words import flag, is_false, is_true

__all__ = ["TELLING", "logs"]

TELLING = frozenset({"verbose", "debug", "dtmf", "security", "trace", "fax", "*"})
"""Levels that carry numbers, names, digits or addresses."""


def logs(server: Server) -> Iterator[Fact]:
    """Every channel of the logger, the traces, and the queue log."""
    channels = list(_channels(server))
    yield from channels
    yield from _traces(server, channels)
    yield from _queue_log(server)


def _channels(server: Server) -> Iterator[Fact]:
    file = server.file("logger.conf")
    for setting in file.category("logfiles").settings:
        value = re.sub(r"^\s*\[[^\]]*\]", "", setting.value)
        levels = {re.sub(r"\(.*", "", level).strip().casefold() for level in value.split(",")} - {""}
        name = setting.key
        low = name.casefold()
        kind = "console" if low == "console" else "syslog" if low.startswith("syslog") else "file"
        state = server.state("logger.conf", settings=(setting,))
        if not levels:
            state = state.then(inert("it has no levels"))
        yield fact(
            Topic.LOG, harmless(name), state, evidence(setting), exposes=bool(levels & TELLING) and kind != "console",
            levels=tuple(sorted(levels)), kind=kind, persisted=kind != "console",
        )  # fmt: skip
    if not file.present and not file.gaps:
        yield fact(
            Topic.LOG, "console", EFFECTIVE, levels=("error", "notice", "verbose", "warning"), kind="console",
            persisted=False,
        )  # fmt: skip


def _traces(server: Server, channels: list[Fact]) -> Iterator[Fact]:
    """Whole SIP messages in the logs: switched on in the drivers, kept where a channel takes verbose text."""
    files = [one for one in channels if one.effective and one["persisted"]]
    kept = any(level in {"verbose", "*"} for one in files for level in one.many("levels"))
    found = []
    for file, section, read in pjsip_objects(server, "global"):
        debug = section.last("debug")
        if read == EFFECTIVE and debug and not is_false(debug.value):
            found.append((file, "res_pjsip_logger", debug))
    for key in ("sipdebug", "recordhistory"):
        setting = server.file("sip.conf").last("general", key)
        if setting and is_true(setting.value):
            found.append(("sip.conf", "chan_sip", setting))
    for file, module, setting in found:
        state = server.state(file, module, settings=(setting,))
        if not kept:
            state = state.then(inert("no log file takes verbose text"))
        yield fact(
            Topic.LOG, f"{file} {setting.key}", state, evidence(setting), exposes=True, levels=("sip",), kind="trace",
            persisted=kept,
        )  # fmt: skip


def _queue_log(server: Server) -> Iterator[Fact]:
    general = server.file("logger.conf").category("general")
    switch, to_file = general.first("queue_log"), general.first("queue_log_to_file")
    realtime = server.realtime_state("queue_log")
    in_database = realtime is not None and realtime.status is not Status.INERT
    state = server.state("logger.conf", "app_queue", settings=(switch,))
    queues = [one for one in server.file("queues.conf") if one.name.casefold() != "general"]
    if not flag(switch, default=True):
        state = server.off("the queue log is switched off", "logger.conf")
    elif not queues:
        mapped = server.realtime_state("queues")
        if mapped is not None and mapped.status is not Status.INERT:
            state = state.then(unknown("queues are in a database"))
        else:
            state = state.then(server.off("no queue is configured", "queues.conf"))
    yield fact(
        Topic.QUEUE_LOG, "queue_log", state, evidence(switch) + evidence(to_file), exposes=True,
        file=not in_database or flag(to_file, default=False), realtime=in_database,
    )  # fmt: skip
