"""What a context of the dialplan would be as a policy, if it were ours; nothing is proved by that."""

from __future__ import annotations

import re
from typing import Final

import attrs

from pbxprivacy.adapters.asterisk.calls import options
from pbxprivacy.adapters.asterisk.dialplan import Dialplan
from pbxprivacy.adapters.asterisk.entries import keys
from pbxprivacy.adapters.asterisk.language import Category
from pbxprivacy.adapters.asterisk.render.policy import EXTENSION_IS, FORMATS, Kind, Policy, Side, Way
from pbxprivacy.adapters.asterisk.render.recorder import RECORDED, Recorder
from pbxprivacy.adapters.asterisk.render.seal import SCRIPT
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.text import is_plain
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text
from pbxprivacy.errors import UsageError
from pbxprivacy.features.call_recording import CallRecording
from pbxprivacy.recording import Announcement, Control, Mode
from pbxprivacy.tenant import Tenant

__all__ = ["PREFIX", "Proposal", "proposed"]

PREFIX: Final = "pbxprivacy-"

_CALL: Final = re.compile(rf"{PREFIX}(?:extension-(?P<target>.+)-)?(?P<way>{'|'.join(Way)})")
_PLACE: Final = re.compile(rf"{PREFIX}(?P<kind>{Kind.QUEUE}|{Kind.CONFERENCE})-(?P<target>.+)")
_DIAL: Final = re.compile(r"^Dial\(\$\{ARG1\},\$\{ARG2\}(?:,(?P<options>.*))?\)$", re.MULTILINE)
_STARTED: Final = re.compile(r"^MixMonitor\([^,]*,(?P<options>[A-Za-z0-9()]*)", re.MULTILINE)
_FORMAT: Final = re.compile(r"^Set\(PBXPRIVACY_FORMAT=(\w+)\)$", re.MULTILINE)
_BEEP: Final = re.compile(r"B\(([0-9]{1,9})\)")
_SPOOL: Final = re.compile(rf"(/[\w./-]+)/(?:\$\{{PBXPRIVACY_ID\}}|{Kind.CONFERENCE}-)")
_FOLDER: Final = re.compile(rf"/bin/sh (/[\w./-]+)/{re.escape(SCRIPT)} '")
_BOTH: Final = frozenset(Side)
_NOBODY: Final = frozenset[Side]()
_TENANTS: Final = {
    sealed: Tenant(tenant="any", call_recording=CallRecording(encrypted=sealed)) for sealed in (True, False)
}


@attrs.frozen
class Proposal:
    """A policy that a context may be the routine of, and for which server.

    Attributes:
        policy: how calls would be recorded.
        recorder: where to, and whether a script of ours would run in the end.
    """

    policy: Policy
    recorder: Recorder


def proposed(server: Server, plan: Dialplan, name: str) -> Proposal | None:
    """Return what the context of this name may be; None if it has not the name, or the words, of any routine."""
    lines, own = _lines(plan, name), name.removeprefix(PREFIX)
    if call := _CALL.fullmatch(name):
        target, way = call["target"] or "", Way(call["way"])
        kind = Kind.EXTENSION if target else Kind.DIRECTION
        asked = _lines(plan, f"{PREFIX}ask-{own}")
        policy = _of_call(lines, asked, EXTENSION_IS[way])
        words = f"{lines}\n{asked}\n{_recording_keys(server)}"
    elif place := _PLACE.fullmatch(name):
        target, kind = place["target"], Kind(place["kind"])
        file, called = ("queues.conf", target) if kind is Kind.QUEUE else ("confbridge.conf", name)
        section = next((one for one in server.file(file) if one.name == called), None)
        if section is None:
            return None
        policy = _of_queue(lines, section) if kind is Kind.QUEUE else _of_room(lines, section)
        words = "\n".join([lines, *(setting.value for setting in section.settings)])
    else:
        return None
    if target and not is_plain(target):
        return None  # nothing is rendered for such a name
    has = {
        side: _features(there)
        for side, there in ((Side.CALLER, lines), (Side.CALLED, _lines(plan, f"{PREFIX}called-{own}")))
    }
    policy = attrs.evolve(
        policy,
        kind=kind,
        name=own,
        target=target,
        starts=frozenset(side for side in Side if "record" in has[side]),
        stops=frozenset(side for side in Side if "stop" in has[side]),
        pauses=frozenset(side for side in Side if "pause" in has[side]),
    )
    folder, spool = _FOLDER.search(words), _SPOOL.search(words)
    usual = Target()
    try:
        server_ = Target(folder=folder[1] if folder else usual.folder, spool=spool[1] if spool else usual.spool)
    except UsageError:
        return None
    return Proposal(policy, Recorder(_TENANTS[folder is not None], server_)) if policy.format in FORMATS else None


