"""From the facts of a configuration directory to a tenant: one module for each topic.

What is effective sets a knob, with where it stands. What is inert or cannot be reached exposes nothing, and is told
among the sources. What is unknown becomes an unknown knob, so that an inventory says possible, never off::

    draft.py        knobs, evidence, doubts and parties in the making
    telling.py      what several facts together say;  hosts.py  whose a host or a program is
    applications    AMI and ARI users;  recording, rooms, programs  the dialplan, queues, conferences
    own.py          what this package rendered, and nobody changed
    lines, phones   trunks; devices;  records, collectors, databases, logs, mail  what is kept, and where else
    texts           messages that are sent on
    kept.py         for how long, and how;  doubts.py  what could not be read, by the knobs that it would have set
    sources.py      how complete it is
"""

from __future__ import annotations

from pathlib import Path

from pbxprivacy.adapters.asterisk.importing.applications import applications
from pbxprivacy.adapters.asterisk.importing.databases import databases
from pbxprivacy.adapters.asterisk.importing.doubts import doubts
from pbxprivacy.adapters.asterisk.importing.draft import Draft
from pbxprivacy.adapters.asterisk.importing.kept import kept
from pbxprivacy.adapters.asterisk.importing.lines import lines
from pbxprivacy.adapters.asterisk.importing.logs import captures, discovery, logs
from pbxprivacy.adapters.asterisk.importing.mail import mail
from pbxprivacy.adapters.asterisk.importing.phones import phones
from pbxprivacy.adapters.asterisk.importing.programs import programs
from pbxprivacy.adapters.asterisk.importing.recording import recording, unheard
from pbxprivacy.adapters.asterisk.importing.records import records
from pbxprivacy.adapters.asterisk.importing.rooms import listening, rooms
from pbxprivacy.adapters.asterisk.importing.sources import sources
from pbxprivacy.adapters.asterisk.importing.texts import texts
from pbxprivacy.adapters.asterisk.read import AsteriskReading, read
from pbxprivacy.adapters.imported import Imported

__all__ = ["import_directory", "import_reading"]

_TOPICS = (
    rooms, recording, programs, lines, phones, records, databases, logs, captures, discovery, mail, texts, listening,
    applications, doubts, unheard,
    kept,
)  # fmt: skip
# Directories that say nothing of whose configuration they hold.
_NAMELESS = frozenset({"asterisk", "etc", "config", "conf", ""})


def import_directory(directory: Path | str, *, tenant: str = "", version: int | None = None) -> Imported:
    """Read the configuration of an Asterisk as a tenant.

    Args:
        directory: the directory, such as ``/etc/asterisk``.
        tenant: the name of the tenant; by default the directory's, or that of the one above.
        version: the major version of Asterisk, 16 to 22, where it is known.

    Raises:
        InputError: there is no such directory.
        UsageError: the version is not known to this adapter.
    """
    return import_reading(read(directory, version=version), tenant=tenant or _name(Path(directory)))


def import_reading(reading: AsteriskReading, *, tenant: str) -> Imported:
    """Turn a reading into a tenant of this name."""
    draft = Draft()
    draft.put("operation_log.enabled", False)  # Asterisk keeps none; products around it do, by themselves
    for topic in _TOPICS:
        topic(draft, reading)
    return Imported(draft.tenant(tenant), reading.directory, draft.evidence, sources(reading))


def _name(directory: Path) -> str:
    """Return the name of the directory, or of the nearest one above that says more than that it is a configuration."""
    path = directory.resolve()
    return next((part.name for part in (path, *path.parents) if part.name not in _NAMELESS), "asterisk")
