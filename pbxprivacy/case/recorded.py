"""Into which places live voices are recorded, from where, and who may stop it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import attrs

from pbxprivacy import places
from pbxprivacy.case.held import Held
from pbxprivacy.flow import Flow
from pbxprivacy.inventory.spread import Spread
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
    found = case.reach.spread.once(_recordings)
    for held in (*case.kept, *case.received) if found else ():
        if held.id in found and held.bits & _RECORDED:
            yield Recorded(held, found[held.id])


def _recordings(spread: Spread) -> dict[str, tuple[tuple[str, Flow], ...]]:
    unguarded = {name for guard in _ASKED for name, bits in spread.lacking[guard].items() if bits & _RECORDED}
    return {name: tuple(_recording(spread, name)) for name in unguarded}


def _recording(spread: Spread, place: str) -> Iterator[tuple[str, Flow]]:
    for edge in spread.into.get(place, ()):
        if edge.selection.apply(_LIVE & spread.present[edge.source]) & _RECORDED:
            yield edge.source, edge.flow


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
