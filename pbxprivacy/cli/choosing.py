"""Which exposures or holdings a verb is about, as people name them: a party, a place, a kind of data."""

from __future__ import annotations

from pbxprivacy.errors import UsageError
from pbxprivacy.inventory.exposure import Holding
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.references import nearest

__all__ = ["choose"]


def choose(inventory: Inventory, words: list[str]) -> tuple[Holding, ...]:
    """Return the entries that fit every word; all exposures without a word.

    A word is a party (its key or its name), a place (``service/crm``, ``store/cdr``), a kind of data
    (``contact.number``) or a person (``remote_party``). ``PARTY/PLACE`` works too: ``dialer/service/crm``.

    Raises:
        UsageError: a word fits nothing.
    """
    if not words:
        return inventory.exposures
    found: tuple[Holding, ...] = tuple(inventory.entries)
    for word in words:
        found = tuple(entry for entry in found if word.lower() in _names(inventory, entry))
        if not found:
            known = sorted({name for entry in inventory.exposures for name in _names(inventory, entry)})
            raise UsageError(
                f"nothing in this inventory is at, or of, {word[:80]!r}{nearest(word.lower(), known)}",
                mend="name a party, a place, a kind of data or a person that `pbxprivacy inventory` shows",
            )
    return found


def _names(inventory: Inventory, entry: Holding) -> tuple[str, ...]:
    party = inventory.party(entry.party)
    return (
        entry.party.lower(),
        party.name.lower(),
        entry.place.lower(),
        entry.place.partition(":")[0].lower(),
        f"{entry.party}/{entry.place}".lower(),
        entry.item.data.value,
        entry.item.person.value,
    )
