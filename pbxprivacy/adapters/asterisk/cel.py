"""Channel event logging: whether it runs, which events, and where they go.

Topic ``cel`` (subject ``cel``; values ``enabled``, ``events``, ``apps``) and ``cel_backend`` (subject: the
module; values ``host``, ``table``). Off unless enabled, and without events unless they are named. One unknown name
of an event makes the server reject the whole file (``main/cel.c``).
"""

from __future__ import annotations

from collections.abc import Iterator

from pbxprivacy.adapters.asterisk.databases import dsn_state
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, Fact, State, Status, Topic, fact, inert, unknown
from pbxprivacy.adapters.asterisk.language import Category, Setting
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["channel_events"]

EVENTS = frozenset(
    "ALL CHAN_START CHAN_END LINKEDID_END ANSWER HANGUP APP_START APP_END PARK_START PARK_END USER_DEFINED "
    "BRIDGE_ENTER BRIDGE_EXIT BLINDTRANSFER ATTENDEDTRANSFER PICKUP FORWARD LOCAL_OPTIMIZE".split()
)
"""Names that every version of the range knows."""

NEWER = {"LOCAL_OPTIMIZE_BEGIN": 20, "STREAM_BEGIN": 20, "STREAM_END": 20, "DTMF": 20}
"""Names that came later, with the first major version that may know them."""

FILES = (
    "cel.conf", "cel_custom.conf", "cel_sqlite3_custom.conf", "cel_pgsql.conf", "cel_tds.conf", "cel_odbc.conf",
    "cel_beanstalkd.conf",
)  # fmt: skip
"""Where back-ends are configured."""

Found = tuple[str, str, Setting | Category, str, str, State]


def channel_events(server: Server) -> Iterator[Fact]:
    """The switch, and every back-end that is configured."""
    general = server.file("cel.conf").category("general")
    enable, wanted = general.last("enable"), general.last("events")
    enabled = flag(enable, default=False)
    names = tuple(sorted({name.strip().upper() for name in text(wanted).split(",") if name.strip()}))
    state = server.state("cel.conf", settings=(enable, wanted))
    if not enabled:
        state = server.off("CEL is not enabled", "cel.conf")
    elif not names:
        state = state.then(server.off("no events are named, and none are tracked by default", "cel.conf"))
    elif wrong := [name for name in names if name not in EVENTS and name not in NEWER]:
        state = state.then(inert(f"rejected: the server knows no event {wrong[0]}, and drops the whole file"))
    elif late := [name for name in names if NEWER.get(name, 0) > server.profile.low]:
        if NEWER[late[0]] > server.profile.high:
            state = state.then(inert(f"rejected: this version knows no event {late[0]}"))
        else:
            state = state.then(unknown(f"whether this version knows the event {late[0]}"))
    backends = []
    for module, file, proof, host, table, own in _backends(server):
        running = server.state(file, module).then(own)
        running = running if running.status is Status.INERT else state.then(running)
        shown = evidence(proof) if isinstance(proof, Setting) else evidence(
            Setting(f"[{proof.name}]", "", proof.file or file, proof.line), ""
        )  # fmt: skip
        backends.append(fact(Topic.CEL_BACKEND, module, running, shown, exposes=True, host=host, table=table))
    own = state
    if own == EFFECTIVE and not any(one.effective for one in backends):
        doubtful = [one for one in backends if one.state.status is Status.UNKNOWN]
        own = doubtful[0].state if doubtful else server.off("no back-end keeps them", *FILES)
    apps = tuple(sorted({name.strip() for name in text(general.last("apps")).split(",") if name.strip()}))
    yield fact(
        Topic.CEL, "cel", own, evidence(enable) + evidence(wanted), enabled=enabled, events=names, apps=apps,
    )  # fmt: skip
    yield from backends


def _backends(server: Server) -> Iterator[Found]:
    main = server.file("cel.conf")
    switch = main.last("manager", "enabled")
    if switch is not None:
        on = flag(switch, default=False)
        yield "cel_manager", "cel.conf", switch, "", "", EFFECTIVE if on else inert("it is not enabled")
    radius = main.category("radius")
    if radius.settings:
        doubt = unknown("its server is named in the configuration of the RADIUS client")
        yield "cel_radius", "cel.conf", radius, "", "", doubt
    for setting in server.file("cel_custom.conf").category("mappings").settings:
        yield "cel_custom", "cel_custom.conf", setting, "", setting.key, EFFECTIVE
    lite = server.file("cel_sqlite3_custom.conf").category("master")
    if lite.settings:
        whole = text(lite.last("columns")) and text(lite.last("values"))
        state = EFFECTIVE if whole else inert("it names no columns and values")
        yield "cel_sqlite3_custom", "cel_sqlite3_custom.conf", lite, "", text(lite.last("table"), "cel"), state
    for module, file in (("cel_pgsql", "cel_pgsql.conf"), ("cel_tds", "cel_tds.conf")):
        section = server.file(file).category("global")
        if section.settings:
            host = harmless(text(section.last("hostname"), "localhost"))
            yield module, file, section.last("hostname") or section, host, text(section.last("table"), "cel"), EFFECTIVE
    for section in server.file("cel_odbc.conf"):
        connection = section.last("connection")
        if connection is not None:
            state = dsn_state(server, connection.value)
            yield "cel_odbc", "cel_odbc.conf", connection, "", text(section.last("table"), "cel"), state
    beans = server.file("cel_beanstalkd.conf").category("general")
    if flag(beans.last("enabled"), default=False):
        host = harmless(text(beans.last("host"), "127.0.0.1"))
        yield "cel_beanstalkd", "cel_beanstalkd.conf", beans.last("host") or beans, host, "", EFFECTIVE
