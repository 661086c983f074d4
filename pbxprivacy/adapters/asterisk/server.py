"""The configuration directory as one server sees it: files, modules, realtime, and what they leave in effect."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, Status, inert, unknown
from pbxprivacy.adapters.asterisk.language import Configuration, Setting, Tree, load
from pbxprivacy.adapters.asterisk.modules import APPLICATIONS, VOICEMAIL, Modules
from pbxprivacy.adapters.asterisk.profile import Profile, recognise
from pbxprivacy.adapters.asterisk.words import flag, text

__all__ = ["REALTIME_MODULES", "Server"]

REALTIME_MODULES = {
    "odbc": "res_config_odbc", "mysql": "res_config_mysql", "pgsql": "res_config_pgsql", "curl": "res_config_curl",
    "ldap": "res_config_ldap", "sqlite": "res_config_sqlite", "sqlite3": "res_config_sqlite3",
}  # fmt: skip
"""The module behind each driver of extconfig.conf."""


class Server:
    """What one server is configured to be.

    Args:
        directory: the configuration directory.
        version: the major version of Asterisk, where it is known.
        also: further directories that links may lead to.
    """

    def __init__(self, directory: Path, *, version: int | None = None, also: Iterable[Path] = ()) -> None:
        also = tuple(also)
        first = Tree(directory, also=also)
        core = load(first, "asterisk.conf")
        directories = next((c for c in core.categories if c.name.casefold() == "directories"), None)
        home = text(directories.first("astetcdir"), "/etc/asterisk") if directories else "/etc/asterisk"
        self.tree = Tree(directory, also=also, home=home) if home.startswith("/") else first
        self.exec_includes = flag(core.first("options", "execincludes"), default=False)
        self.names = self.tree.names()
        self.profile: Profile = recognise(self.tree, self.names, version)
        self._files: dict[str, Configuration] = {"asterisk.conf": core}
        self.modules = Modules.read(self.file("modules.conf"), self.profile)

    def file(self, name: str) -> Configuration:
        """A configuration file with all it includes; read once."""
        if name not in self._files:
            self._files[name] = load(self.tree, name, exec_includes=self.exec_includes)
        return self._files[name]

    @property
    def read_files(self) -> dict[str, Configuration]:
        """Every file that was asked for until now."""
        return dict(sorted(self._files.items()))

    @cached_property
    def realtime(self) -> dict[str, Setting]:
        """What extconfig.conf takes from a database: family (or file name) to its line."""
        return {s.key.casefold(): s for s in self.file("extconfig.conf").category("settings").settings}

    def realtime_state(self, family: str) -> State | None:
        """The state of a realtime mapping; None if this family is not mapped."""
        setting = self.realtime.get(family.casefold())
        if setting is None:
            return None
        driver = setting.value.split(",")[0].strip().casefold()
        state = self.state("extconfig.conf", settings=(setting,))
        module = REALTIME_MODULES.get(driver)
        return state.then(self.modules.state(module) if module else unknown(f"the driver {driver} is not known"))

    def state(self, name: str, *modules: str, settings: Iterable[Setting | None] = ()) -> State:
        """The state of what stands in a file and needs these modules.

        Unknown if the file was rejected, comes from a database or could not be read; inert if a module does
        not run.
        """
        loaded = self.modules.state(*modules)
        configuration = self.file(name)
        state = EFFECTIVE
        mapped = self.realtime_state(name) if name not in {"asterisk.conf", "extconfig.conf", "logger.conf"} else None
        if mapped is not None and mapped.status is not Status.INERT:
            state = unknown(f"{name} comes from a database (extconfig.conf:{self.realtime[name].line})")
        elif configuration.rejected:
            fault = configuration.rejected
            state = unknown(f"rejected: {fault.what} ({fault.where}), so the server reads nothing of {name}")
        elif not configuration.present and configuration.gaps:
            state = unknown(configuration.gaps[0].what)
        else:
            lost = next((s.lost for s in settings if s is not None and s.lost), "")
            state = unknown(lost) if lost else state
        return state.then(loaded)

    def application(self, name: str) -> State:
        """Whether an application or function of the dialplan exists on this server."""
        name = name.casefold()
        if name in {"voicemail", "voicemailmain"}:
            return self.modules.any(*VOICEMAIL)
        # Functions of func_odbc.conf have names of the user's own, behind this prefix.
        return self.modules.state("func_odbc" if name.startswith("odbc_") else APPLICATIONS.get(name, ""))

    def off(self, what: str, *names: str) -> State:
        """The state of something that these files leave off: inert, unless one of them is in doubt."""
        for name in names:
            state = self.state(name)
            if state != EFFECTIVE:
                return state
            if self.file(name).gaps:
                return unknown(f"{what} in what could be read, but: {self.file(name).gaps[0].what}")
        return inert(what)
