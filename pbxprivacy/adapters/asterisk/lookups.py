"""Who is asked about a number that is dialled or calls: DNS (ENUM, TXTCIDNAME), DUNDi peers, another server's dialplan.

Facts of the topic ``recipient``, with the values of `recipients`; the kind is ``lookup``. A question over DNS goes to
the zone, in clear, by way of whatever name servers the machine has (``funcs/func_enum.c``, ``pbx/pbx_dundi.c``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.calls import split
from pbxprivacy.adapters.asterisk.facts import Fact, State, Topic, fact, unknown
from pbxprivacy.adapters.asterisk.recipients import recipient
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import text

__all__ = ["lookups"]

ZONES = {"enumlookup": 4, "enumquery": 2, "txtcidname": 1}
"""Functions that ask DNS, with the number of the argument that names the zone."""

PUBLIC = "e164.arpa"
DUNDI = ("dundilookup", "dundiquery")


def lookups(server: Server, view: View) -> Iterator[Fact]:
    """Everybody who is asked about a number."""
    for use, arguments in view.functions(*ZONES):
        zone = (split(arguments) + [""] * 5)[ZONES[use.call.name]].strip() or PUBLIC
        host = "" if "$" in zone else harmless(zone)
        yield recipient(view, use, host, "lookup", "", host=host, numbers=True, clear=True, program=use.call.name)
    for use, _ in view.functions(*DUNDI):
        for host, state in _peers(server):
            yield recipient(view, use, host, "lookup", "", host=host, numbers=True, clear=True, program="DUNDi",
                            state=use.state.then(state))  # fmt: skip
    yield from _switches(server, view)


def _switches(server: Server, view: View) -> Iterator[Fact]:
    """``switch =>`` asks for every number that is dialled in its context."""
    for context in view.plan.contexts.values():
        for setting in context.switches:
            kind, _, rest = setting.value.partition("/")
            state = server.state("extensions.conf", "pbx_config", settings=(setting,))
            state = state.then(view.flow.context_state(context.name))
            asked: list[tuple[str, State]] = []
            if kind.strip().casefold() == "dundi":
                asked = list(_peers(server))
            elif kind.strip().casefold() == "iax2":
                host = re.split(r"[/:]", rest.rpartition("@")[2])[0]
                asked = [(harmless(host), server.modules.state("chan_iax2"))]
            for host, own in asked:
                yield fact(
                    Topic.RECIPIENT, f"{context.name} switch", state.then(own),
                    evidence(setting, f"{kind.strip()}/…{host}"), exposes=True,
                    kind="lookup", host="" if "$" in host else host, program=kind.strip(), audio=False, clear=True,
                    numbers=True, of="call",
                )  # fmt: skip


def _peers(server: Server) -> Iterator[tuple[str, State]]:
    """The peers of dundi.conf, by host; one that registers has none that the files name."""
    state = server.state("dundi.conf", "pbx_dundi")
    hosts = dict.fromkeys(text(one.last("host")) for one in server.file("dundi.conf") if one.last("host"))
    if not hosts:
        yield "", state.then(server.off("dundi.conf names no peer", "dundi.conf"))
    for host in hosts:
        if host.casefold() == "dynamic":
            yield "", state.then(unknown("a DUNDi peer registers, from wherever it is"))
        else:
            yield harmless(host), state
