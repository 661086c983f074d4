"""Conferences, and whether they are recorded (confbridge.conf, and what the dialplan switches on).

Topic ``conference`` (subject: the line of the dialplan; values ``kind``, ``names``: whether guests speak a name that is
recorded, ``pin``). Recorders are facts of the topic ``recorder``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import options
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, unknown, unreachable
from pbxprivacy.adapters.asterisk.language import Category
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import Use, View
from pbxprivacy.adapters.asterisk.words import flag, is_true, text

__all__ = ["conference_recorders", "conferences"]


def conferences(server: Server, view: View) -> Iterator[Fact]:
    """Every line that leads into a conference, with what its user profile says of names."""
    profiles = {one.name: one for one in server.file("confbridge.conf")}
    said = [one for one in _said(view) if one[2].state.status in {Status.EFFECTIVE, Status.UNKNOWN}]
    for use in view.uses("confbridge"):
        profile = profiles.get(use.call.argument(2) or "default_user")
        switch = profile.last("announce_join_leave") if profile else None
        computed = "$" in use.call.argument(2)
        names = flag(switch, default=False) or (
            computed and any(flag(one.last("announce_join_leave"), default=False) for one in profiles.values())
        )
        names = names or any(
            flag(profiles[value].last("announce_join_leave"), default=False) if value in profiles else is_true(value)
            for key, value, _ in said
            if key in {"user,announce_join_leave", "user,template"}
        )
        state = use.state if not names else use.state.then(server.state("confbridge.conf", settings=(switch,)))
        yield fact(
            Topic.CONFERENCE, use.subject, state, use.evidence() + evidence(switch), kind="confbridge", names=names,
            pin=bool(profile and text(profile.last("pin"))),
        )  # fmt: skip
    for use in view.uses("meetme"):
        chosen = options(use.call.argument(1))
        yield fact(
            Topic.CONFERENCE, use.subject, use.state, use.evidence(), kind="meetme",
            names=bool({"i", "I"} & set(chosen)),
            pin=bool({"P", "D", "E"} & set(chosen)) or bool(use.call.argument(2)),
        )  # fmt: skip


def conference_recorders(server: Server, view: View) -> Iterator[Fact]:
    """Bridge profiles that record, and lines that switch recording on."""
    uses = [(_profile(use), use) for use in view.uses("confbridge")]
    uses += [(value, use) for key, value, use in _said(view) if key == "bridge,template"]
    for profile in server.file("confbridge.conf"):
        switch = profile.last("record_conference")
        if text(profile.last("type")).casefold() != "bridge" or not flag(switch, default=False):
            continue
        state = server.state("confbridge.conf", "app_confbridge", "app_mixmonitor", settings=(switch,))
        mine = [(name, use) for name, use in uses if name == profile.name or "$" in name]
        command = text(profile.last("record_command"))
        path = text(profile.last("record_file"))
        yield fact(
            Topic.RECORDER, f"conference {profile.name}", state.then(_reached(mine, profile)), evidence(switch),
            exposes=True, kind="confbridge", trigger="conference", announcement=_heard(server, mine), beep=False,
            path=harmless(path), numbers_in_name=view.holds_number(path), post_command=_program(command),
            encryption="unknown" if command else "none", to_mailbox=False, only_bridged=False, separate_legs=False,
            stoppable=False,
        )  # fmt: skip
    for key, value, use in _said(view):
        if key == "bridge,record_conference" and (is_true(value) or "$" in value):
            state = unknown("whether it records is computed at run time") if "$" in value else use.state
            state = state.then(server.modules.state("app_confbridge", "app_mixmonitor"))
            yield fact(
                Topic.RECORDER, use.subject, use.state.then(state), use.evidence(), exposes=True,
                kind="confbridge", trigger="conference", announcement=use.announcement, beep=False, path="",
                numbers_in_name=False, post_command="", encryption="none", to_mailbox=False, only_bridged=False,
                separate_legs=False, stoppable=False,
            )  # fmt: skip


def _profile(use: Use) -> str:
    return use.call.argument(1) or "default_bridge"


def _program(command: str) -> str:
    words = command.split()
    return harmless(words[0]) if words else ""


def _said(view: View) -> Iterator[tuple[str, str, Use]]:
    """What lines say of the conference that comes: of ``CONFBRIDGE(bridge,template)=…`` what is set, and the value."""
    for use in view.uses("set"):
        name, _, value = use.call.text.partition("=")
        inner = name.casefold().replace(" ", "")
        if inner.startswith("confbridge("):
            yield inner.removeprefix("confbridge(").rstrip(")"), value.strip(), use


def _reached(mine: list[tuple[str, Use]], profile: Category) -> State:
    for status in (Status.EFFECTIVE, Status.UNKNOWN):
        for name, use in mine:
            if use.state.status is status:
                computed = "$" in name and status is Status.EFFECTIVE
                return unknown("the bridge profile is computed at run time") if computed else use.state
    return next((use.state for _, use in mine), unreachable(f"no ConfBridge uses the profile {profile.name}"))


def _heard(server: Server, mine: list[tuple[str, Use]]) -> str:
    """What is heard before it, by whoever hears least: in the dialplan, or as the announcement of the user profile."""
    greeted = {one.name for one in server.file("confbridge.conf") if text(one.last("announcement"))}
    order = ["none", "some_paths", "beep", "prompt"]
    heard = (
        "prompt" if use.call.name == "confbridge" and (use.call.argument(2) or "default_user") in greeted
        else use.announcement
        for _, use in mine if use.state == EFFECTIVE
    )  # fmt: skip
    return min(heard, key=order.index, default="none")
