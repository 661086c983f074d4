"""Findings: what a check says about a tenant; and waivers, with which a person takes one on for a time."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Self

import attrs
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from pbxprivacy.day import Day
from pbxprivacy.evidence import Evidence
from pbxprivacy.inventory.exposure import Certainty

__all__ = ["Finding", "Severity", "Waiver", "shown"]

_LONGEST: Final = 80


class Severity(StrEnum):
    """How much a finding matters, in order: ``info < low < medium < high``."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for `INFO`, 3 for `HIGH`."""
        return _RANKS[self]

    # All four: a text compares by its letters wherever one of them is left to it.
    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank


_RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}


@attrs.frozen
class Finding:
    """What a check says about a tenant.

    Attributes:
        rule: the id of the check.
        severity: how much it matters.
        tenant: the name of the tenant, as it wrote it.
        about: the recipient, the place or the full name of the knob it is about; with rule and tenant it identifies
            the finding.
        what: what is the case, in one sentence; what a tenant wrote stands in it through `shown`.
        why: why that matters.
        mend: what to write or do instead.
        certainty: sure, or possible where it hangs on an unknown.
        recipient: the party it concerns, if one.
        knobs: the full names of the settings that cause it or would mend it.
        path: the places of the path that shows it, from where the data arose.
        evidence: where those settings were read.
    """

    rule: str
    severity: Severity
    tenant: str
    about: str
    what: str
    why: str
    mend: str
    certainty: Certainty = Certainty.SURE
    recipient: str = ""
    knobs: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other findings about its tenant."""
        return (self.rule, self.about)

    @property
    def fingerprint(self) -> str:
        """A short name that stays the same from run to run, wherever in a file the setting stands."""
        parts = (self.rule, self.tenant, self.about)
        named = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def order(self) -> tuple[int, str, str]:
        """What sorts findings: the gravest first, then by rule and by what they are about."""
        return (-self.severity.rank, self.rule, self.about)


Line = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]


class Waiver(BaseModel):
    """Findings of one rule about one tenant that a person takes on until a day.

    ``recipient`` and ``knob`` narrow it down; without them it is about all findings of the rule. ``expires`` is the
    last day on which it holds. ``since`` is when it was given; without it, its age is unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule: Line
    tenant: Line
    reason: Line
    expires: Day
    recipient: Line | None = None
    knob: Line | None = None
    approved_by: Line | None = None
    since: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.expires < self.since:
            raise ValueError("expires before it was given: swap or mend the two dates")
        return self

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is one that this waiver is about, whatever the day."""
        return (
            (self.rule, self.tenant) == (finding.rule, finding.tenant)
            and self.recipient in (None, finding.recipient)
            and (self.knob is None or self.knob == finding.about or self.knob in finding.knobs)
        )

    def age(self, today: date) -> int | None:
        """Return for how many days it has been given, or None where that is unknown."""
        return None if self.since is None else (today - self.since).days


def shown(text: str) -> str:
    """Return text that somebody else wrote in a form that can stand in a sentence.

    One line, at most 80 characters, with control, formatting and invisible characters written as escapes. Each output
    escapes besides what its own format asks for.
    """
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 3] + "..."
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
