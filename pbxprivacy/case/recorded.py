"""Into which places live voices are recorded, from where, and who may stop it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import attrs

from pbxprivacy import places
from pbxprivacy.case.held import Held
from pbxprivacy.flow import Flow
from pbxprivacy.items import items
from pbxprivacy.recording import Control, Mode
from pbxprivacy.terms import Data, Safeguard

if TYPE_CHECKING:
    from pbxprivacy.case.case import Case

__all__ = ["Recorded", "controls", "recorded"]

_LIVE: Final = items(Data.VOICE_CALL)
_RECORDED: Final = items(Data.VOICE_RECORDING)
_ASKED: Final = (Safeguard.ANNOUNCED, Safeguard.CONSENTED)


@attrs.frozen(eq=False)
class Recorded:
    """A place into which live voices are recorded: from where, and by which flows."""

    held: Held
    flows: tuple[tuple[str, Flow], ...]

    @property
    def silent(self) -> tuple[tuple[str, Flow], ...]:
        """The sources, and flows, of which nobody is told."""
        return tuple((source, flow) for source, flow in self.flows if Safeguard.ANNOUNCED not in flow.gives)

    @property
    def announced(self) -> tuple[str, ...]:
        """The sources whose recording is announced."""
        return tuple(source for source, flow in self.flows if Safeguard.ANNOUNCED in flow.gives)


def recorded(case: Case) -> Iterator[Recorded]:
    """Yield the places into which live voices are recorded, as far as some way there tells nobody or asked nobody."""
    lacking = case.reach.spread.lacking
    unguarded = {name for guard in _ASKED for name, bits in lacking[guard].items() if bits & _RECORDED}
    for held in (*case.kept, *case.received) if unguarded else ():
        if held.id in unguarded and held.bits & _RECORDED:
            yield Recorded(held, tuple(_recording(case, held.id)))


def _recording(case: Case, place: str) -> Iterator[tuple[str, Flow]]:
    for step in case.reach.spread.into.get(place, ()):
        if step.selection.apply(_LIVE & case.reach.present(step.source)) & _RECORDED:
            yield step.source, step.flow


def controls(case: Case, knob: str) -> Iterator[tuple[str, Control]]:
    """Yield who may ``stop`` or ``pause`` a recording, for each setting of it that some recorded call follows."""
    if not case.reach.present(places.RECORDINGS):
        return
    recording = case.tenant.call_recording
    stated = [(scope, rule.mode, getattr(rule, knob)) for scope, rule in recording.rules.items()]
    is_on = recording.mode is not Mode.OFF
    if is_on or any(control is None and mode not in (None, Mode.OFF) for _, mode, control in stated):
        yield f"call_recording.{knob}", getattr(recording, knob)
    for scope, mode, control in stated:
        if control is not None and (is_on if mode is None else mode is not Mode.OFF):
            yield f"call_recording.rules[{scope}].{knob}", control
