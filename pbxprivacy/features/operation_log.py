"""Operation log: who did what in the management portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Origin, Place, PlaceKind
from pbxprivacy.items import items
from pbxprivacy.knob import protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["OperationLog"]

_OPERATIONS: Final = items((Data.ACCOUNT_IDENTIFIER, Data.WORK_OPERATION), Person.ADMINISTRATOR)


class OperationLog(Feature):
    """Every operation in the portal, by whom, and its result. It shows people at work, and who turned a switch."""

    key: ClassVar[str] = "operation_log"
    title: ClassVar[str] = "Operation log"
    sources: ClassVar[tuple[str, ...]] = ("TheVoco Cloud-PBX privacy policy, Operation Logs",)

    enabled: bool = switch("Whether operations are logged.", default=True)
    retention: Retention = retention("How long operations are kept.", default=Retention(90))
    encrypted: bool = protection("Whether the log is encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the log, where operations arise, and show it to administrators."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "operation_log",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Origin(places.OPERATION_LOG, _OPERATIONS, because=enabled)
        yield Flow(places.OPERATION_LOG, places.ADMIN_SCREEN, EVERYTHING, Purpose.SECURITY, enabled)
