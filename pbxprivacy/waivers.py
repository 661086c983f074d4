"""Waivers: findings that a person took on, with a reason, until a day.

A waiver never hides that it is there: what it covers is told apart, with who took it on, why and since when. One that
has expired, and one that covers nothing, are findings themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import attrs
from pydantic import BaseModel, ConfigDict, ValidationError

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.finding import Finding, Severity, Waiver, shown

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
        age = "since an unknown day" if self.age is None else f"for {self.age} days"
        reason = shown(self.waiver.reason)
        return f"{self.finding.rule}: taken on{by} {age}, until {self.waiver.expires}: {reason}"


@attrs.frozen
class Waived:
    """The findings about a tenant after its waivers.

    Attributes:
        findings: those that nobody took on, and those about the waivers themselves; the gravest first.
        suppressed: those that a person took on, in the same order.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


def waive(findings: Iterable[Finding], waivers: Iterable[Waiver], *, tenant: str, today: date) -> Waived:
    """Set the findings about a tenant apart that a person took on; waivers of other tenants are left alone."""
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
        if number not in used:
            left.append(_without_finding(waiver))
        elif waiver.expires < today:
            left.append(_expired(waiver))
    return Waived(
        tuple(sorted(left, key=lambda finding: finding.order)),
        tuple(sorted(suppressed, key=lambda one: one.finding.order)),
    )


def _expired(waiver: Waiver) -> Finding:
    return Finding(
        rule=EXPIRED,
        severity=Severity.LOW,
        tenant=waiver.tenant,
        about=_about(waiver),
        what=f"a waiver of {shown(waiver.rule)} expired on {waiver.expires}; what it covered is a finding again.",
        why="A risk is taken on for a time; after it, somebody has to look again.",
        mend="mend the finding, or give a new waiver with a new reason",
        recipient=waiver.recipient or "",
    )


def _without_finding(waiver: Waiver) -> Finding:
    return Finding(
        rule=WITHOUT_FINDING,
        severity=Severity.INFO,
        tenant=waiver.tenant,
        about=_about(waiver),
        what=f"a waiver of {shown(waiver.rule)} covers no finding.",
        why="What it was given for is mended; or its rule, recipient or knob is misspelt, so it never covered any.",
        mend="take the waiver out, or mend what it names",
        recipient=waiver.recipient or "",
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


def load_waivers(path: str | Path) -> tuple[Waiver, ...]:
    """Read a file (YAML, TOML or JSON) with ``waivers``, a list.

    Raises:
        pbxprivacy.errors.InputError: everything that is wrong with it, with file, line and column.
    """
    from pbxprivacy.loading.faults import faults_of  # noqa: PLC0415 - only who has a file needs the readers of files
    from pbxprivacy.loading.sources import sources  # noqa: PLC0415 - the same

    documents = [document for source in sources(path) for document in source.documents()]
    if len(documents) != 1:
        raise InputError([Fault("waivers are one document in one file", "put all into one list", str(path))])
    try:
        return read_waivers(documents[0].data)
    except ValidationError as error:
        raise InputError(faults_of(error, documents[0], _WaiversFile)) from None
