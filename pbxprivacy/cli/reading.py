"""Reading tenants for a verb: each fault is told as it is found, the rest goes on, and the exit code says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import attrs

from pbxprivacy.cli.exits import Exit
from pbxprivacy.cli.progress import told
from pbxprivacy.errors import Fault, UsageError
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.loading import Loaded, iter_tenants, load, load_catalogue
from pbxprivacy.reports.plain import visible
from pbxprivacy.tenant import Tenant

__all__ = ["Reading", "one_inventory", "this_day"]

_MOST_FAULTS_TOLD = 1000
_LONGEST_FAULT = 2000


def this_day(today: date | None) -> date:
    """Return the given day, or the date of this machine: the only place that asks the clock."""
    return today or date.today()  # noqa: DTZ011 - a person's day, where the command is run


@attrs.define
class Reading:
    """Tenants from files, as they are read; afterwards, how many there were and what was wrong.

    Attributes:
        paths: files, directories or ``-``.
        parties: a catalogue that all tenants share.
        quiet: whether progress is left out; faults never are.
        tenants: how many could be read so far.
        faults: how many faults were told so far.
        refused: how many tenants or files had a fault so far.
    """

    paths: Iterable[str]
    parties: Path | None = None
    quiet: bool = False
    tenants: int = 0
    faults: int = 0
    refused: int = 0

    def __iter__(self) -> Iterator[Loaded[Tenant]]:
        catalogue = load_catalogue(self.parties) if self.parties else None
        found = iter_tenants(self.paths, catalogue=catalogue, kind=Tenant, on_faults=self._tell)
        for loaded in told(found, "tenants", quiet=self.quiet):
            self.tenants += 1
            yield loaded

    @property
    def exit(self) -> Exit:
        """How it went: all read, some, or none."""
        if not self.refused:
            return Exit.CLEAN
        return Exit.PARTLY_FAILED if self.tenants else Exit.UNREADABLE

    def _tell(self, faults: tuple[Fault, ...]) -> None:
        self.refused += 1
        for fault in faults:
            self.faults += 1
            if self.faults <= _MOST_FAULTS_TOLD:
                sys.stderr.write(f"{visible(str(fault), _LONGEST_FAULT)}\n")
            elif self.faults == _MOST_FAULTS_TOLD + 1:
                sys.stderr.write(f"more than {_MOST_FAULTS_TOLD:,} faults; the others are not told\n")


def one_inventory(path: str, parties: Path | None, today: date | None) -> Inventory:
    """Return the inventory of the one tenant in a file.

    Raises:
        pbxprivacy.errors.InputError: everything that is wrong with it.
        pbxprivacy.errors.UsageError: there are several tenants in it.
    """
    found = load(path, catalogue=load_catalogue(parties) if parties else None, kind=Tenant)
    if len(found) != 1:
        raise UsageError(f"{len(found)} tenants in it", where=path, mend="name a file with one tenant")
    return Inventory.of(found[0].tenant, today=this_day(today))
