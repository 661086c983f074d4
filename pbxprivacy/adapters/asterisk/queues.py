"""Queues, by name, and whether they exist on the running server.

Topic ``queue`` (subject: the name; value ``reached``: whether a line of the dialplan that calls reach leads there).
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic, fact, unknown
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.evidence import Evidence

__all__ = ["queues"]

OPEN = frozenset({Status.EFFECTIVE, Status.UNKNOWN})


def queues(server: Server, view: View) -> Iterator[Fact]:
    """Every queue of queues.conf, and that there may be more in a database."""
    named = {use.call.argument(0).partition(",")[0] for use in view.uses("queue") if use.state.status in OPEN}
    computed = any("$" in name for name in named)
    for section in server.file("queues.conf"):
        if section.name.casefold() == "general":
            continue
        proof = Evidence(file=section.file or "queues.conf", line=section.line, raw=f"[{harmless(section.name)}]")
        yield fact(
            Topic.QUEUE, section.name, server.state("queues.conf", "app_queue", settings=section.settings), (proof,),
            reached=computed or section.name in named,
        )  # fmt: skip
    realtime = server.realtime_state("queues")
    if realtime is not None and realtime.status is not Status.INERT:
        proofs = evidence(server.realtime["queues"])
        yield fact(Topic.QUEUE, "queues in a database", unknown("queues are in a database"), proofs, reached=True)
