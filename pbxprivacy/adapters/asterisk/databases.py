"""Databases behind the server: realtime families, connections, and the server's own database (AstDB).

Topic ``realtime`` (subject: the family; values ``driver``, ``database``, ``table``): what is read from, or
written to, a database instead of a file, so that its content is unknown here. Topic ``database`` (subject:
file and section; values ``driver``, ``host``, ``dsn`` or ``families``).
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.sorcery import family_of
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import is_true

__all__ = ["databases", "dsn_state"]

IMPERSONAL = frozenset(
    {"musiconhold", "queue_rules", "ps_systems", "ps_globals", "ps_transports", "ps_asterisk_publications"}
)
"""Families without personal data."""


def dsn_state(server: Server, connection: str) -> State:
    """Whether a connection of res_odbc.conf is there and enabled."""
    section = next((one for one in server.file("res_odbc.conf") if one.name == connection), None)
    state = server.state("res_odbc.conf", "res_odbc")
    if state != EFFECTIVE:
        return state
    if section is None:
        return inert(f"res_odbc.conf has no connection {harmless(connection)}")
    switch = section.last("enabled")
    return inert(f"the connection {section.name} is not enabled") if switch and not is_true(switch.value) else EFFECTIVE


def databases(server: Server, view: View) -> Iterator[Fact]:
    """Realtime families, connections and the families of AstDB that the dialplan writes."""
    used: set[str] = set()
    for family, setting in server.realtime.items():
        name, used_by = family_of(server, family)
        state = (server.realtime_state(family) or EFFECTIVE).then(used_by)
        driver, database, table, *_ = *(part.strip(' "') for part in setting.value.split(",")), "", "", ""
        if state.status is not Status.INERT:
            used |= {driver.casefold(), f"{driver.casefold()}:{database}"}
        yield fact(
            Topic.REALTIME, name, state, evidence(setting), exposes=name not in IMPERSONAL,
            driver=driver.casefold(), database=harmless(database), table=harmless(table or family),
        )  # fmt: skip
    yield from _connections(server, used)
    yield from _astdb(view)


def _connections(server: Server, used: set[str]) -> Iterator[Fact]:
    files = (("res_pgsql.conf", "pgsql", "res_config_pgsql"), ("res_config_mysql.conf", "mysql", "res_config_mysql"))
    for file, driver, module in files:
        for section in server.file(file):
            host = section.last("dbhost") or section.last("dbsock")
            if host is None:
                continue
            names = {f"{driver}:{section.name}"} if driver == "mysql" else {driver}
            state = server.state(file, module, settings=(host,))
            if not used & (names | ({driver} if section.name.casefold() == "general" else set())):
                state = state.then(inert("no realtime family uses it"))
            yield fact(
                Topic.DATABASE, f"{file} {section.name}", state, evidence(host), exposes=True, driver=driver,
                host=harmless(host.value), dsn="",
            )  # fmt: skip
    for section in server.file("res_odbc.conf"):
        dsn = section.last("dsn")
        if dsn is None or section.name == "ENV":
            continue
        state = dsn_state(server, section.name)
        yield fact(
            Topic.DATABASE, f"res_odbc.conf {section.name}", state, evidence(dsn, "…"), exposes=False,
            driver="odbc", host="", dsn=harmless(dsn.value.split(";")[0]) if "=" not in dsn.value else "…",
        )  # fmt: skip


def _astdb(view: View) -> Iterator[Fact]:
    """Families that the dialplan writes with a number or name in them: who called, who forwards to whom."""
    seen: dict[str, Fact] = {}
    for use in view.uses("set", "dbput"):
        name = use.call.text.strip()
        if not name.upper().startswith("DB(") or not view.holds_number(name):
            continue
        family = harmless(name[3:].partition("/")[0])
        if family not in seen or (use.state == EFFECTIVE and not seen[family].effective):
            seen[family] = fact(
                Topic.DATABASE, f"astdb {family}", use.state, use.evidence(f"DB({family}/…)"), exposes=True,
                driver="astdb", host="", dsn="",
            )  # fmt: skip
    yield from seen.values()
    reads = [use for use, _ in view.functions("db") if use.state == EFFECTIVE]
    if reads:
        yield fact(
            Topic.DATABASE, "astdb", unknown("what the server's own database holds is not in these files"),
            reads[0].evidence(), driver="astdb", host="", dsn="",
        )  # fmt: skip
