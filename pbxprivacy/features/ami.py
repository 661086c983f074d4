"""AMI: the manager interface, by which an application follows live calls and may command the PBX."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Final

from pbxprivacy import places
from pbxprivacy.feature import Effect
from pbxprivacy.flow import Flow
from pbxprivacy.grant import Connection, Grant, GrantFeature
from pbxprivacy.items import select
from pbxprivacy.knob import entries, level, protection, switch
from pbxprivacy.parties import PartyName
from pbxprivacy.selections import CALL_METADATA, EVERYTHING, VOICES
from pbxprivacy.terms import Data, Purpose, Safeguard

__all__ = ["Ami", "AmiApplication", "Reads"]


class Reads(StrEnum):
    """What an application may read, each level adding to the one before.

    ``calls``: names and numbers of live calls. ``calls_and_records``: also call detail records, and what agents do.
    ``everything``: also digits that are pressed, and the variables of the dialplan, network addresses among them.
    """

    NONE = "none"
    CALLS = "calls"
    CALLS_AND_RECORDS = "calls_and_records"
    EVERYTHING = "everything"


_LEVELS: Final = tuple(Reads)
_AGENTS: Final = select(Data.WORK_ACTIVITY)
_VARIABLES: Final = select(Data.CALL_DIGITS, Data.NETWORK_ADDRESS)
_COMMANDED: Final = CALL_METADATA | VOICES
_ELSEWHERE: Final = frozenset({places.BACKUPS})  # they hold nothing that no store held, and may lie elsewhere
_IN_CLEAR: Final = frozenset({Safeguard.ENCRYPTED_IN_TRANSIT})


class AmiApplication(Grant):
    """What differs for one application, that is one user of the interface."""

    reads: Reads | None = level("What this application may read.", Reads, default=None)
    commands: bool | None = switch("Whether this application may command the PBX.", default=None)


class Ami(GrantFeature):
    """Live call data for applications that come from an authorised address with credentials.

    With ``commands`` an application can start calls and recordings, listen in, and read the PBX's files: then the
    voices of every call and everything in the PBX's stores is within its reach.
    """

    key: ClassVar[str] = "ami"
    title: ClassVar[str] = "Manager interface (AMI)"
    sources: ClassVar[tuple[str, ...]] = (
        "TheVoco Cloud-PBX privacy policy, Asterisk Manager Interface",
        "Asterisk 22 manager.conf: read and write classes, permit, tlsenable, webenabled; http.conf: tlsenable",
    )

    applications: dict[PartyName, AmiApplication] = entries("Further applications.", of_parties=True)
    reads: Reads = level("What may be read.", Reads, default=Reads.CALLS)
    commands: bool = switch("Whether applications may command the PBX (originate, system, command, config).")
    over_http: bool = switch("Whether the interface is also served by the web server.")
    http_tls: bool = protection("Whether the web server is reached by HTTPS alone.")

    def effects(self) -> Iterator[Effect]:
        """Hand live calls, and what else may be read, to every application that may connect."""
        for connection in self.connections():
            yield connection.place("ami")
        for connection in self.admitted():
            yield from self._handed_on(connection, connection.knobs, connection.lacks)
            if self.over_http:
                # The web server has addresses and TLS settings of its own: a second way to the same users.
                because = dict.fromkeys((*connection.knobs, *self.because("over_http")))
                lacks = connection.lacks
                if not self.http_tls:
                    because |= dict.fromkeys(self.because("http_tls"))
                    lacks |= _IN_CLEAR
                yield from self._handed_on(connection, tuple(because), lacks)

    def _handed_on(
        self, connection: Connection, knobs: tuple[str, ...], lacks: frozenset[Safeguard]
    ) -> Iterator[Effect]:
        target = connection.place("ami").id
        level_, reads_knob = self.asked(connection.application, "reads")
        commands, commands_knob = self.asked(connection.application, "commands")
        read = _LEVELS.index(level_)
        for reads, source, selection in (
            (Reads.CALLS, places.CALLS, CALL_METADATA),
            (Reads.CALLS_AND_RECORDS, places.CDR, EVERYTHING),
            (Reads.CALLS_AND_RECORDS, places.QUEUE_CALLS, _AGENTS),
            (Reads.EVERYTHING, places.CALLS, _VARIABLES),
        ):
            if read >= _LEVELS.index(reads):
                yield Flow(source, target, selection, Purpose.INTEGRATION, (*knobs, reads_knob), lacks=lacks)
        if commands:
            because = (*knobs, commands_knob)
            yield Flow(places.CALLS, target, _COMMANDED, Purpose.INTEGRATION, because, lacks=lacks)
            yield Flow(
                places.STORES, target, EVERYTHING, Purpose.INTEGRATION, because, lacks=lacks, except_for=_ELSEWHERE
            )
