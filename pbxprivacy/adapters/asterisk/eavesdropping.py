"""Who can listen in: ChanSpy and ExtenSpy in the dialplan.

Facts of the topic ``eavesdropping``. Values: ``kind``, ``target`` (``one``, ``chosen`` by what is dialled,
``any``), ``quiet`` (no tone for those who are heard), ``whisper``, ``recording``, ``guard`` (``pin`` where
Authenticate or the like stands before it in the same extension, ``none``). Listening over AMI and ARI
follows from the rights of their users.
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import options
from pbxprivacy.adapters.asterisk.facts import Fact, Topic, fact
from pbxprivacy.adapters.asterisk.redaction import harmless
from pbxprivacy.adapters.asterisk.view import Use, View

__all__ = ["eavesdropping"]

GUARDS = frozenset({"authenticate", "vmauthenticate"})


def eavesdropping(view: View) -> Iterator[Fact]:
    """Every line that listens in on a call."""
    for use in view.uses("chanspy", "extenspy"):
        chosen = options(use.call.argument(1))
        target = use.call.argument(0)
        yield fact(
            Topic.EAVESDROPPING, use.subject, use.state, use.evidence(harmless(target)), exposes=True,
            kind=use.call.name, target=_target(target),
            quiet="q" in chosen, whisper=bool({"w", "W", "B"} & chosen.keys()), recording="r" in chosen,
            guard="pin" if _guarded(view, use) else "none",
        )  # fmt: skip


def _target(text: str) -> str:
    """Whose calls: a name with a device is one, a technology or nothing is any, something computed is chosen."""
    if "$" in text:
        return "chosen"
    return "one" if "/" in text or "@" in text else "any"


def _guarded(view: View, use: Use) -> bool:
    for flow in (view.flow, *view.orphans.values()):
        context = flow.plan.contexts.get(use.step.context)
        extension = context.extensions.get(use.step.exten) if context else None
        if extension and extension.steps.get(use.step.number) is use.step:
            before = [step for step in extension.ordered() if step.number < use.step.number]
            return any(one.name in GUARDS and not one.condition for step in before for one in flow.calls(step))
    return False
