"""Whether a routine is ours: it is rendered again, and has to stand in the dialplan exactly so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from pbxprivacy.adapters.asterisk.dialplan import Context, Dialplan, build
from pbxprivacy.adapters.asterisk.entries import keys
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE
from pbxprivacy.adapters.asterisk.language import Category, Configuration, Setting
from pbxprivacy.adapters.asterisk.own.proposal import Proposal
from pbxprivacy.adapters.asterisk.render.asking import shared
from pbxprivacy.adapters.asterisk.render.confbridge import room
from pbxprivacy.adapters.asterisk.render.features import keys_of
from pbxprivacy.adapters.asterisk.render.files import Section
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy, Side
from pbxprivacy.adapters.asterisk.render.routines import routine
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.recording import Mode

__all__ = ["keyed", "proved", "shared_parts", "stands"]

_RECORDING = "record"


def proved(server: Server, plan: Dialplan, found: Proposal) -> tuple[str, ...]:
    """Return the contexts that a proposed routine consists of, its own first; none if one of them is otherwise."""
    sections = [*routine(found.policy, found.recorder), *shared([found.policy], found.recorder)]
    if not all(stands(plan, section) for section in sections):
        return ()
    if found.policy.kind is Kind.CONFERENCE and not _records_alike(server, found):
        return ()
    return tuple(section.name for section in sections)


def shared_parts(plan: Dialplan, found: Proposal) -> Iterator[str]:
    """Yield the contexts that routines share and that are ours, whether or not one of these routines needs them."""
    any_ = attrs.evolve(found.policy, mode=Mode.ALWAYS, stops=frozenset(Side), pauses=frozenset(Side))
    return (section.name for section in shared([any_], found.recorder) if stands(plan, section))


def stands(plan: Dialplan, section: Section) -> bool:
    """Tell whether a context has exactly these lines, and the server reads all of them."""
    context = plan.contexts.get(section.name)
    settings = tuple(Setting(key.strip(), value) for key, value in section.lines)
    wanted = build(Configuration("", categories=(Category(section.name, settings),))).contexts[section.name]
    return context is not None and _shape(context) == _shape(wanted)


def keyed(server: Server, found: Proposal) -> tuple[Policy, frozenset[str]]:
    """Return the policy with what the keys of features.conf really give each side, and the names of these features.

    Names are in lower case, as the server compares them. A key that is not there, or does something else, gives nobody
    anything.
    """
    policy, recorder = found.policy, found.recorder
    mapped: dict[str, list[str]] = {}
    if server.state("features.conf") == EFFECTIVE:
        for setting in keys(server):
            mapped.setdefault(setting.key.casefold(), []).append("" if setting.lost else setting.value)
    names: set[str] = set()
    lacking: dict[str, set[Side]] = {}
    for side in Side:
        for action, name, line in keys_of(recorder.tenant, recorder.target, policy, side):
            if mapped.get(name.casefold()) == [line]:
                names.add(name.casefold())
            else:
                lacking.setdefault(action, set()).add(side)
    paused = lacking.get("pause", set()) | lacking.get("resume", set())
    reduced = attrs.evolve(
        policy,
        starts=policy.starts - lacking.get(_RECORDING, set()),
        stops=policy.stops - lacking.get("stop", set()),
        pauses=policy.pauses - paused,
    )
    return reduced, frozenset(names)


def _shape(context: Context) -> object:
    steps = {
        name: [(step.number, step.label, step.text, step.setting.lost) for step in extension.ordered()]
        for name, extension in context.extensions.items()
    }
    return steps, [name for name, _ in context.includes], [setting.value for setting in context.switches]


def _records_alike(server: Server, found: Proposal) -> bool:
    """Tell whether a room's profile has our keys of recording, and no other ones."""
    wanted = room(found.recorder.tenant, found.recorder.target, found.policy)
    sections = [one for one in server.file("confbridge.conf") if one.name.casefold() == wanted.name.casefold()]
    if len(sections) != 1:
        return False
    stated = ((setting.key.casefold(), setting.value) for setting in sections[0].settings if not setting.lost)
    return sorted(_of_recording(stated)) == sorted(_of_recording(wanted.lines))


def _of_recording(lines: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in lines if key == "type" or key.startswith("record"))
