"""Comparing inventories by what they expose.

An inventory is smaller than another if each of its entries is within one of the other's: the same item, or the one
it is a blunted form of, at the same place and party, with no safeguard fewer there, no longer life, and no further
country. How sure an entry is does not make it larger or smaller; `Diff` tells it apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from pbxprivacy.inventory.exposure import Certainty, Exposure, Holding
from pbxprivacy.items import Item

__all__ = ["Change", "Comparable", "Diff", "beyond", "diff", "is_smaller"]

Key = tuple[str, str, Item]


class Comparable(Protocol):
    """What can be compared: an inventory, or one that was written down earlier."""

    @property
    def entries(self) -> Iterable[Holding]:
        """Exposures and holdings."""

    @property
    def model(self) -> str:
        """The version of the model that derived them."""

    @property
    def configuration(self) -> str:
        """A fingerprint of the settings they were derived from."""


@attrs.frozen
class Change:
    """One entry before and after."""

    before: Holding
    after: Holding

    @property
    def is_growth(self) -> bool:
        """Whether more is exposed after than before, in some respect."""
        return not self.after.is_within(self.before)

    @property
    def is_relief(self) -> bool:
        """Whether less is exposed after than before, in some respect."""
        return not self.before.is_within(self.after)

    @property
    def became_sure(self) -> bool:
        """Whether it was possible before and is sure now."""
        return self.before.certainty is Certainty.POSSIBLE and self.after.certainty is Certainty.SURE


@attrs.frozen
class Diff:
    """What differs between two inventories.

    Attributes:
        added: entries that were not there before.
        removed: entries that are no longer there.
        changed: entries that are there in both, otherwise protected, kept, located or sure.
        configuration_changed: whether the settings differ.
        model_changed: whether another version of the model told them; then a difference may come from the model alone.
    """

    added: tuple[Holding, ...]
    removed: tuple[Holding, ...]
    changed: tuple[Change, ...]
    configuration_changed: bool
    model_changed: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    @property
    def mirrored(self) -> Diff:
        """The same difference seen from the other side."""
        changed = tuple(Change(change.after, change.before) for change in self.changed)
        return attrs.evolve(self, added=self.removed, removed=self.added, changed=changed)

    @property
    def new_exposures(self) -> tuple[Exposure, ...]:
        """Exposures that are new, or larger than before."""
        larger = (change.after for change in self.changed if change.is_growth)
        return tuple(entry for entry in (*self.added, *larger) if isinstance(entry, Exposure))


def _keyed(entries: Iterable[Holding]) -> dict[Key, Holding]:
    return {(entry.place, entry.party, entry.item): entry for entry in entries}


def beyond(one: Comparable, other: Comparable) -> tuple[Holding, ...]:
    """Return the entries of ``one`` that ``other`` does not have at least as large; written ``one - other``."""
    others = _keyed(other.entries)
    return tuple(entry for entry in one.entries if not _is_covered(entry, others))


def _is_covered(entry: Holding, others: Mapping[Key, Holding]) -> bool:
    kinds = (entry.item.data, entry.item.data.sharper)
    for kind in kinds:
        if kind is not None:
            other = others.get((entry.place, entry.party, Item(kind, entry.item.person)))
            if other is not None and entry.is_within(other):
                return True
    return False


def is_smaller(one: Comparable, other: Comparable) -> bool:
    """Tell whether ``one`` exposes nothing beyond ``other``; written ``one <= other``."""
    return not beyond(one, other)


def diff(before: Comparable, after: Comparable) -> Diff:
    """Tell what changed from ``before`` to ``after``, entry by entry, in a fixed order."""
    old, new = _keyed(before.entries), _keyed(after.entries)
    changed = [Change(old[key], new[key]) for key in sorted(old.keys() & new.keys()) if old[key] != new[key]]
    return Diff(
        added=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        removed=tuple(old[key] for key in sorted(old.keys() - new.keys())),
        changed=tuple(changed),
        configuration_changed=before.configuration != after.configuration,
        model_changed=before.model != after.model,
    )
