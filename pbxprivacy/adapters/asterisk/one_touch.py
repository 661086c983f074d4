"""Recording that a party starts with a key: feature codes, dynamic features, and the record button of phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import call, options
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.language import Setting
from pbxprivacy.adapters.asterisk.redaction import evidence
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.sorcery import pjsip_objects
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import flag, text
from pbxprivacy.evidence import Evidence

__all__ = ["groups_of", "one_touch_recorders", "variables_of_devices"]

FEATURES = {"automixmon": ("app_mixmonitor", "x", "X"), "automon": ("res_monitor", "w", "W")}
"""Feature of the feature map: the module it needs, and the options for the called and the calling party."""

FEATUREMAP = re.compile(r"\s*FEATUREMAP\(([A-Za-z]+)\)\s*=(.*)", re.IGNORECASE | re.DOTALL)
"""The dialplan may give one channel a key of its own (``main/features_config.c``)."""

NOT_GROUPS = frozenset({"general", "featuremap", "applicationmap"})
"""Sections of features.conf that are no groups of features."""

VARIABLES = (("pjsip_wizard.conf", "endpoint/set_var"), ("sip.conf", "setvar"),
             ("iax.conf", "setvar"), ("chan_dahdi.conf", "setvar"))  # fmt: skip
"""Where a channel is given variables before it comes to the dialplan."""

RECORDING = frozenset({"mixmonitor", "monitor", "record"})


def one_touch_recorders(server: Server, view: View) -> Iterator[Fact]:
    """Every way for a party to start a recording."""
    for feature, (module, called, calling) in FEATURES.items():
        by, state = _parties(view, called, calling)
        for use in view.uses("set"):
            match = FEATUREMAP.match(use.call.text)
            if match and match[1].casefold() == feature and match[2].strip():
                own = use.state.then(server.modules.state(module))
                yield _fact(f"feature {feature}", own.then(state), use.evidence(f"FEATUREMAP({feature})=…"), by)
        setting = server.file("features.conf").last("featuremap", feature)
        if setting is None or not setting.value:
            continue
        own = server.state("features.conf", module, settings=(setting,))
        yield _fact(f"feature {feature}", own.then(state), evidence(setting, "…"), by)
    yield from _dynamic(server, view)
    yield from _buttons(server)


def _fact(subject: str, state: State, proofs: tuple[Evidence, ...], by: tuple[str, ...]) -> Fact:
    return fact(
        Topic.RECORDER, subject, state, proofs, exposes=True,
        kind="one_touch", trigger="party", announcement="none", beep=False, path="", numbers_in_name=True,
        post_command="", encryption="none", to_mailbox=False, only_bridged=True, separate_legs=False,
        stoppable=True, by=by,
    )  # fmt: skip


def _parties(view: View, called: str, calling: str) -> tuple[tuple[str, ...], State]:
    """Who may press the key: as the options of the Dial and Queue lines say that calls reach."""
    by: set[str] = set()
    doubt = None
    for use in view.uses("dial", "queue"):
        if use.state.status in {Status.UNREACHABLE, Status.INERT}:
            continue
        chosen_text = view.globals_in(use.call.argument(2 if use.call.name == "dial" else 1))
        chosen = options(chosen_text)
        hit = {party for letter, party in ((called, "called"), (calling, "calling")) if letter in chosen}
        if hit and use.state == EFFECTIVE:
            by |= hit
        elif hit:
            doubt = use.state
        elif "${" in chosen_text:
            doubt = unknown("the options of a Dial or Queue are computed at run time")
    if by:
        return tuple(sorted(by)), EFFECTIVE
    return (), doubt or inert(f"no Dial or Queue has the option {called} or {calling}")


def _dynamic(server: Server, view: View) -> Iterator[Fact]:
    file = server.file("features.conf")
    named = _named(server, view)
    for setting in file.category("applicationmap").settings:
        parts = setting.value.split(",", 2)
        if len(parts) < 3:  # noqa: PLR2004 - digits, party, application
            continue
        name = call(parts[2]).name
        if name not in RECORDING:
            continue
        state = server.state("features.conf", settings=(setting,)).then(server.application(name))
        names = {setting.key.casefold(), *groups_of(server, setting.key)}
        if not any(name in named for name in names):
            where = ("extensions.conf", "pjsip.conf", *(file for file, _ in VARIABLES))
            hidden = unknown("which features DYNAMIC_FEATURES names is computed at run time")
            state = state.then(hidden if "$" in named else server.off("no DYNAMIC_FEATURES names it", *where))
        yield _fact(
            f"feature {setting.key}", state, evidence(setting, f"…,{parts[1].strip()},{name}"), (parts[1].strip(),)
        )


def _named(server: Server, view: View) -> str:
    """Everything that is given to DYNAMIC_FEATURES, in the dialplan or with a device, in lower case."""
    given = [(name, value) for name, _, value in (use.call.text.partition("=") for use in view.uses("set"))]
    given += [*view.plan.globals.items(), *variables_of_devices(server)]
    return "#".join(value for name, value in given if "DYNAMIC_FEATURES" in name).casefold()


def groups_of(server: Server, feature: str) -> set[str]:
    """The groups of features.conf that have a dynamic feature, in lower case: DYNAMIC_FEATURES may name these."""
    groups = (one for one in server.file("features.conf") if one.name.casefold() not in NOT_GROUPS)
    return {one.name.casefold() for one in groups if one.first(feature)}


def variables_of_devices(server: Server) -> Iterator[tuple[str, str]]:
    """The variables, with their values, that a channel has before it comes to the dialplan."""
    for _, section, read in pjsip_objects(server, "endpoint"):
        if read.status is not Status.INERT:
            yield from (_assigned(one) for one in section.all("set_var"))
    for file, key in VARIABLES:
        for section in server.file(file):
            yield from (_assigned(one) for one in section.all(key))


def _assigned(setting: Setting) -> tuple[str, str]:
    name, _, value = setting.value.partition("=")
    return name, value


def _buttons(server: Server) -> Iterator[Fact]:
    found = [(file, one, "one_touch_recording", read) for file, one, read in pjsip_objects(server, "endpoint")]
    found += [
        ("pjsip_wizard.conf", one, "endpoint/one_touch_recording", EFFECTIVE)
        for one in server.file("pjsip_wizard.conf")
        if text(one.last("type")).casefold() == "wizard"
    ]
    for file, category, key, read in found:
        switch = category.last(key)
        if flag(switch, default=False):
            state = read.then(server.state(file, "res_pjsip_one_touch_record_info", settings=(switch,)))
            yield _fact(f"endpoint {category.name}", state, evidence(switch), ("endpoint",))
