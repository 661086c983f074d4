"""Rows of a foreign database, with columns of their own, as tenants.

A mapping says for each column which setting it is and what its values mean, or that it is ignored. What it does not
name is a fault, so that no setting of the other system is dropped unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs
from pydantic import ValidationError

from pbxprivacy.errors import Fault, InputError, UsageError
from pbxprivacy.evidence import Evidence
from pbxprivacy.loading.excerpt import excerpt, is_secret
from pbxprivacy.loading.faults import faults_of
from pbxprivacy.loading.node import Document
from pbxprivacy.loading.refused import undefined_beside
from pbxprivacy.loading.seen import Seen
from pbxprivacy.loading.shape import steps_of, type_at
from pbxprivacy.parties import Party
from pbxprivacy.references import nearest
from pbxprivacy.tenant import Tenant

__all__ = ["Column", "LoadedRow", "RowMapping"]

T = TypeVar("T", bound=Tenant)

Meaning = Mapping[Any, Any] | Callable[[Any], Any] | None
# (setting), or (setting, meaning of its values)
Column = str | tuple[str, Meaning]


@attrs.frozen(eq=False)
class LoadedRow:
    """A tenant, and for each setting the row and column it was read from."""

    tenant: Tenant
    evidence: Mapping[str, Evidence]


@attrs.frozen
class RowMapping:
    """Which column of a table is which setting.

    ::

        RowMapping(
            columns={
                "domain_name": "tenant",
                "rec_enabled": ("call_recording.mode", {"1": "opt_in", "0": "off"}),
                "keep_days": ("call_recording.retention", lambda days: f"P{days}D"),
            },
            ignored=["domain_uuid", "domain_description"],
        )

    Attributes:
        columns: for each column the full name of the setting (``tenant``, ``country``, ``crm.enabled``,
            ``call_recording.rules[queue].mode``), and what its values mean: a mapping of them (looked up as they
            are, then as texts), a function, or nothing where they are the same. A value of None leaves the setting at
            its default.
        ignored: columns that hold nothing this model knows; they are listed so that somebody has decided it.
        table: the name of the table, for messages and evidence.
        key: the column that identifies a row; by default rows are counted from 1.

    Raises:
        UsageError: a setting that does not exist, or a column that is both mapped and ignored; from `read` and
            `read_all`, a row that is no mapping.
    """

    columns: Mapping[str, Column]
    ignored: Iterable[str] = attrs.field(default=(), converter=frozenset)
    table: str = "rows"
    key: str = ""

    def __attrs_post_init__(self) -> None:
        for column in self.columns:
            if column in self.ignored:
                raise UsageError(f"the column {column} is both mapped and ignored", mend="take it out of one")
            setting = self._setting(column)
            if setting not in ("tenant", "country") and type_at(steps_of(setting), Tenant) is None:
                hint = nearest(setting, [name for key in Tenant.feature_types() for name in _knobs(key)])
                raise UsageError(f"there is no setting {setting}{hint}", where=f"column {column}")

    def read(self, row: Mapping[str, Any], *, number: int = 1, parties: Mapping[str, Party] | None = None) -> LoadedRow:
        """Return the tenant that a row describes.

        Args:
            row: column by column.
            number: its number, where it has no key.
            parties: the parties that its settings may name.

        Raises:
            InputError: everything that is wrong, each with row and column.
        """
        if not isinstance(row, Mapping):
            what = f"a row is a mapping of columns to values, not a {type(row).__name__}"
            raise UsageError(what, where=f"{self.table} row {number}", mend="give dict(row), or dict(zip(names, row))")
        reading = _Reading(self, excerpt(str(row.get(self.key, number)) if self.key else str(number)))
        if parties:
            reading.data["parties"] = parties
        for column, value in row.items():
            reading.take(column, value)
        for column in self.columns:
            if column not in row:
                reading.wrong(column, "this column is mapped, and missing", "select it, or take it out of the mapping")
        return reading.result()

    def read_all(
        self, rows: Iterable[Mapping[str, Any]], *, parties: Mapping[str, Party] | None = None
    ) -> Iterator[LoadedRow]:
        """Yield the tenants of many rows, in their order.

        Raises:
            InputError: after the last row that could be used, with everything that is wrong.
        """
        faults: list[Fault] = []
        with Seen() as seen:
            for number, row in enumerate(rows, 1):
                try:
                    loaded = self.read(row, number=number, parties=parties)
                except InputError as error:
                    faults.extend(error.faults)
                    continue
                name = loaded.tenant.tenant
                first = seen.first(name, (self.table, number))
                if first is not None:
                    what = f"the tenant {excerpt(name)} appears twice, first in row {first[1]}"
                    faults.append(Fault(what, "keep one of the two", file=f"{self.table} row {number}"))
                    continue
                yield loaded
        if faults:
            raise InputError(faults)

    def _setting(self, column: str) -> str:
        mapped = self.columns[column]
        return mapped if isinstance(mapped, str) else mapped[0]


@attrs.define(eq=False)
class _Reading:
    """One row while it is read."""

    mapping: RowMapping
    row: str
    data: dict[str, Any] = attrs.field(factory=dict)
    evidence: dict[str, Evidence] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)

    def take(self, column: str, value: Any) -> None:
        """Put the value of a column where it belongs."""
        mapping = self.mapping
        if column in mapping.columns:
            self._put(column, value)
        elif column not in mapping.ignored and column != mapping.key:
            self.wrong(column, "no setting is known for this column", "map it to a setting, or list it as ignored")

    def wrong(self, column: str, what: str, mend: str) -> None:
        """Note a fault of a column."""
        self.faults.append(Fault(what, mend, file=self._place(column)))

    def result(self) -> LoadedRow:
        """Return the tenant.

        Raises:
            InputError: everything that is wrong.
        """
        try:
            tenant = Tenant.model_validate(self.data)
        except ValidationError as error:
            beside = undefined_beside(error, self.data, Tenant)
            for fault in faults_of(error, Document(self.data), Tenant, beside):
                self.faults.append(attrs.evolve(fault, file=self._place(self._column(fault.knob))))
        else:
            if not self.faults:
                return LoadedRow(tenant, self.evidence)
        raise InputError(self.faults)

    def _column(self, knob: str) -> str:
        """Return the column that a setting was read from, or, of a group, the first that is in it."""
        if knob in self.evidence:
            return self.evidence[knob].field
        return next((found.field for name, found in self.evidence.items() if knob and name.startswith(f"{knob}.")), "")

    def _place(self, column: str) -> str:
        return f"{self.mapping.table} row {self.row}" + (f", column {excerpt(column)}" if column else "")

    def _put(self, column: str, value: Any) -> None:
        mapped = self.mapping.columns[column]
        setting, meaning = (mapped, None) if isinstance(mapped, str) else mapped
        raw = "" if is_secret(column) or value is None else _shown(value)
        try:
            meant = _meant(value, meaning)
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            mend = f"let the function of this column take it; it raised {type(error).__name__}"
            if isinstance(meaning, Mapping):
                mend = f"add it to the mapping; it knows {', '.join(map(str, meaning))}"
            self.wrong(column, f"{raw or 'the value'} has no meaning", mend)
            return
        if meant is None:
            return
        *above, last = steps_of(setting)
        group = self.data
        for step in above:
            group = group.setdefault(step, {})
        if last in group and group[last] != meant:
            other = self.evidence[setting].field
            self.wrong(column, f"says otherwise of {setting} than the column {excerpt(other)}", "map one of the two")
            return
        group[last] = meant
        self.evidence[setting] = Evidence(file=self.mapping.table, row=self.row, field=column, raw=raw)


def _shown(value: Any) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return excerpt(value if is_number else str(value))  # of a huge number Python makes no text


def _meant(value: Any, meaning: Meaning) -> Any:
    if meaning is None or (value is None and not (isinstance(meaning, Mapping) and None in meaning)):
        return value
    if not isinstance(meaning, Mapping):
        return meaning(value)
    return meaning[value] if value in meaning else meaning[str(value)]


def _knobs(key: str) -> Iterator[str]:
    for knob in Tenant.feature_types()[key].knobs():
        yield f"{key}.{knob}"
