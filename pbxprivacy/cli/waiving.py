"""The waivers of a run: those of each tenant as it comes; afterwards, which of them cannot have been meant so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pbxprivacy.checks import ALL
from pbxprivacy.errors import Fault
from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Waiver, shown
from pbxprivacy.references import nearest
from pbxprivacy.waivers import EXPIRED, WITHOUT_FINDING

__all__ = ["Waiving"]

_MOST_TOLD: Final = 10
_MOST_KEPT: Final = 100  # names of tenants, whatever they are
_MOST_ALIKE: Final = 100  # names of tenants that nearly are a waiver's
_LONGEST: Final = 40  # signs of a name that are compared


class Waiving:
    """Waivers by their tenants, and which tenants occurred; of the others no more than a few names are kept."""

    def __init__(self, places: Mapping[Waiver, Evidence]) -> None:
        """Take waivers, each with where it was read."""
        self.places = places
        self._of: dict[str, list[Waiver]] = {}
        for waiver in places:
            self._of.setdefault(waiver.tenant, []).append(waiver)
        self._missed = set(self._of)
        self._spelled: dict[str, list[str]] = {}
        for name in self._of:
            for spelling in _spellings(name):
                self._spelled.setdefault(spelling, []).append(name)
        self._alike: dict[str, list[str]] = {}
        self._some: list[str] = []

    def of(self, tenant: str) -> Sequence[Waiver]:
        """Return the waivers of a tenant, which occurs."""
        self._missed.discard(tenant)
        if self._missed:
            self._remember(tenant)
        return self._of.get(tenant, ())

    def _remember(self, tenant: str) -> None:
        """Keep a name that a waiver may have meant: the first that come, and those that differ in one sign."""
        if len(self._some) < _MOST_KEPT:
            self._some.append(tenant)
        alike = {name for spelling in _spellings(tenant) for name in self._spelled.get(spelling, ())}
        for name in alike & self._missed:
            kept = self._alike.setdefault(name, [])
            if len(kept) < _MOST_ALIKE:
                kept.append(tenant)

    def warnings(self, refused: int) -> Iterator[str]:
        """Yield, when all tenants were read, what is odd about the waivers themselves.

        Args:
            refused: how many tenants could not be read.
        """
        faults = [*self._rules(), *sorted(self._tenants(refused), key=lambda fault: not fault.mend.startswith("did"))]
        yield from (f"warning: {fault}" for fault in faults[:_MOST_TOLD])
        if len(faults) > _MOST_TOLD:
            yield f"warning: {len(faults) - _MOST_TOLD:,} more about waivers"

    def _rules(self) -> Iterator[Fault]:
        known = [rule.id for rule in ALL]
        for waiver in self.places:
            rule = shown(waiver.rule)
            if rule in (EXPIRED, WITHOUT_FINDING):
                what = "what is found about waivers cannot be waived"
                yield self._fault(waiver, what, f"mend the waiver that {rule} is about")
            elif waiver.rule not in known:
                hint = _hint(waiver.rule, known)
                yield self._fault(waiver, f"there is no rule {rule}", f"{hint}`pbxprivacy explain rules` lists them")

    def _tenants(self, refused: int) -> Iterator[Fault]:
        for waiver in self.places:
            if waiver.tenant in self._missed:
                hint = _hint(waiver.tenant, [*self._alike.get(waiver.tenant, ()), *self._some])
                mend = f"{hint}Mend its name, or take the waiver out"
                if refused and not hint:
                    mend = f"it may be among the {refused:,} that could not be read"
                yield self._fault(waiver, "this waiver is of a tenant that was not read", mend)

    def _fault(self, waiver: Waiver, what: str, mend: str) -> Fault:
        place = self.places[waiver]
        return Fault(what, mend, place.file, place.line, place.column, tenant=shown(waiver.tenant))


def _hint(word: str, known: list[str]) -> str:
    hint = nearest(word, known)
    return shown(hint.removeprefix("; ")) + " " if hint else ""


def _spellings(name: str) -> Iterator[str]:
    """Yield a name, and what is left of it without any one sign: names that differ in one sign have one in common."""
    short = name[:_LONGEST].casefold()
    yield short
    yield from (short[:at] + short[at + 1 :] for at in range(len(short)))
