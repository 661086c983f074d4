"""Reading tenants for a verb: each fault is told as it is found, the rest goes on, and the exit code says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import attrs

from pbxprivacy.adapters import adapter_for, adapter_named
from pbxprivacy.adapters.imported import Imported
from pbxprivacy.cli.exits import Exit
from pbxprivacy.cli.options import Product
from pbxprivacy.cli.progress import told
from pbxprivacy.errors import Fault, InputError, UsageError
from pbxprivacy.inventory.inventory import Inventory
from pbxprivacy.loading import Catalogue, Loaded, iter_tenants, load, load_catalogue
from pbxprivacy.reports.plain import visible
from pbxprivacy.tenant import Tenant

__all__ = ["Read", "Reading", "one_inventory", "this_day", "warn"]

Read = Loaded[Tenant] | Imported

_MOST_FAULTS_TOLD = 1000
_LONGEST_FAULT = 2000


def this_day(today: date | None) -> date:
    """Return the given day, or the date of this machine: the only place that asks the clock."""
    return today or date.today()  # noqa: DTZ011 - a person's day, where the command is run


def warn(warnings: Iterable[str]) -> None:
    """Tell on standard error what changes no exit code."""
    for warning in warnings:
        sys.stderr.write(f"{visible(warning, _LONGEST_FAULT)}\n")


@attrs.define
class Reading:
    """Tenants from files, as they are read; afterwards, how many there were and what was wrong.

    Attributes:
        paths: files, directories or ``-``; configuration directories of a PBX.
        parties: a catalogue that all tenants share.
        quiet: whether progress is left out; faults never are.
        product: whose configuration the directories are; None where what is in them tells.
        tenants: how many could be read so far.
        faults: how many faults were told so far.
        refused: how many tenants or files had a fault so far.
    """

    paths: Iterable[str]
    parties: Path | None = None
    quiet: bool = False
    product: Product | None = None
    tenants: int = 0
    faults: int = 0
    refused: int = 0

    def __iter__(self) -> Iterator[Read]:
        catalogue = load_catalogue(self.parties) if self.parties else None
        for loaded in told(self._read(catalogue), "tenants", quiet=self.quiet):
            self.tenants += 1
            yield loaded

    def _read(self, catalogue: Catalogue | None) -> Iterator[Read]:
        files: list[str] = []
        seen: dict[str, str] = {}
        for path in self.paths:
            if not _is_configuration(path, self.product):
                files.append(path)
                continue
            try:
                found = _imported(path, self.product, catalogue)
            except InputError as error:
                self._tell(error.faults)
                continue
            if self._is_first(found, path, seen):
                seen[found.tenant.tenant] = path
                yield found
        if files:
            for loaded in iter_tenants(files, catalogue=catalogue, kind=Tenant, on_faults=self._tell):
                if self._is_first(loaded, loaded.file, seen):
                    yield loaded

    def _is_first(self, found: Read, path: str, seen: dict[str, str]) -> bool:
        """Tell whether no configuration directory had a tenant of this name before."""
        first = seen.get(found.tenant.tenant)
        if first is not None:
            what = f"a second tenant of this name, after {first}"
            self._tell((Fault(what, "pbxprivacy import --tenant NAME writes it under another", path),))
        return first is None

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


def _is_configuration(path: str, product: Product | None) -> bool:
    """Tell whether a path is the configuration directory of a PBX."""
    if path == "-" or not Path(path).is_dir():
        return False
    return product is not None or adapter_for(Path(path)) is not None


def _imported(path: str, product: Product | None, catalogue: Catalogue | None) -> Imported:
    """Return the tenant of a configuration directory; what a catalogue declares of a party that turned up counts."""
    adapter = adapter_named(product) if product else adapter_for(Path(path))
    if adapter is None:
        raise UsageError("nothing here is known of this PBX", where=path, mend="name its product with --from")
    found = adapter.import_directory(path)
    declared = {} if catalogue is None else catalogue.parties
    known = {name: declared.get(name, party) for name, party in found.tenant.parties.items()}
    return attrs.evolve(found, tenant=found.tenant.model_copy(update={"parties": known}))


def one_inventory(path: str, parties: Path | None, today: date | None) -> Inventory:
    """Return the inventory of the one tenant in a file.

    Raises:
        pbxprivacy.errors.InputError: everything that is wrong with it.
        pbxprivacy.errors.UsageError: there are several tenants in it.
    """
    catalogue = load_catalogue(parties) if parties else None
    if _is_configuration(path, None):
        return Inventory.of(_imported(path, None, catalogue).tenant, today=this_day(today))
    found = load(path, catalogue=catalogue, kind=Tenant)
    if len(found) != 1:
        raise UsageError(f"{len(found)} tenants in it", where=path, mend="name a file with one tenant")
    return Inventory.of(found[0].tenant, today=this_day(today))
