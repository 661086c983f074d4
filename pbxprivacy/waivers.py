"""Waivers: findings that a person took on, with a reason, until a day.

A waiver never hides that it is there: what it covers is told apart, with who took it on, why and since when. One that
has expired, and one that covers nothing, are findings themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs
from pydantic import BaseModel, ConfigDict, ValidationError

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.evidence import Evidence
from pbxprivacy.finding import Finding, Severity, Waiver, shown

if TYPE_CHECKING:
    from pbxprivacy.loading.node import Document

__all__ = ["EXPIRED", "WITHOUT_FINDING", "Suppressed", "Waived", "load_waivers", "read_waivers", "waive"]

EXPIRED: Final = "waiver-expired"
WITHOUT_FINDING: Final = "waiver-without-finding"


@attrs.frozen
class Suppressed:
    """A finding that a person took on, with the waiver that says so."""

    finding: Finding
    waiver: Waiver
    age: int | None

    def __str__(self) -> str:
        by = f" by {shown(self.waiver.approved_by)}" if self.waiver.approved_by else ""
        reason = shown(self.waiver.reason)
        return f"{self.finding.rule}: taken on{by} {self._how_long()}, until {self.waiver.expires}: {reason}"

    def _how_long(self) -> str:
        if self.age is None:
            return "since an unknown day"
        if self.age < 0:
            return f"from {self.waiver.since} on, which is to come"
        return f"for {self.age} day{'' if self.age == 1 else 's'}"


@attrs.frozen
class Waived:
    """The findings about a tenant after its waivers.

    Attributes:
        findings: those that nobody took on, and those about the waivers themselves; the gravest first.
        suppressed: those that a person took on, in the same order.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


def waive(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    *,
    tenant: str,
    today: date,
    places: Mapping[Waiver, Evidence] = MappingProxyType({}),
) -> Waived:
    """Set the findings about a tenant apart that a person took on; waivers of other tenants are left alone.

    Args:
        findings: about the tenant.
        waivers: of any tenants.
        tenant: its name.
        today: the day on which a waiver holds, or no longer does.
        places: where waivers were read, for the findings about them.
    """
    own = [waiver for waiver in waivers if waiver.tenant == tenant]
    used: set[int] = set()
    left: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        covering = [number for number, waiver in enumerate(own) if waiver.covers(finding)]
        used.update(covering)
        holding = [own[number] for number in covering if own[number].expires >= today]
        if holding:
            waiver = max(holding, key=lambda one: one.expires)
            suppressed.append(Suppressed(finding, waiver, waiver.age(today)))
        else:
            left.append(finding)
    for number, waiver in enumerate(own):
        evidence = (places[waiver],) if waiver in places else ()
        if number not in used:
            left.append(_without_finding(waiver, evidence))
        elif waiver.expires < today:
            left.append(_expired(waiver, evidence))
    return Waived(
        tuple(sorted(left, key=lambda finding: finding.order)),
        tuple(sorted(suppressed, key=lambda one: one.finding.order)),
    )


def _expired(waiver: Waiver, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        rule=EXPIRED,
        severity=Severity.LOW,
        tenant=waiver.tenant,
        about=_about(waiver),
        what=f"a waiver of {shown(waiver.rule)} expired on {waiver.expires}; what it covered is a finding again.",
        why="A risk is taken on for a time; after it, somebody has to look again.",
        mend="mend the finding, or give a new waiver with a new reason",
        recipient=waiver.recipient or "",
        evidence=evidence,
    )


def _without_finding(waiver: Waiver, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        rule=WITHOUT_FINDING,
        severity=Severity.INFO,
        tenant=waiver.tenant,
        about=_about(waiver),
        what=f"a waiver of {shown(waiver.rule)} covers no finding.",
        why="What it was given for is mended; or its rule, recipient or knob is misspelt, so it never covered any.",
        mend="take the waiver out, or mend what it names",
        recipient=waiver.recipient or "",
        evidence=evidence,
    )


def _about(waiver: Waiver) -> str:
    return " ".join(part for part in (waiver.rule, waiver.recipient, waiver.knob) if part)


class _WaiversFile(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    waivers: tuple[Waiver, ...]


def read_waivers(mapping: object) -> tuple[Waiver, ...]:
    """Read a mapping with ``waivers``, a list.

    Raises:
        pydantic.ValidationError: everything that is wrong with it.
    """
    return _WaiversFile.model_validate(mapping).waivers


def load_waivers(path: str | Path) -> dict[Waiver, Evidence]:
    """Read a file (YAML, TOML or JSON) with ``waivers``, a list; return each with where it stands.

    Raises:
        pbxprivacy.errors.InputError: everything that is wrong with it, with file, line and column.
    """
    from pbxprivacy.loading.faults import faults_of  # noqa: PLC0415 - only who has a file needs the readers of files
    from pbxprivacy.loading.sources import sources  # noqa: PLC0415 - the same

    documents = [document for source in sources(path) for document in source.documents()]
    if len(documents) != 1 or _is_waiver(documents[0].data):
        raise InputError(
            [Fault("waivers are one document in one file", "put all into one list, below waivers:", str(path))]
        )
    try:
        waivers = read_waivers(documents[0].data)
    except ValidationError as error:
        raise InputError(faults_of(error, documents[0], _WaiversFile)) from None
    return {waiver: _place(documents[0], number) for number, waiver in enumerate(waivers)}


def _is_waiver(data: object) -> bool:
    """Tell whether a document is a waiver itself, which a list that has no key above it looks like."""
    return isinstance(data, Mapping) and "rule" in data and "waivers" not in data


def _place(document: Document, number: int) -> Evidence:
    tree = document.located()
    steps = list(tree.along(["waivers", number])) if tree else []
    return Evidence(file=document.file, line=steps[-1][2].mark.line, column=steps[-1][2].mark.column)
