"""What if: which settings remove an exposure, and what a changed setting would newly expose.

Turning a knob quiet removes an exposure only if the knob is among the causes of some path to it. So the smallest sets
are found by trying, for a path that is left, each knob that causes it: every removing set must contain one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from pbxprivacy.inventory.compare import Diff, diff
from pbxprivacy.inventory.exposure import Exposure, Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.setting import Setting

__all__ = ["Remedy", "newly_exposed", "remedy", "what_if"]

_MOST_KNOBS: Final = 3


@attrs.frozen
class Remedy:
    """How an exposure can be removed by turning knobs to their quiet values.

    Attributes:
        sets: the smallest sets of knobs that do it, all of one size, in order; empty where none of at most three does.
        is_possible: whether turning every ordered knob quiet does it; if not, no setting helps.
    """

    sets: tuple[frozenset[str], ...]
    is_possible: bool

    def __str__(self) -> str:
        if self.sets:
            return " or ".join(" and ".join(sorted(knobs)) for knobs in self.sets)
        return f"more than {_MOST_KNOBS} knobs" if self.is_possible else "no setting removes it"


def what_if(inventory: Inventory, turns: Mapping[str, Any]) -> Diff:
    """Tell what would change if some knobs, by full name, were set otherwise.

    Raises:
        KeyError: no such knob.
        pydantic.ValidationError: a knob cannot have that value, or it names what nobody defined.
    """
    return diff(inventory, Inventory.of(inventory.subject.turned(turns), today=inventory.told))


def remedy(inventory: Inventory, entry: Holding) -> Remedy:
    """Find the smallest sets of knobs whose quiet values remove an exposure or a holding."""
    quiet = {setting.path: setting.knob.quiet for setting in _turnable(inventory)}
    if _is_there(_turned(inventory, quiet), entry):
        return Remedy((), is_possible=False)
    tried: dict[frozenset[str], Inventory] = {frozenset(): inventory}
    for _ in range(_MOST_KNOBS):
        tried = {
            knobs: _turned(inventory, {path: quiet[path] for path in knobs}) for knobs in _one_more(tried, entry, quiet)
        }
        removing = [knobs for knobs, left in tried.items() if not _is_there(left, entry)]
        if removing:
            return Remedy(tuple(sorted(removing, key=sorted)), is_possible=True)
    return Remedy((), is_possible=True)


def _one_more(
    tried: Mapping[frozenset[str], Inventory], entry: Holding, quiet: Mapping[str, Any]
) -> Iterator[frozenset[str]]:
    """Yield each tried set with one more knob, a cause of the path that is still left with it."""
    seen = set()
    for knobs, left in tried.items():
        witness = left.witness(entry)
        for path in witness.because if witness else ():
            larger = knobs | {path}
            if path in quiet and path not in knobs and larger not in seen:
                seen.add(larger)
                yield larger


def newly_exposed(inventory: Inventory) -> Iterator[tuple[Setting, tuple[Exposure, ...]]]:
    """Yield every single knob whose loud value would newly expose something, with what."""
    for setting in inventory.subject.settings():
        if setting.knob.is_ordered and setting.value not in (None, setting.knob.loud):
            change = what_if(inventory, {setting.path: setting.knob.loud})
            if change.new_exposures:
                yield setting, change.new_exposures


def _turnable(inventory: Inventory) -> Iterator[Setting]:
    """Yield the knobs that can be turned quiet; one of an entry that follows its feature (None) is turned there."""
    tenant = inventory.subject
    for setting in tenant.settings():
        is_loud = setting.value != setting.knob.quiet or tenant.is_unknown(setting.path)
        if setting.knob.is_ordered and setting.value is not None and is_loud:
            yield setting


def _turned(inventory: Inventory, turns: Mapping[str, Any]) -> Inventory:
    return Inventory.of(inventory.subject.turned(turns), today=inventory.told)


def _is_there(inventory: Inventory, entry: Holding) -> bool:
    return any(
        (entry.place, entry.party, entry.item) == (other.place, other.party, other.item) for other in inventory.entries
    )
