"""Call reports: figures of calls, and of what agents did between them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect, Feature
from pbxprivacy.flow import Flow, Place, PlaceKind
from pbxprivacy.items import select
from pbxprivacy.knob import level, protection, retention, switch
from pbxprivacy.retention import Retention
from pbxprivacy.selections import EVERYTHING, USER_ADDRESSES
from pbxprivacy.terms import Data, Person, Purpose

__all__ = ["CallReports", "ReportReaders"]


class ReportReaders(StrEnum):
    """Who of the tenant's people may read reports, from the quietest."""

    ADMINISTRATORS = "administrators"
    SUPERVISORS = "supervisors"
    EVERYONE = "everyone"


_SCREENS: Final = {
    ReportReaders.ADMINISTRATORS: places.ADMIN_SCREEN,
    ReportReaders.SUPERVISORS: places.SUPERVISOR,
    ReportReaders.EVERYONE: places.PHONE_SCREEN,
}
_CALLS: Final = select(
    Data.CONTACT_NAME, Data.CONTACT_NUMBER, Data.CALL_RECORD, of=(Person.EXTENSION_USER, Person.AGENT)
)
_ACTIVITY: Final = select(Data.WORK_ACTIVITY)


class CallReports(Feature):
    """Reports on calls, and on agents: when they logged in and out, paused and came back. They show people at work."""

    key: ClassVar[str] = "call_reports"
    title: ClassVar[str] = "Call reports"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Call Reports",
        "Yeastar P-Series OpenAPI: call_report/list, call_schedule_report",
    )

    enabled: bool = switch("Whether reports are made.")
    agent_activity: bool = switch("Whether they tell when agents log in and out, and pause.")
    scheduled_mail: bool = switch("Whether they are mailed at fixed times.")
    readers: ReportReaders = level("Who may read them.", ReportReaders, default=ReportReaders.ADMINISTRATORS)
    retention: Retention = retention("How long reports are kept.", default=Retention(90))
    encrypted: bool = protection("Whether reports are encrypted at rest.")

    def effects(self) -> Iterator[Effect]:
        """Open the reports, fill them from the calls, and show and mail them to their readers."""
        if not self.enabled:
            return
        enabled = self.because("enabled")
        yield Place(
            PlaceKind.STORE,
            "reports",
            retention=self.retention,
            encrypted_at_rest=self.encrypted,
            because=self.because("enabled", "retention", *(() if self.encrypted else ("encrypted",))),
        )
        yield Flow(places.CALLS, places.REPORTS, _CALLS, Purpose.CALL_STATISTICS, enabled)
        if self.agent_activity:
            watched = self.because("enabled", "agent_activity")
            yield Flow(places.QUEUE_CALLS, places.REPORTS, _ACTIVITY, Purpose.STAFF_MONITORING, watched)
        levels = tuple(ReportReaders)
        for reader in levels[: levels.index(self.readers) + 1]:
            read = self.because("enabled", "readers")
            yield Flow(places.REPORTS, _SCREENS[reader], EVERYTHING, Purpose.CALL_STATISTICS, read)
        if self.scheduled_mail:
            mailed = self.because("enabled", "scheduled_mail")
            yield Flow(places.REPORTS, places.MAIL_OUT, EVERYTHING, Purpose.CALL_STATISTICS, mailed)
            yield Flow(places.DIRECTORY, places.MAIL_OUT, USER_ADDRESSES, Purpose.CALL_STATISTICS, mailed)
