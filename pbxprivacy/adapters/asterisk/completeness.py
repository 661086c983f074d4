"""How complete a reading is: what was read, rejected, missing, and what could not be known."""

from __future__ import annotations

import attrs

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic, fact, unknown
from pbxprivacy.adapters.asterisk.language import Gap
from pbxprivacy.adapters.asterisk.profile import Profile
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.errors import Fault
from pbxprivacy.evidence import Evidence

__all__ = ["Completeness", "file_facts", "report"]

ALSO_READ = (
    "phoneprov.conf", "followme.conf", "meetme.conf", "minivm.conf", "agents.conf", "res_parking.conf",
    "cli_permissions.conf", "func_odbc.conf", "calendar.conf", "dnsmgr.conf", "udptl.conf",
)  # fmt: skip
"""Files that no fact rests on, read so that a rejected one is told."""


@attrs.frozen
class Completeness:
    """What a reading rests on.

    Attributes:
        read: the files that were read, relative to the directory.
        unread: files of the directory that nothing asked for.
        rejected: for each file that the server rejects, why.
        faults: everything that is wrong in the files.
        missing: files that were looked for and are not there; most are for modules that are not in use.
        gaps: what is elsewhere: links, commands, files outside.
        unknowns: the reasons of all facts that are unknown, each once, sorted.
        profile: version range and product.
    """

    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rejected: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unknowns: tuple[str, ...] = ()
    profile: Profile = attrs.field(factory=Profile)


def file_facts(server: Server) -> tuple[Fact, ...]:
    """A fact of the topic ``file`` for each file in doubt; values: ``why`` and ``readable``."""
    found = []
    for name in ALSO_READ:
        server.file(name)
    for name, file in server.read_files.items():
        reasons = [(fault.file, fault.line, f"rejected: {fault.what}") for fault in (file.rejected,) if fault]
        reasons += [(gap.file, gap.line, gap.what) for gap in file.gaps]
        for where, line, why in dict.fromkeys(reasons):
            proof = Evidence(file=where, line=line)
            found.append(fact(Topic.FILE, name, unknown(why), (proof,), why=why, readable=file.present))
    return tuple(found)


def report(server: Server, facts: tuple[Fact, ...]) -> Completeness:
    """Sum up a reading that has told these facts."""
    files = server.read_files.values()
    read = set().union(*(file.files for file in files))
    unknowns = {one.state.reason for one in facts if one.state.status is Status.UNKNOWN}
    return Completeness(
        read=tuple(sorted(read)),
        unread=tuple(name for name in server.names if name not in read),
        rejected=tuple(file.rejected for file in files if file.rejected),
        faults=tuple(dict.fromkeys(fault for file in files for fault in file.faults)),
        missing=tuple(file.file for file in files if not file.present and not file.gaps),
        gaps=tuple(dict.fromkeys(gap for file in files for gap in file.gaps)),
        unknowns=tuple(sorted(unknowns)),
        profile=server.profile,
    )
