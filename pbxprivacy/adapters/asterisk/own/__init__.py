"""What this package rendered itself, recognised by rendering it again.

A context with the name of a routine is taken for a policy, that policy is rendered, and the lines are compared. Where
they are the same, and nothing else in the dialplan leads into their midst, the policy is what the server does. Where
they are not, somebody changed them, and they are read as any other dialplan. No comment and no mark is trusted::

    proposal.py  what a context may be;  proof.py  whether it is;  sealing.py  the script that seals recordings
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from pbxprivacy.adapters.asterisk.dialplan import Step
from pbxprivacy.adapters.asterisk.entries import contexts_of_key, keys
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status
from pbxprivacy.adapters.asterisk.flow import Flow
from pbxprivacy.adapters.asterisk.jumps import Jump, jumps
from pbxprivacy.adapters.asterisk.own.proof import keyed, proved, shared_parts, stands
from pbxprivacy.adapters.asterisk.own.proposal import PREFIX, Proposal, proposed
from pbxprivacy.adapters.asterisk.own.sealing import unsealed
from pbxprivacy.adapters.asterisk.render.cdr import columns
from pbxprivacy.adapters.asterisk.render.policy import Kind, Policy
from pbxprivacy.adapters.asterisk.render.routines import VOICEMAIL, mailbox
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import Use, View
from pbxprivacy.evidence import Evidence
from pbxprivacy.recording import Mode

__all__ = ["Own", "Routine", "recognised"]

_OPEN = frozenset({Status.EFFECTIVE, Status.UNKNOWN})
_VARIABLES = re.compile(r"PBXPRIVACY_(?!OPTED_IN\b)")
_HARMLESS = frozenset({f"{PREFIX}stop", f"{PREFIX}pause"})  # whoever calls them ends a recording
_MAIN = {Kind.QUEUE: "queue", Kind.CONFERENCE: "confbridge"}


@attrs.frozen
class Routine:
    """One routine that is ours.

    Attributes:
        policy: how its calls are recorded, with the keys that the parties really have.
        state: whether calls get there.
        evidence: where it stands.
        encrypted: whether what it records is sealed in the end; None where that is not known.
        doubt: why not.
    """

    policy: Policy
    state: State
    evidence: tuple[Evidence, ...] = ()
    encrypted: bool | None = False
    doubt: str = ""


@attrs.frozen
class Own:
    """What is ours in a configuration.

    Attributes:
        routines: the routines that calls get to, or may.
        contexts: the contexts that all routines consist of.
        subjects: other recorders that are theirs: features, queues and profiles of rooms.
        notice: whether callers are told before they leave a message; None where that is not known.
        masked: whether numbers are shortened in every file of call records that names its columns.
    """

    routines: tuple[Routine, ...] = ()
    contexts: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    notice: bool | None = None
    masked: bool = False

    def made(self, one: Fact) -> bool:
        """Tell whether a recorder is part of a routine."""
        return one.subject in self.subjects or one.subject.partition(",")[0] in self.contexts


def recognised(server: Server, view: View) -> Own:
    """Return what is ours in a configuration."""
    mapped = [setting.value for setting in server.file("cdr_custom.conf").category("mappings").settings]
    masked = bool(mapped) and set(mapped) == {columns(masked=True, names=False)}
    if not any(name.startswith(PREFIX) for name in view.plan.contexts):
        return Own(masked=masked)
    flow = view.called()
    found = {name: one for name in view.plan.contexts if (one := proposed(server, view.plan, name))}
    parts = {name: proved(server, view.plan, one) for name, one in found.items()}
    parts = {name: mine for name, mine in parts.items() if mine}
    contexts = frozenset(part for mine in parts.values() for part in mine)
    contexts |= {name for mine in parts for name in shared_parts(view.plan, found[mine])}
    given = {name: keyed(server, found[name]) for name in parts}
    features = frozenset(feature for _, mine in given.values() for feature in mine)
    if _is_entered(server, view, contexts, parts.keys(), features):
        return Own(notice=_notice(view), masked=masked)
    routines = []
    subjects = {f"feature {name}" for name in features - _given_elsewhere(view, contexts, features)}
    for name in parts:
        routines.append(_routine(server, view, flow, found[name], given[name][0]))
        subjects |= set(_subjects(view, found[name].policy, contexts))
    return Own(
        tuple(one for one in routines if one.state.status in _OPEN),
        contexts,
        frozenset(subjects),
        _notice(view),
        masked,
    )


def _routine(server: Server, view: View, flow: Flow, found: Proposal, policy: Policy) -> Routine:
    ordered = view.plan.contexts[f"{PREFIX}{policy.name}"].extensions["s"].ordered()
    main = _MAIN.get(policy.kind, "dial")
    shown = next(step for step in ordered if step.call.name == main)
    state = server.state("extensions.conf", "pbx_config").then(flow.state(ordered[0])).then(server.application(main))
    if policy.mode is not Mode.OFF and policy.kind is not Kind.CONFERENCE:
        state = state.then(server.application("mixmonitor"))
    if policy.kind is not Kind.DIRECTION and main != "dial":
        state = state.then(server.state("queues.conf" if policy.kind is Kind.QUEUE else "confbridge.conf"))
    doubt = ""
    is_sealed = found.recorder.tenant.call_recording.encrypted
    if is_sealed and policy.mode is not Mode.OFF:
        doubt = unsealed(server, found.recorder.target.folder)
    proof = Use(shown, shown.call, state).evidence()
    return Routine(policy, state, proof, None if doubt else is_sealed, doubt)


def _subjects(view: View, policy: Policy, contexts: frozenset[str]) -> Iterator[str]:
    """Yield the queue, or the profile, that records, if calls get there over the routine alone."""
    if policy.mode is Mode.OFF or policy.kind not in _MAIN:
        return
    name = f"{PREFIX}{policy.name}"
    for use in view.uses(_MAIN[policy.kind]):
        there, profile = use.call.argument(0), use.call.argument(1)
        is_there = "$" in there or there.casefold() == policy.target.casefold()
        is_there |= policy.kind is Kind.CONFERENCE and ("$" in profile or profile.casefold() == name.casefold())
        if is_there and use.state.status in _OPEN and use.step.context not in contexts:
            return
    yield f"queue {policy.target}" if policy.kind is Kind.QUEUE else f"conference {name}"


def _is_entered(
    server: Server, view: View, contexts: frozenset[str], whole: Iterable[str], features: frozenset[str]
) -> bool:
    """Tell whether anything leads into the midst of a routine, or sets what only routines set."""
    whole = _HARMLESS.union(whole)
    if any(_VARIABLES.search(f"{name}={value}") for name, value in view.plan.globals.items()):
        return True
    for step in view.plan.steps():
        if step.context in contexts:
            continue
        if _VARIABLES.search(step.text) or any(_is_into(jump, contexts, whole) for jump in _jumps(view, step)):
            return True
    for setting in keys(server):
        if setting.key not in features and any(name in contexts - _HARMLESS for name in contexts_of_key(setting.value)):
            return True
    return False


def _jumps(view: View, step: Step) -> Iterator[Jump]:
    return (jump for one in view.flow.calls(step) for jump in jumps(one))


def _is_into(jump: Jump, contexts: frozenset[str], whole: frozenset[str]) -> bool:
    if "$" in jump.context:
        start = jump.context.partition("$")[0]
        return jump.priority not in {"", "1"} and any(name.startswith(start) for name in contexts)
    is_start = jump.context in whole and jump.exten in {"", "s"} and jump.priority in {"", "1"}
    return jump.context in contexts and not is_start


def _given_elsewhere(view: View, contexts: frozenset[str], features: frozenset[str]) -> set[str]:
    """Return the features that somebody has whom no routine gives them to."""
    given = [use.call.text for use in view.uses("set", "mset", "setvar") if use.step.context not in contexts]
    given += [f"{name}={value}" for name, value in view.plan.globals.items()]
    given = [text for text in given if "DYNAMIC_FEATURES" in text]
    return {name for name in features if any(name in text or "$" in text for text in given)}


def _notice(view: View) -> bool | None:
    """Return whether a notice is played, if all messages are left over our own routine."""
    uses = [use for use in view.uses("voicemail") if use.state.status in _OPEN]
    if not uses or {use.step.context for use in uses} != {VOICEMAIL} or any(use.state != EFFECTIVE for use in uses):
        return None
    return next((told for told in (True, False) if stands(view.plan, next(mailbox(notice=told)))), None)