def _lines(plan: Dialplan, name: str) -> str:
    context = plan.contexts.get(name)
    extension = context.extensions.get("s") if context else None
    return "\n".join(step.text for step in extension.ordered()) if extension else ""


def _recording_keys(server: Server) -> str:
    """Return the lines of the keys that start a recording: what they write, and where, stands there alone."""
    return "\n".join(setting.value for setting in keys(server) if setting.key.startswith(f"{PREFIX}record-"))


def _features(lines: str) -> set[str]:
    """Return what the features do that a channel is given: ``record``, ``pause``, ``stop``, ``resume``."""
    named = re.search(r"^Set\(DYNAMIC_FEATURES=(.*)\)$", lines, re.MULTILINE)
    return {one.removeprefix(PREFIX).partition("-")[0] for one in named[1].split("#")} if named else set()


def _of_call(lines: str, asked: str, extension: frozenset[Side]) -> Policy:
    dial, started = _DIAL.search(lines), _STARTED.search(f"{lines}\n{asked}")
    chosen = options(dial["options"] or "") if dial else {}
    asks = {side for side, is_asked in ((Side.CALLER, "\nRead(" in lines), (Side.CALLED, "U" in chosen)) if is_asked}
    mode = Mode.ALWAYS if started else Mode.ON_DEMAND
    mode = Mode.OPT_IN if asks or "PBXPRIVACY_OPTED_IN" in lines else mode
    mode = mode if "Answer()" in lines else Mode.OFF
    decides = {_BOTH: Control.EVERYONE, _NOBODY: Control.NOBODY}.get(frozenset(asks), Control.EXTENSION)
    form = _FORMAT.search(lines)
    return _policy(
        mode, lines, started["options"] if started else "",
        form=form[1] if form else "", to_all="A" in chosen, decides=decides, extension=extension,
    )  # fmt: skip


def _of_queue(lines: str, section: Category) -> Policy:
    mode = Mode.ALWAYS if "MONITOR_FILENAME" in lines else Mode.OFF
    beep = "p" if "MONITOR_OPTIONS=bp" in lines else ""
    form = text(section.last("monitor-format")) if mode is Mode.ALWAYS else ""
    return _policy(mode, lines, beep, form=form, to_all=f",,{RECORDED})" in lines)


def _of_room(lines: str, section: Category) -> Policy:
    mode = Mode.ALWAYS if flag(section.last("record_conference"), default=False) else Mode.OFF
    form = text(section.last("record_file")).rpartition(".")[2]
    return _policy(mode, lines, text(section.last("record_options")), form=form, to_all=True)


def _policy(
    mode: Mode,
    lines: str,
    chosen: str,
    *,
    form: str,
    to_all: bool,
    decides: Control = Control.EVERYONE,
    extension: frozenset[Side] = frozenset({Side.CALLED}),
) -> Policy:
    beep = _BEEP.search(chosen)
    heard = Announcement.BEEP if "p" in chosen else Announcement.NONE
    return Policy(
        kind=Kind.DIRECTION,
        name="",
        target="",
        mode=mode,
        decides=decides,
        announcement=Announcement.PROMPT if f"Playback({RECORDED})" in lines else heard,
        to_all=to_all,
        starts=_NOBODY,
        stops=_NOBODY,
        pauses=_NOBODY,
        extension=extension,
        format=form or FORMATS[0],
        beep_seconds=int(beep[1]) if beep else 0,
    )
