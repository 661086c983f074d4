"""What records calls: lines of the dialplan, queues, conferences, and parties who press a key.

Facts of the topic ``recorder``. Values: ``kind`` (the application or feature), ``trigger`` (``line``,
``condition``, ``queue``, ``conference``, ``party``), ``announcement`` before it (``prompt``, ``beep``,
``some_paths``, ``none``; a prompt is some prompt, what it says is not in the files), ``beep`` while
recording, ``path``, ``numbers_in_name``, ``post_command`` (the program, or empty), ``encryption``
(``none``, or ``unknown`` where a command runs afterwards), ``to_mailbox``, ``only_bridged``, ``by`` (who
can start it), ``stoppable`` (whether the dialplan can stop a recording).
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import options
from pbxprivacy.adapters.asterisk.conferences import conference_recorders
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, unknown, unreachable
from pbxprivacy.adapters.asterisk.one_touch import one_touch_recorders, variables_of_devices
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import Use, View
from pbxprivacy.adapters.asterisk.words import text

__all__ = ["program", "recorders"]

APPLICATIONS = ("mixmonitor", "monitor", "record", "dictate", "page", "meetme", "minivmrecord")
STOPPERS = ("stopmixmonitor", "stopmonitor", "pausemonitor", "mixmonitormute")


def recorders(server: Server, view: View) -> Iterator[Fact]:
    """Everything that records."""
    stoppable = any(use.state == EFFECTIVE for use in view.uses(*STOPPERS))
    for use in view.uses(*APPLICATIONS):
        yield from _line(server, view, use, stoppable)
    yield from _queues(server, view, stoppable)
    yield from conference_recorders(server, view)
    yield from one_touch_recorders(server, view)


def program(command: str) -> str:
    """The program of a command line, without its arguments."""
    words = command.strip().strip('"').split()
    return harmless(words[0]) if words else ""


def _line(server: Server, view: View, use: Use, stoppable: bool) -> Iterator[Fact]:
    one = use.call
    path, chosen, command = "", {}, ""
    if one.name == "mixmonitor":
        path, chosen, command = one.argument(0), options(one.argument(1)), view.command(one.argument(2))
    elif one.name == "monitor":
        path, chosen = one.argument(1), options(one.argument(2))
        command = view.command(_exec(server, view)) if "m" in chosen else ""
    elif one.name in {"page", "meetme"}:
        chosen = options(one.argument(1))
        if "r" not in chosen:
            return
    else:
        path = one.argument(0)
    beep = bool({"p", "P", "B"} & chosen.keys())
    yield fact(
        Topic.RECORDER, use.subject, use.state, use.evidence(harmless(path)), exposes=True,
        kind=one.name, trigger="condition" if one.condition else "line",
        announcement="beep" if beep and use.announcement in {"none", "some_paths"} else use.announcement,
        beep=beep, path=harmless(path), numbers_in_name=view.holds_number(path), post_command=program(command),
        encryption="unknown" if command else "none", to_mailbox="m" in chosen and one.name == "mixmonitor",
        only_bridged="b" in chosen, separate_legs=bool({"r", "t"} & chosen.keys()) and one.name == "mixmonitor",
        stoppable=stoppable,
    )  # fmt: skip


def _queues(server: Server, view: View, stoppable: bool) -> Iterator[Fact]:
    uses = list(view.uses("queue"))
    command = program(view.command(_exec(server, view)))
    for queue in server.file("queues.conf"):
        form = queue.last("monitor-format")
        if queue.name.casefold() == "general" or not text(form):
            continue
        mine = [use for use in uses if use.call.argument(0) == queue.name or "$" in use.call.argument(0)]
        state = server.state("queues.conf", "app_queue", settings=(form,))
        reached = _best([use.state for use in mine])
        state = state.then(server.modules.any("app_mixmonitor", "res_monitor"))
        sounds = [use.announcement for use in mine if use.state.status is not Status.UNREACHABLE]
        yield fact(
            Topic.RECORDER, f"queue {queue.name}", state.then(reached), evidence(form), exposes=True,
            kind="queue", trigger="queue", announcement=_weakest(sounds), beep=False, path="", stoppable=stoppable,
            numbers_in_name=_queue_names(view),
            encryption="unknown" if command else "none", post_command=command, to_mailbox=False,
            only_bridged=True, separate_legs=False,
        )  # fmt: skip
    realtime = server.realtime_state("queues")
    if realtime is not None and realtime.status is not Status.INERT:
        yield fact(
            Topic.RECORDER, "queues in a database", unknown("queues, and whether they record, are in a database"),
            evidence(server.realtime["queues"]), exposes=True, kind="queue", trigger="queue",
        )  # fmt: skip


def _queue_names(view: View) -> bool:
    names = [use.call.text for use in view.uses("set") if "MONITOR_FILENAME" in use.call.text]
    return any(view.holds_number(name) for name in names)


def _exec(server: Server, view: View) -> str:
    """The command of MONITOR_EXEC, which runs when a queue's recording ends, or the legs of a Monitor are joined."""
    lines = [use.call.text for use in view.uses("set") if use.state.status in {Status.EFFECTIVE, Status.UNKNOWN}]
    named = [line.partition("=")[::2] for line in lines]
    named += [*view.plan.globals.items(), *variables_of_devices(server)]
    return next((value for name, value in named if name.strip(" _") == "MONITOR_EXEC" and value.strip()), "")


def _best(states: list[State]) -> State:
    """The best state of several uses: one that is effective makes the whole so."""
    for status in (Status.EFFECTIVE, Status.UNKNOWN, Status.INERT):
        for state in states:
            if state.status is status:
                return state
    return unreachable("no line of the dialplan that calls reach leads to this queue")


def _weakest(sounds: list[str]) -> str:
    order = ["none", "some_paths", "beep", "prompt"]
    return min(sounds, key=order.index, default="none")
