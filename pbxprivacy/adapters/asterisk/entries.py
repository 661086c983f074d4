"""Where calls enter the dialplan: the contexts that endpoints and drivers name.

A context is a *sure* entry if a configured endpoint names it, a *possible* one if it depends on hardware or
on what could not be read. If endpoints are kept in a database, any context may be an entry.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pbxprivacy.adapters.asterisk.calls import call
from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, Status
from pbxprivacy.adapters.asterisk.language import Configuration, Setting
from pbxprivacy.adapters.asterisk.languages import named_contexts
from pbxprivacy.adapters.asterisk.server import Server
from pbxprivacy.adapters.asterisk.sorcery import kept_elsewhere, pjsip_objects
from pbxprivacy.adapters.asterisk.words import flag, is_true, text

__all__ = ["Entries", "entries", "keys"]

HARDWARE = {
    "console.conf": "chan_console", "alsa.conf": "chan_alsa", "unistim.conf": "chan_unistim",
    "skinny.conf": "chan_skinny", "mgcp.conf": "chan_mgcp", "motif.conf": "chan_motif", "phone.conf": "chan_phone",
    "chan_mobile.conf": "chan_mobile", "ooh323.conf": "chan_ooh323", "chan_ooh323.conf": "chan_ooh323",
    "vpb.conf": "chan_vpb", "misdn.conf": "chan_misdn", "dundi.conf": "pbx_dundi",
}  # fmt: skip
"""Drivers of devices that may not be there, or of add-ons that may not be installed."""

ENDPOINT_FILES = {
    "pjsip.conf": "res_pjsip",
    "pjsip_wizard.conf": "res_pjsip_config_wizard",
    "sip.conf": "chan_sip",
    "iax.conf": "chan_iax2",
}
REALTIME_ENDPOINTS = ("sippeers", "sipusers", "iaxpeers", "iaxusers")


@attrs.define
class Entries:
    """The contexts where calls enter.

    Attributes:
        sure: those that a configured endpoint names.
        possible: those that may be, each with why.
        anywhere: why any context may be one; empty if that is known.
        foreign: of the possible ones, those that only dialplan of another language may lead to.
        keyed: of the sure ones, those that only a key leads to, pressed in a call.
    """

    sure: set[str] = attrs.field(factory=set)
    possible: dict[str, str] = attrs.field(factory=dict)
    anywhere: str = ""
    foreign: set[str] = attrs.field(factory=set)
    keyed: set[str] = attrs.field(factory=set)

    def add(self, name: str, status: Status, reason: str) -> None:
        """Note a context, as sure as the file that names it."""
        if not name:
            return
        if status is Status.EFFECTIVE:
            self.sure.add(name)
        elif status is not Status.INERT:
            self.possible.setdefault(name, reason)


def entries(server: Server) -> Entries:
    """Collect the entry contexts of a server."""
    found = Entries()
    states = [server.realtime_state(family) for family in REALTIME_ENDPOINTS]
    if any(state is not None and state.status is not Status.INERT for state in states):
        found.anywhere = "endpoints are kept in a database (extconfig.conf)"
    elsewhere = kept_elsewhere(server, "endpoint")
    if elsewhere is not None and server.modules.state("res_pjsip").status is not Status.INERT:
        found.anywhere = found.anywhere or elsewhere.reason
    for file, module in ENDPOINT_FILES.items():
        configuration = server.file(file)
        running = server.modules.state(module)
        if running.status is not Status.INERT and (configuration.rejected or configuration.gaps):
            why = configuration.rejected.what if configuration.rejected else configuration.gaps[0].what
            found.anywhere = found.anywhere or f"endpoints of {file} are not all known: {why}"
        state = server.state(file, module)
        for name, read in _named(server, file):
            whole = state.then(read)
            found.add(name, whole.status, whole.reason)
    _users(server, found)
    _dahdi(server, found)
    for file, module in HARDWARE.items():
        if server.state(file, module).status is not Status.INERT:
            why = f"{file} may bring calls here, if {module} has its devices"
            for setting in (one for category in server.file(file) for one in category.all("context")):
                found.possible.setdefault(setting.value, why)
    for name in _menus(server):
        found.add(name, Status.EFFECTIVE, "")
    _named_elsewhere(server, found)
    keyed = set(_keys(server)) - found.sure
    found.keyed |= keyed
    found.sure |= keyed
    return found


def _named_elsewhere(server: Server, found: Entries) -> None:
    """AEL and Lua, which are not read, may send a call to every context that they name."""
    for name, file in named_contexts(server).items():
        if name not in found.sure and name not in found.possible:
            found.possible[name] = f"{file}, which is not read by this adapter, names it"
            found.foreign.add(name)


def _named(server: Server, file: str) -> Iterator[tuple[str, State]]:
    if not file.startswith("pjsip"):
        for name in _peers(server.file(file), file):
            yield name, EFFECTIVE
    elif file == "pjsip.conf":
        for _, category, read in pjsip_objects(server, "endpoint"):
            yield text(category.last("context"), "default"), read
            yield text(category.last("message_context")), read
    else:
        for category in server.file(file):
            if text(category.last("type")).casefold() == "wizard":
                yield text(category.last("endpoint/context"), "default"), EFFECTIVE
                yield text(category.last("endpoint/message_context")), EFFECTIVE


def _peers(configuration: Configuration, file: str) -> Iterator[str]:
    general = configuration.category("general")
    shared = text(general.last("context"), "default")
    if file == "sip.conf" and configuration.present and flag(general.last("allowguest"), default=True):
        yield shared
    for category in configuration:
        kind = text(category.last("type")).casefold()
        if category.name.casefold() not in {"general", "authentication"} and kind in {"friend", "user", "peer"}:
            yield text(category.last("context"), shared if file == "sip.conf" else "")


def _users(server: Server, found: Entries) -> None:
    configuration = server.file("users.conf")
    general = configuration.category("general")
    for category in configuration:
        if category.name.casefold() == "general":
            continue
        for key, module in (("hassip", "chan_sip"), ("hasiax", "chan_iax2"), ("hassip", "res_pjsip")):
            has = category.first(key) or general.first(key)
            if has is not None and is_true(has.value):
                state = server.state("users.conf", module)
                found.add(
                    text(category.first("context") or general.first("context"), "default"), state.status, state.reason
                )


def _dahdi(server: Server, found: Entries) -> None:
    """chan_dahdi.conf is read from top to bottom: a channel takes the context set before it."""
    state = server.state("chan_dahdi.conf", "chan_dahdi")
    for category in server.file("chan_dahdi.conf"):
        context = "default"
        for setting in category.settings:
            key = setting.key.casefold()
            context = setting.value if key == "context" else context
            if key in {"channel", "dahdichan", "crv"}:
                found.add(context, state.status, state.reason)


def _keys(server: Server) -> Iterator[str]:
    """Contexts that dynamic features lead to."""
    for setting in keys(server):
        if server.state("features.conf") == EFFECTIVE:
            yield from _contexts_of_key(setting.value)


def keys(server: Server) -> Iterator[Setting]:
    """Yield the dynamic features, of every section that has them."""
    for category in server.file("features.conf"):
        if category.name.casefold() == "applicationmap":
            yield from category.settings


def _menus(server: Server) -> Iterator[str]:
    """Contexts that conference menus and mailboxes lead to."""
    for category in server.file("confbridge.conf"):
        for setting in category.settings:
            if "dialplan_exec(" in setting.value and server.state("confbridge.conf", "app_confbridge") == EFFECTIVE:
                yield setting.value.partition("dialplan_exec(")[2].split(",")[0].strip(" )")
    mail = server.file("voicemail.conf").category("general")
    for key in ("exitcontext", "dialout", "callback"):
        if server.state("voicemail.conf", "app_voicemail") == EFFECTIVE:
            yield text(mail.first(key))


def _contexts_of_key(value: str) -> Iterator[str]:
    """The context that a dynamic feature (digits, party, application) leads to, if it leads to one."""
    *head, application = value.split(",", 2)
    if len(head) < 2:  # noqa: PLR2004 - digits, party
        return
    name, _, arguments = application.partition(",")
    one = call(application) if "(" in name else None
    name, target = (
        (one.name, one.argument(0)) if one else (name.strip().casefold(), arguments.strip('" ').split(",")[0])
    )
    if name == "macro":
        yield f"macro-{target.split('^')[0]}"
    elif name in {"gosub", "goto"}:
        context = target.split("^")[0].strip()
        yield from [context] if context else []
