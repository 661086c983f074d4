"""What this package rendered itself, recognised by rendering it again.

A context with the name of a routine is taken for a policy, that policy is rendered, and the lines are compared. Where
they are the same, and nothing else in the dialplan leads into their midst, the policy is what the server does. Where
they are not, somebody changed them, and they are read as any other dialplan. No comment and no mark is trusted::

    proposal.py  what a context may be;  proof.py  whether it is;  entered.py  whether calls get to its start alone
    sealing.py   the script that seals recordings;  settings.py  policies turned back into settings
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status
from pbxprivacy.adapters.asterisk.flow import Flow
from pbxprivacy.adapters.asterisk.own.entered import given_elsewhere, is_entered, is_set
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
    if is_set(server, view, contexts) or is_entered(server, view, contexts, parts.keys(), features):
        return Own(notice=_notice(server, view), masked=masked)
    routines = []
    subjects = {f"feature {name}" for name in features - given_elsewhere(server, view, contexts, features)}
    for name in parts:
        routines.append(_routine(server, view, flow, found[name], given[name][0]))
        subjects |= set(_subjects(view, found[name].policy, contexts))
    return Own(
        tuple(one for one in routines if one.state.status in _OPEN),
        contexts,
        frozenset(subjects),
        _notice(server, view),
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


def _notice(server: Server, view: View) -> bool | None:
    """Return whether a notice is played, if all messages are left over our own routine."""
    uses = [use for use in view.uses("voicemail") if use.state.status in _OPEN]
    if not uses or {use.step.context for use in uses} != {VOICEMAIL} or any(use.state != EFFECTIVE for use in uses):
        return None
    box = frozenset({VOICEMAIL})
    if is_entered(server, view, box, box, frozenset()):
        return None
    return next((told for told in (True, False) if stands(view.plan, next(mailbox(notice=told)))), None)
