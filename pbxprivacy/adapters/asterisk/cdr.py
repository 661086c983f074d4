"""Call detail records: whether they are kept, and where.

Topic ``cdr`` (subject ``cdr``; values ``enabled``, ``unanswered``, ``congestion``, ``by_default``; ``left_out``: lines
of the dialplan after which a call leaves none, ``written``: columns that lines write, ``named``: those of them that
get a name) and ``cdr_backend`` (subject: the module; values ``host`` (empty: this machine, or where a DSN says),
``table``, ``columns``, ``per_account``). Defaults: ``main/cdr.c`` and the back-ends' sources; CDRs are on unless
switched off, and are kept only if a back-end is configured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pbxprivacy.adapters.asterisk.cdr_lines import cdr_lines
from pbxprivacy.adapters.asterisk.databases import dsn_state
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.language import Category, Setting
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.view import View
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["call_records"]

COLUMNS = ("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start",
           "answer", "end", "duration", "billsec", "disposition", "amaflags")  # fmt: skip


def call_records(server: Server, view: View) -> Iterator[Fact]:
    """The switch, and every back-end that is loaded or configured."""
    file = server.file("cdr.conf")
    general = file.category("general")
    enable = general.last("enable")
    enabled = flag(enable, default=True)
    state = server.state("cdr.conf", settings=(enable,))
    if not enabled:
        state = server.off("CDRs are switched off (cdr.conf enable)", "cdr.conf")
        strange = [s.key for s in general.settings if s.key.casefold() not in KEYS]
        if strange:
            # The server's option reader rejects a file for one unknown key, and falls back to its defaults.
            state = unknown(f"cdr.conf has the unknown key {harmless(strange[0])}, and if rejected, CDRs are on")
    by_default = flag(general.last("channeldefaultenabled"), default=True)
    lines = cdr_lines(view)
    if enabled and not by_default and not lines.taken_in:
        state = state.then(_by_lines(server))
    backends = [_backend(server, name, state, proof, values) for name, proof, values in _backends(server)]
    own = state
    if own == EFFECTIVE and not any(one.effective for one in backends):
        doubtful = [one for one in backends if one.state.status is Status.UNKNOWN]
        own = doubtful[0].state if doubtful else server.off("no back-end keeps them", *FILES)
    yield fact(
        Topic.CDR, "cdr", own, evidence(enable), enabled=enabled,
        unanswered=flag(general.last("unanswered"), default=False),
        congestion=flag(general.last("congestion"), default=False),
        by_default=by_default, left_out=lines.left_out, written=lines.written, named=lines.named,
    )  # fmt: skip
    yield from backends


def _by_lines(server: Server) -> State:
    """The state where only lines of the dialplan could take calls in, and none does."""
    if server.profile.low < BY_DEFAULT_SINCE:
        return unknown("an older version rejects cdr.conf for channeldefaultenabled, and then CDRs are on")
    return server.off("channels have no CDRs by default, and no line of the dialplan asks for them", "extensions.conf")


BY_DEFAULT_SINCE = 20
"""From this version on every server knows channeldefaultenabled; of 16 to 19 only the later ones do."""


KEYS = frozenset(
    "enable debug unanswered congestion batch initiatedseconds initiateseconds endbeforehexten size time safeshutdown "
    "scheduleronly channeldefaultenabled ignorestatechanges ignoredialchanges canceldispositionenabled".split()
)
"""The options of cdr.conf [general], of all versions of the range (``main/cdr.c``)."""

FILES = (
    "cdr.conf", "cdr_custom.conf", "cdr_sqlite3_custom.conf", "cdr_pgsql.conf", "cdr_mysql.conf", "cdr_tds.conf",
    "cdr_odbc.conf", "cdr_adaptive_odbc.conf", "cdr_manager.conf", "cdr_beanstalkd.conf", "cdr_syslog.conf",
)  # fmt: skip
"""Where back-ends are configured."""

CALLER_NAME = re.compile(r"CALLERID\((?:name|all)", re.IGNORECASE)
"""What a template may write instead of the column ``clid``."""

Found = tuple[str, Setting | Category, dict[str, Any]]


def _backend(server: Server, name: str, master: State, proof: Setting | Category, values: dict[str, Any]) -> Fact:
    file = str(values.pop("file"))
    state = server.state(file, name)
    own = values.pop("state", None)
    state = state.then(own) if isinstance(own, State) else state
    # Whether CDRs are made at all comes last: a back-end that does not run keeps nothing either way.
    state = state if state.status is Status.INERT else master.then(state)
    if isinstance(proof, Setting):
        shown = evidence(proof)
    else:
        shown = evidence(Setting(f"[{proof.name}]", "", proof.file or file, proof.line), "")
    kept: dict[str, Any] = {"host": "", "table": "", "columns": COLUMNS, "per_account": False} | values
    return fact(Topic.CDR_BACKEND, name, state, shown, exposes=True, **kept)


def _backends(server: Server) -> Iterator[Found]:
    yield from _files(server)
    yield from _databases(server)
    yield from _services(server)


def _files(server: Server) -> Iterator[Found]:
    main = server.file("cdr.conf")
    if main.has("csv"):
        section = main.category("csv")
        extra = [column for key, column in (("loguniqueid", "uniqueid"), ("loguserfield", "userfield"))
                 if flag(section.last(key), default=False)]  # fmt: skip
        yield "cdr_csv", section, {
            "file": "cdr.conf", "table": "Master.csv", "columns": (*COLUMNS, *extra),
            "per_account": flag(section.last("accountlogs"), default=True),
        }  # fmt: skip
    for setting in server.file("cdr_custom.conf").category("mappings").settings:
        yield "cdr_custom", setting, {"file": "cdr_custom.conf", "table": setting.key, "columns": _names(setting.value)}
    lite = server.file("cdr_sqlite3_custom.conf")
    if lite.has("master"):
        section = lite.category("master")
        whole = text(section.last("columns")) and text(section.last("values"))
        yield "cdr_sqlite3_custom", section, {
            "file": "cdr_sqlite3_custom.conf", "table": text(section.last("table"), "cdr"),
            "columns": _names(text(section.last("columns"))),
            "state": EFFECTIVE if whole else inert("it names no columns and values"),
        }  # fmt: skip


def _databases(server: Server) -> Iterator[Found]:
    for module, file in (("cdr_pgsql", "cdr_pgsql.conf"), ("cdr_mysql", "cdr_mysql.conf"), ("cdr_tds", "cdr_tds.conf")):
        section = server.file(file).category("global")
        if not server.file(file).has("global"):
            continue
        host = text(section.last("hostname"), "localhost")
        yield module, section.last("hostname") or section, {
            "file": file, "host": harmless(host), "table": text(section.last("table"), "cdr"),
            "state": EFFECTIVE if section.settings else inert("its section [global] is empty"),
        }  # fmt: skip
    section = server.file("cdr_odbc.conf").category("global")
    if section.settings:
        dsn = text(section.last("dsn"))
        yield "cdr_odbc", section, {
            "file": "cdr_odbc.conf", "table": text(section.last("table"), "cdr"), "state": dsn_state(server, dsn),
        }  # fmt: skip
    for section in server.file("cdr_adaptive_odbc.conf"):
        connection = section.last("connection")
        if connection is not None:
            yield "cdr_adaptive_odbc", connection, {
                "file": "cdr_adaptive_odbc.conf", "table": text(section.last("table"), "cdr"),
                "state": dsn_state(server, connection.value),
            }  # fmt: skip


def _services(server: Server) -> Iterator[Found]:
    general = server.file("cdr_manager.conf").category("general")
    if server.file("cdr_manager.conf").present:
        switch = general.last("enabled")
        on = flag(switch, default=False)
        ami = flag(server.file("manager.conf").last("general", "enabled"), default=False)
        why = "it is not enabled" if not on else "AMI is not enabled, so nobody receives them"
        yield "cdr_manager", switch or general, {
            "file": "cdr_manager.conf", "state": EFFECTIVE if on and ami else inert(why),
        }  # fmt: skip
    radius = server.file("cdr.conf").category("radius")
    if server.file("cdr.conf").has("radius"):
        yield "cdr_radius", radius, {
            "file": "cdr.conf", "state": unknown("its server is named in the configuration of the RADIUS client"),
        }  # fmt: skip
    beans = server.file("cdr_beanstalkd.conf").category("general")
    if beans.settings:
        on = flag(beans.last("enabled"), default=False)
        yield "cdr_beanstalkd", beans.last("host") or beans, {
            "file": "cdr_beanstalkd.conf", "host": harmless(text(beans.last("host"), "127.0.0.1")),
            "state": EFFECTIVE if on else inert("it is not enabled"),
        }  # fmt: skip
    for section in server.file("cdr_syslog.conf"):
        template = section.last("template")
        if section.name.casefold() != "general" and template is not None:
            yield "cdr_syslog", template, {"file": "cdr_syslog.conf", "table": section.name}


def _names(value: str) -> tuple[str, ...]:
    """The columns that a template or a list names."""
    if "CDR(" not in value and "CALLERID(" not in value:
        return tuple(sorted({name.strip() for name in value.split(",") if name.strip()}))
    found = {part.partition(")")[0].split(",")[0] for part in value.split("CDR(")[1:]}
    return tuple(sorted(found | ({"clid"} if CALLER_NAME.search(value) else set())))
