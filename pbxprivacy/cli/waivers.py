"""Waivers from a file: findings that a person took on, with a reason, until a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import attrs
from pydantic import BaseModel, ConfigDict, ValidationError

from pbxprivacy.errors import Fault, InputError
from pbxprivacy.finding import Finding, Waiver
from pbxprivacy.loading.faults import faults_of
from pbxprivacy.loading.sources import sources
from pbxprivacy.reports.contents.findings import Checked

__all__ = ["Waivers", "load_waivers"]


class _WaiversFile(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    waivers: tuple[Waiver, ...]


@attrs.frozen
class Waivers:
    """Waivers that hold on a day, and those that do no longer."""

    holding: tuple[Waiver, ...] = ()
    expired: tuple[Waiver, ...] = ()

    def sort(self, tenant: str, findings: Iterable[Finding]) -> Checked:
        """Return the findings about a tenant, those that somebody took on apart."""
        left: list[Finding] = []
        waived: list[tuple[Finding, Waiver]] = []
        for finding in findings:
            waiver = next((waiver for waiver in self.holding if waiver.covers(finding)), None)
            if waiver is None:
                left.append(self._with_expiry(finding))
            else:
                waived.append((finding, waiver))
        return Checked(tenant, tuple(left), tuple(waived))

    def _with_expiry(self, finding: Finding) -> Finding:
        ended = [waiver.expires for waiver in self.expired if waiver.covers(finding)]
        if not ended:
            return finding
        return attrs.evolve(finding, what=f"{finding.what} Its waiver ended on {max(ended)}.")


def load_waivers(path: Path | None, today: date) -> Waivers:
    """Read a file with ``waivers``, a list; none without a file.

    Raises:
        pbxprivacy.errors.InputError: everything that is wrong with it.
    """
    if path is None:
        return Waivers()
    documents = [document for source in sources(path) for document in source.documents()]
    if len(documents) != 1:
        raise InputError([Fault("waivers are one document in one file", "put all into one list", str(path))])
    try:
        found = _WaiversFile.model_validate(documents[0].data).waivers
    except ValidationError as error:
        raise InputError(faults_of(error, documents[0], _WaiversFile)) from None
    return Waivers(
        tuple(waiver for waiver in found if waiver.expires >= today),
        tuple(waiver for waiver in found if waiver.expires < today),
    )
