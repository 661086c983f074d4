"""Read a configuration directory: all facts, and how complete they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from pbxprivacy.adapters.asterisk.capture import captures
from pbxprivacy.adapters.asterisk.cdr import call_records
from pbxprivacy.adapters.asterisk.cel import channel_events
from pbxprivacy.adapters.asterisk.completeness import Completeness, file_facts, report
from pbxprivacy.adapters.asterisk.conferences import conferences
from pbxprivacy.adapters.asterisk.dahdi import lines
from pbxprivacy.adapters.asterisk.databases import databases
from pbxprivacy.adapters.asterisk.eavesdropping import eavesdropping
from pbxprivacy.adapters.asterisk.facts import Fact, Topic
from pbxprivacy.adapters.asterisk.foreign import foreign_dialplan
from pbxprivacy.adapters.asterisk.listeners import listeners
from pbxprivacy.adapters.asterisk.logs import logs
from pbxprivacy.adapters.asterisk.lookups import lookups
from pbxprivacy.adapters.asterisk.media import media
from pbxprivacy.adapters.asterisk.messages import messages
from pbxprivacy.adapters.asterisk.own import Own, recognised
from pbxprivacy.adapters.asterisk.principals import principals
from pbxprivacy.adapters.asterisk.queues import queues
from pbxprivacy.adapters.asterisk.recipients import recipients
from pbxprivacy.adapters.asterisk.recorders import recorders
from pbxprivacy.adapters.asterisk.redaction import evidence
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.services import services
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.voicemail import voicemail
from pbxprivacy.adapters.asterisk.voices import voices
from pbxprivacy.errors import Fault, InputError
from pbxprivacy.evidence import Evidence

__all__ = ["AsteriskReading", "read"]


@attrs.frozen
class AsteriskReading:
    """What the configuration of one Asterisk says.

    Attributes:
        directory: the directory, as given.
        facts: everything that was found, by topic, in the order of the files.
        completeness: what it rests on, and what could not be known.
        own: what of it this package rendered, and nobody changed.
        after_rotation: where a program is named that runs after a log was rotated; empty if none is.
    """

    directory: str
    facts: tuple[Fact, ...] = ()
    completeness: Completeness = attrs.field(factory=Completeness)
    own: Own = attrs.field(factory=Own)
    after_rotation: tuple[Evidence, ...] = ()

    def about(self, topic: Topic) -> tuple[Fact, ...]:
        """The facts of one topic."""
        return tuple(one for one in self.facts if one.topic is topic)

    @property
    def exposures(self) -> tuple[Fact, ...]:
        """The facts that are so on the running server, and by which data is kept, handed on or stands open."""
        return tuple(one for one in self.facts if one.effective and one.exposes)


def read(directory: Path | str, *, version: int | None = None, also: Iterable[Path] = ()) -> AsteriskReading:
    """Read a configuration directory of Asterisk.

    Nothing is run, connected to or written. Links out of the directory are followed only into `also`.

    Args:
        directory: the directory, such as ``/etc/asterisk``.
        version: the major version of Asterisk, 16 to 22, where it is known; otherwise every version that fits.
        also: further directories that links and absolute names may lead to.

    Raises:
        InputError: there is no such directory.
        UsageError: the version is not known to this adapter.
    """
    path = Path(directory)
    if not path.is_dir():
        raise InputError(
            [Fault("this is not a directory", "name the directory that holds asterisk.conf", str(directory))]
        )
    server = Server(path, version=version, also=also)
    view = View(server)
    facts = (*_facts(server, view), *file_facts(server))
    rotation = server.file("logger.conf").first("general", "exec_after_rotate")
    return AsteriskReading(
        str(directory), facts, report(server, facts), recognised(server, view), evidence(rotation, "…")
    )


def _facts(server: Server, view: View) -> Iterator[Fact]:
    ports = list(listeners(server))
    yield from ports
    yield from principals(server, ports)
    yield from recorders(server, view)
    yield from eavesdropping(view)
    yield from queues(server, view)
    yield from conferences(server, view)
    yield from call_records(server, view)
    yield from channel_events(server)
    yield from logs(server)
    yield from captures(server)
    yield from databases(server, view)
    yield from voicemail(server, view)
    yield from recipients(view)
    yield from lookups(server, view)
    yield from voices(server, view)
    yield from messages(server, view)
    yield from services(server)
    yield from media(server)
    yield from lines(server)
    yield from foreign_dialplan(server, view)
