"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from pbxprivacy.case.case import Case
from pbxprivacy.finding import Finding, Severity

__all__ = ["Check"]


@attrs.frozen(eq=False)
class Check:
    """One check.

    Attributes:
        id: its name, in words joined by hyphens.
        severity: how much its findings matter.
        title: what it finds, in one sentence.
        why: why that matters.
        mend: what to write or do instead.
        sources: where the rule comes from.
        find: tells what it finds in a case.
    """

    id: str
    severity: Severity
    title: str
    why: str
    mend: str
    sources: tuple[str, ...]
    find: Callable[[Case], Iterator[Finding]]

    def finding(
        self,
        case: Case,
        about: str,
        what: str,
        *,
        mend: str = "",
        recipient: str = "",
        knobs: tuple[str, ...] = (),
        path: tuple[str, ...] = (),
    ) -> Finding:
        """Return a finding of this check."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            tenant=case.tenant.tenant,
            about=about,
            what=what,
            why=self.why,
            mend=mend or self.mend,
            recipient=recipient,
            knobs=knobs,
            path=path,
        )
